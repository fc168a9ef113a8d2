#include "training/learning/sample_builder.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "engine/network/family.h"

namespace tandem {

std::array<float, 3> wdl_of_result(float value) {
  return {std::max(value, 0.f), 1 - std::abs(value), std::max(-value, 0.f)};
}

std::array<float, 3> wdl_of_estimate(float value) {
  const float win = (1 + value) / 2;
  const float lose = (1 - value) / 2;
  return {win * win, 2 * win * lose, lose * lose};
}

SampleBuilder::SampleBuilder(std::shared_ptr<const Game> game, double search_value_fraction,
                             const FeatureShape& canvas)
    : game_(std::move(game)),
      search_value_fraction_(search_value_fraction),
      canvas_(canvas),
      initial_(game_->initial_position()),
      position_(game_->initial_position()),
      later_(game_->initial_position()),
      legal_(game_->info().max_legal_actions),
      planes_(game_->info().features.size()) {
  const FeatureShape& board = game_->info().features;
  for (const Symmetry& symmetry : game_->info().symmetries) {
    std::vector<int>& squares = canvas_squares_.emplace_back();
    for (const int square : symmetry.squares) {
      squares.push_back(square_on_canvas(board, square, canvas_.width));
    }
  }
}

void SampleBuilder::build(const GameRecord& record, int move_index, int symmetry,
                          const SampleRow& row) {
  const Symmetry& relabel = game_->info().symmetries[symmetry];
  const MoveRecord& move = record.moves(move_index);
  assert(move.full_search());
  go_to(record, move_index);
  write_features(symmetry, row.features);
  write_policy(*position_, move, relabel, row.policy, row.legal);
  const std::array<float, 3> wdl = value_target(record, move_index);
  std::copy(wdl.begin(), wdl.end(), row.wdl.begin());

  std::fill(row.reply.begin(), row.reply.end(), 0.f);
  std::fill(row.reply_legal.begin(), row.reply_legal.end(), 0.f);
  if (move_index + 1 < record.moves_size() && record.moves(move_index + 1).full_search()) {
    later_->assign(*position_);
    later_->apply(move.action());
    write_policy(*later_, record.moves(move_index + 1), relabel, row.reply, row.reply_legal);
  }
}

void SampleBuilder::go_to(const GameRecord& record, int move_index) {
  position_->assign(*initial_);
  for (const Action action : record.opening()) position_->apply(action);
  for (int i = 0; i < move_index; ++i) position_->apply(record.moves(i).action());
}

void SampleBuilder::write_features(int symmetry, std::span<float> out) {
  position_->encode(planes_);
  const FeatureShape& board = game_->info().features;
  const std::vector<int>& canvas_square = canvas_squares_[symmetry];
  if (board != canvas_) std::fill(out.begin(), out.end(), 0.f);
  for (int channel = 0; channel < board.channels; ++channel) {
    const float* from = planes_.data() + channel * board.squares();
    float* to = out.data() + channel * canvas_.squares();
    for (int square = 0; square < board.squares(); ++square) {
      to[canvas_square[square]] = from[square];
    }
  }
}

void SampleBuilder::write_policy(const Position& position, const MoveRecord& move,
                                 const Symmetry& symmetry, std::span<float> target,
                                 std::span<float> legal) {
  std::fill(target.begin(), target.end(), 0.f);
  std::fill(legal.begin(), legal.end(), 0.f);
  const int count = position.legal_actions(legal_);
  for (int i = 0; i < count; ++i) {
    const Action action = symmetry.actions[legal_[i]];
    target[action] = move.policy(i);
    legal[action] = 1;
  }
}

std::array<float, 3> SampleBuilder::value_target(const GameRecord& record, int move_index) {
  const MoveRecord& move = record.moves(move_index);
  if (move.proven()) return wdl_of_result(move.root_value());
  const float f = static_cast<float>(search_value_fraction_);
  const std::array<float, 3> result =
      wdl_of_result(result_for(record, move_index, position_->side_to_move()));
  const std::array<float, 3> estimate = wdl_of_estimate(std::clamp(move.root_value(), -1.f, 1.f));
  std::array<float, 3> mixed;
  for (int i = 0; i < 3; ++i) mixed[i] = (1 - f) * result[i] + f * estimate[i];
  return mixed;
}

float SampleBuilder::result_for(const GameRecord& record, int move_index, PlayerId player) {
  int proven = move_index;
  while (proven < record.moves_size() && !record.moves(proven).proven()) ++proven;
  if (proven == record.moves_size()) return record.outcome(player);
  later_->assign(*position_);
  for (int i = move_index; i < proven; ++i) later_->apply(record.moves(i).action());
  // A root value is stored for its mover; games of two players are zero-sum.
  const float value = record.moves(proven).root_value();
  return later_->side_to_move() == player ? value : -value;
}

}  // namespace tandem
