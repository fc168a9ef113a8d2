#include "training/learning/health.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace tandem {
namespace {

double entropy_share(const MoveRecord& move) {
  double entropy = 0;
  for (const float p : move.policy()) {
    if (p > 0) entropy -= p * std::log(p);
  }
  return entropy / std::log(static_cast<double>(move.policy_size()));
}

class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  std::int64_t count() const { return count_; }
  double value(double otherwise = 0) const {
    return count_ > 0 ? sum_ / static_cast<double>(count_) : otherwise;
  }

 private:
  double sum_ = 0;
  std::int64_t count_ = 0;
};

/// Network values in [-1, 1] in ten bins, each with the results that followed.
class Calibration {
 public:
  void add(double value, double result) {
    const int bin = std::clamp(static_cast<int>((value + 1) * 5), 0, 9);
    values_[bin].add(value);
    results_[bin].add(result);
    ++count_;
  }

  double error() const {
    if (count_ == 0) return 0;
    double sum = 0;
    for (int bin = 0; bin < 10; ++bin) {
      sum += static_cast<double>(values_[bin].count()) *
             std::abs(values_[bin].value() - results_[bin].value());
    }
    return sum / static_cast<double>(count_);
  }

 private:
  std::array<Mean, 10> values_;
  std::array<Mean, 10> results_;
  std::int64_t count_ = 0;
};

std::vector<int> all_moves(const GameRecord& game) {
  std::vector<int> moves(game.opening().begin(), game.opening().end());
  for (const MoveRecord& move : game.moves()) moves.push_back(move.action());
  return moves;
}

/// Fewer say nothing about shares.
constexpr std::int64_t kEnoughGames = 20;

bool is_draw(const GameRecord& game) {
  return game.outcome_size() > 1 && game.outcome(0) == game.outcome(1);
}

/// The figures that need the positions: who moved, and how the game ended for that player.
void add_values(const Game& game, const GameRecord& record, Calibration& calibration) {
  const std::unique_ptr<Position> position = game.initial_position();
  for (const Action action : record.opening()) position->apply(action);
  for (const MoveRecord& move : record.moves()) {
    calibration.add(move.network_value(), record.outcome(position->side_to_move()));
    position->apply(move.action());
  }
}

}  // namespace

Health measure_health(const RunGames& games, std::span<const GameRecord> records,
                      const SelfPlayCounters& counters, double staleness) {
  Mean entropy, surprise, length, first, draws, proven;
  Calibration calibration;
  std::set<std::pair<std::string, std::vector<int>>> distinct;
  for (const GameRecord& record : records) {
    distinct.emplace(record.game(), all_moves(record));
    length.add(record.opening_size() + record.moves_size());
    draws.add(is_draw(record) ? 1 : 0);
    if (record.opening_size() == 0) first.add((record.outcome(0) + 1) / 2);
    for (const MoveRecord& move : record.moves()) {
      proven.add(move.proven() ? 1 : 0);
      if (move.policy_size() > 1) entropy.add(entropy_share(move));
      if (move.full_search()) surprise.add(move.surprise());
    }
    // Where there is one game, all records are of it.
    add_values(games.size() > 1 ? games.of(record) : *games[0], record, calibration);
  }
  Health health;
  health.games = static_cast<std::int64_t>(records.size());
  health.policy_entropy = entropy.value();
  health.surprise = surprise.value();
  health.value_error = calibration.error();
  health.game_length = length.value();
  health.games_from_empty_board = first.count();
  health.first_player_score = first.value(0.5);
  health.draws = draws.value();
  if (!records.empty()) {
    health.distinct_games =
        static_cast<double>(distinct.size()) / static_cast<double>(records.size());
  }
  health.proven_positions = proven.value();
  if (counters.visits > 0) {
    health.evaluations_per_visit =
        static_cast<double>(counters.evaluations) / static_cast<double>(counters.visits);
  }
  health.staleness = staleness;
  return health;
}

std::map<std::string, double> health_scalars(const Health& health) {
  return {{"health/policy_entropy", health.policy_entropy},
          {"health/surprise", health.surprise},
          {"health/value_error", health.value_error},
          {"health/game_length", health.game_length},
          {"health/first_player_score", health.first_player_score},
          {"health/draws", health.draws},
          {"health/distinct_games", health.distinct_games},
          {"health/proven_positions", health.proven_positions},
          {"health/evaluations_per_visit", health.evaluations_per_visit},
          {"health/staleness", health.staleness}};
}

std::vector<std::string> health_warnings(const Health& health) {
  std::vector<std::string> warnings;
  if (health.games < kEnoughGames) return warnings;
  if (health.policy_entropy < 0.05) {
    warnings.push_back(fmt::format(
        "policy targets are almost certain (entropy {:.3f} of the most possible): self-play may "
        "have "
        "stopped exploring; raise self_play.random_start_fraction or lower search.c_scale",
        health.policy_entropy));
  }
  if (health.policy_entropy > 0.98) {
    warnings.push_back(fmt::format(
        "policy targets are almost uniform (entropy {:.3f} of the most possible): the search tells "
        "the network nothing; raise search.visits or search.c_scale",
        health.policy_entropy));
  }
  if (health.value_error > 0.25) {
    warnings.push_back(fmt::format(
        "the network's values are off the results by {:.2f} on average: expected in the first "
        "generations, later a sign of too few or too stale samples",
        health.value_error));
  }
  if (health.distinct_games < 0.5) {
    warnings.push_back(fmt::format(
        "only {:.0f} % of the games are distinct; raise self_play.random_start_fraction or "
        "self_play.max_random_plies",
        100 * health.distinct_games));
  }
  if (health.draws > 0.95) {
    warnings.push_back(
        fmt::format("{:.0f} % of the games are drawn: right where best play draws, "
                    "else play has become passive",
                    100 * health.draws));
  }
  if (health.games_from_empty_board >= kEnoughGames &&
      (health.first_player_score < 0.02 || health.first_player_score > 0.98)) {
    warnings.push_back(
        fmt::format("the first player scores {:.0f} % from the empty board: right where the game "
                    "is won by force, "
                    "else values have collapsed",
                    100 * health.first_player_score));
  }
  if (health.staleness > 200) {
    warnings.push_back(fmt::format(
        "samples are {:.0f} generations old on average; lower replay.window_c", health.staleness));
  }
  return warnings;
}

}  // namespace tandem
