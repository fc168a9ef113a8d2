#include "games/solving/exact_solver.h"

#include <algorithm>
#include <cassert>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

struct MemoKey {
  std::uint64_t board;
  FeatureKey features;
  bool operator==(const MemoKey&) const = default;
};

struct MemoHash {
  std::size_t operator()(const MemoKey& key) const {
    return key.board ^ (key.features.high * 0x9E3779B97F4A7C15ull) ^
           (key.features.low * 0xD1342543DE82EF95ull);
  }
};

}  // namespace

/// Depth-first through all positions, with one scratch position and one action buffer per ply.
class ExactSolver::Search {
 public:
  enum class Failure { kNone, kTooLarge, kNoOutcome };

  Search(const Game& game, std::int64_t max_positions)
      : game_(game), max_positions_(max_positions) {}

  const Game& game() const { return game_; }
  std::int64_t max_positions() const { return max_positions_; }
  std::int64_t positions() const { return static_cast<std::int64_t>(memo_.size()); }

  /// Why the last value() was none.
  Failure failure() const { return failure_; }

  std::optional<int> value(const Position& position) {
    failure_ = Failure::kNone;
    return visit(position, 0);
  }

 private:
  std::optional<int> fail(Failure failure) {
    failure_ = failure;
    return {};
  }

  std::optional<int> visit(const Position& position, std::size_t ply) {
    if (position.is_terminal()) return judge(position);
    const MemoKey key{position.board_hash(), position.feature_key()};
    if (const auto known = memo_.find(key); known != memo_.end()) return known->second;

    if (ply == scratch_.size()) {
      scratch_.push_back(position.clone());
      actions_.emplace_back(game_.info().max_legal_actions);
    }
    const int count = position.legal_actions(actions_[ply]);
    const bool first_moves = position.side_to_move() == 0;
    int best = first_moves ? -1 : 1;
    for (int i = 0; i < count; ++i) {
      scratch_[ply]->assign(position);
      scratch_[ply]->apply(actions_[ply][i]);
      const std::optional<int> value = visit(*scratch_[ply], ply + 1);
      if (!value) return {};
      best = first_moves ? std::max(best, *value) : std::min(best, *value);
    }
    if (positions() == max_positions_) return fail(Failure::kTooLarge);
    memo_.emplace(key, static_cast<std::int8_t>(best));
    return best;
  }

  std::optional<int> judge(const Position& position) {
    const std::optional<Values> outcome = position.outcome();
    if (!outcome) return fail(Failure::kNoOutcome);
    const float value = (*outcome)[0];
    if (value != 1 && value != 0 && value != -1) return fail(Failure::kNoOutcome);
    return static_cast<int>(value);
  }

  const Game& game_;
  const std::int64_t max_positions_;
  Failure failure_ = Failure::kNone;
  std::unordered_map<MemoKey, std::int8_t, MemoHash> memo_;  // values for player 0
  std::vector<std::unique_ptr<Position>> scratch_;
  std::vector<std::vector<Action>> actions_;
};

ExactSolver::ExactSolver(const Game& game, std::int64_t max_positions)
    : search_(std::make_unique<Search>(game, max_positions)) {}

ExactSolver::~ExactSolver() = default;

std::optional<int> ExactSolver::value_for_first_player(const Position& position) {
  return search_->value(position);
}

std::int64_t ExactSolver::positions() const { return search_->positions(); }

std::vector<SolvedAction> ExactSolver::solve(const Position& position) {
  const std::string& game = search_->game().info().name;
  if (position.is_terminal()) {
    throw Error(
        fmt::format("{}: the game is over at {}, nothing to solve", game, position.to_text()));
  }
  std::vector<Action> legal(search_->game().info().max_legal_actions);
  legal.resize(position.legal_actions(legal));
  const std::unique_ptr<Position> next = position.clone();
  std::vector<SolvedAction> solved;
  for (const Action action : legal) {
    next->assign(position);
    next->apply(action);
    const std::optional<int> value = search_->value(*next);
    if (!value && search_->failure() == Search::Failure::kTooLarge) {
      throw Error(
          fmt::format("{} has more than {} positions from {}: too many for the exact solver", game,
                      search_->max_positions(), position.to_text()));
    }
    if (!value) {
      throw Error(
          fmt::format("{} has ends that the rules judge neither win, draw nor loss: it can't be "
                      "solved",
                      game));
    }
    solved.push_back({action, position.side_to_move() == 0 ? *value : -*value});
  }
  return solved;
}

}  // namespace tandem
