#include "training/bootstrap/bootstrap.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "engine/files.h"
#include "games/error.h"
#include "training/bootstrap/recorded_games.h"

namespace tandem {
namespace {

constexpr int kPredictedPositions = 2000;  // at most, of each game
constexpr int kBatch = 128;
constexpr double kNever = 1e18;  // every so many games: none

ReplayWindow unlimited_window() {
  ReplayConfig config;
  config.set_window_c(1e9);
  return ReplayWindow(config, /*surprise_fraction=*/0);
}

/// A position of a held-out game, and what came of it.
struct Played {
  std::unique_ptr<Position> position;
  Action action = 0;
  double result = 0;  ///< for the player to move
};

std::vector<Played> positions_of(const Game& game, const std::vector<GameRecord>& records) {
  std::vector<Played> played;
  for (const GameRecord& record : records) {
    if (record.game() != game.info().name) continue;
    const auto position = game.initial_position();
    for (const Action action : record.opening()) position->apply(action);
    for (const MoveRecord& move : record.moves()) {
      played.push_back(
          {position->clone(), move.action(), record.outcome(position->side_to_move())});
      position->apply(move.action());
    }
  }
  return played;
}

/// Every n-th, so that at most `most` are left.
void thin_out(std::vector<Played>& played, std::size_t most) {
  const std::size_t step = (played.size() + most - 1) / most;
  if (step < 2) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < played.size(); i += step) played[kept++] = std::move(played[i]);
  played.resize(kept);
}

/// Adds one answer to the sums in `prediction`.
void add(const Played& played, std::span<const Action> legal, std::span<const float> logits,
         double value, Prediction& prediction) {
  const auto top = std::ranges::max_element(logits);
  double sum = 0;
  for (const float logit : logits) sum += std::exp(static_cast<double>(logit) - *top);
  const auto move = std::ranges::lower_bound(legal, played.action) - legal.begin();
  ++prediction.positions;
  prediction.move_accuracy += top - logits.begin() == move ? 1 : 0;
  prediction.policy_loss += std::log(sum) + *top - logits[static_cast<std::size_t>(move)];
  prediction.value_error += (value - played.result) * (value - played.result);
}

void predict_game(const Game& game, const Evaluator& evaluator, std::span<const Played> played,
                  Prediction& sums) {
  const auto most = static_cast<std::size_t>(game.info().max_legal_actions);
  std::vector<Action> legal(most * kBatch);
  std::vector<float> logits(most * kBatch);
  std::vector<Values> values(kBatch);
  std::vector<std::size_t> counts(kBatch);
  const auto batch = evaluator.new_batch();
  for (std::size_t first = 0; first < played.size(); first += kBatch) {
    const std::size_t size = std::min<std::size_t>(kBatch, played.size() - first);
    for (std::size_t i = 0; i < size; ++i) {
      const std::span<Action> actions = std::span(legal).subspan(i * most, most);
      counts[i] = static_cast<std::size_t>(played[first + i].position->legal_actions(actions));
      batch->add(*played[first + i].position, actions.first(counts[i]),
                 {std::span(logits).subspan(i * most, counts[i]), &values[i]});
    }
    batch->compute();
    for (std::size_t i = 0; i < size; ++i) {
      const Played& one = played[first + i];
      add(one, std::span(legal).subspan(i * most, counts[i]),
          std::span(logits).subspan(i * most, counts[i]),
          values[i][static_cast<std::size_t>(one.position->side_to_move())], sums);
    }
  }
}

}  // namespace

Bootstrap::Bootstrap(RunGames games, const RunConfig& config, std::vector<std::string>& reports)
    : games_(std::move(games)), window_(unlimited_window()) {
  const BootstrapConfig& settings = config.bootstrap();
  RecordedGames read = read_recorded_games(games_, settings.games());
  const std::int64_t every = std::llround(std::min(1 / settings.held_out(), kNever));
  std::string checksums;
  const std::size_t games_read = read.games.size();
  for (GameRecord& game : read.games) {
    checksums += fmt::format("{:08x}", crc32c(game.SerializeAsString()));
    if (static_cast<std::int64_t>(game.number()) % every == every - 1) {
      held_out_.push_back(std::move(game));
    } else {
      window_.add(std::move(game));
    }
  }
  window_.set_total_positions(window_.size());
  checksum_ = crc32c(checksums);
  steps_ = static_cast<std::int64_t>(
      std::ceil(static_cast<double>(window_.size()) * settings.samples_per_position() /
                config.trainer().batch_size()));
  reports.push_back(fmt::format(
      "bootstrap: {} games from {} files ({} left out); {} positions to learn from in {} steps, {} "
      "games held out",
      games_read, read.files, read.left_out, window_.size(), steps_, held_out_.size()));
  reports.insert(reports.end(), read.reports.begin(), read.reports.end());
}

Prediction Bootstrap::predict(const std::shared_ptr<const NetworkSnapshot>& snapshot) const {
  Prediction prediction;
  for (int i = 0; i < games_.size(); ++i) {
    std::vector<Played> played = positions_of(*games_[i], held_out_);
    thin_out(played, kPredictedPositions);
    const auto evaluator = make_network_evaluator(*games_[i], snapshot, kBatch, 0);
    predict_game(*games_[i], *evaluator, played, prediction);
  }
  if (prediction.positions > 0) {
    const auto count = static_cast<double>(prediction.positions);
    prediction.move_accuracy /= count;
    prediction.policy_loss /= count;
    prediction.value_error /= count;
  }
  return prediction;
}

}  // namespace tandem
