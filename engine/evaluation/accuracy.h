// How often a player keeps the game-theoretic value, measured on a suite.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/evaluation/proportion.h"
#include "engine/evaluation/suite.h"
#include "engine/players/player.h"

namespace tandem {

/// What a player said about one position of a suite.
struct SuiteAnswer {
  Action action = 0;
  float value = 0;  ///< for the side to move
  bool proven = false;
};

struct AccuracyOptions {
  /// Positions asked together. Answers are a function of the suite, the player, this and the seed:
  /// never of the number of threads.
  int batch = 128;
  std::uint64_t seed = 1;
  /// Only these positions (ascending indices); all where absent.
  std::optional<std::vector<std::size_t>> only;
  /// Checked between batches.
  const std::atomic<bool>* stop = nullptr;
  /// Called from worker threads with the number of positions answered so far.
  std::function<void(std::int64_t)> progress;
};

struct SuiteAnswers {
  std::vector<std::size_t> indices;  ///< of the positions asked, ascending
  std::vector<SuiteAnswer> answers;  ///< one per index
  double seconds = 0;
};

/// Asks a player about a suite's positions, in batches on all threads of the calling task arena.
/// None if it, or the player, was stopped.
std::optional<SuiteAnswers> answer_suite(const PlayerFactory& player, const Suite& suite,
                                         const AccuracyOptions& options = {});

/// Right answers, and what a uniformly random mover is expected to score (exactly).
struct Accuracy {
  Proportion right;
  double random_floor = 0;
};

/// Predicted values against labels, both on [-1, 1] for the side to move.
struct Calibration {
  struct Bin {
    double low = 0;  ///< predictions in [low, high)
    double high = 0;
    std::int64_t count = 0;
    double predicted = 0;  ///< means over the bin
    double actual = 0;
  };
  std::array<Bin, 10> bins;
  double mean_absolute_error = 0;   ///< of values
  double brier = 0;                 ///< mean squared error of the expected score, (value + 1) / 2
  double expected_calibration = 0;  ///< mean over positions of |bin's predicted - actual|
};

struct AccuracyReport {
  Accuracy all;
  Accuracy critical;  ///< some legal action is not best
  Accuracy hard;      ///< flagged so in the suite
  Accuracy hard_critical;
  Calibration calibration;
};

AccuracyReport summarize(const Suite& suite, const SuiteAnswers& answers);

/// The same over several suites taken together.
struct AnsweredSuite {
  const Suite* suite = nullptr;
  const SuiteAnswers* answers = nullptr;
};
AccuracyReport summarize(std::span<const AnsweredSuite> suites);

struct FeatureKeyHash {
  std::size_t operator()(const FeatureKey& key) const {
    return static_cast<std::size_t>(key.high * 0x9E3779B97F4A7C15ull ^ key.low);
  }
};

/// The answers whose positions are not in `seen`, for accuracy on positions that training never
/// met.
SuiteAnswers only_unseen(const Suite& suite, const SuiteAnswers& answers,
                         const std::unordered_set<FeatureKey, FeatureKeyHash>& seen);

/// A table of the calibration's bins, for people.
std::string calibration_text(const Calibration& calibration);

}  // namespace tandem
