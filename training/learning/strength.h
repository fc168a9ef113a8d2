// Strength on labelled positions while training: a fixed sample of the configured suites, asked now
// and then, for people to see. Nothing is chosen by it, and no label reaches the trainer.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/evaluation/accuracy.h"
#include "engine/evaluation/suite.h"
#include "proto/run_config.pb.h"
#include "training/run/run_games.h"

namespace tandem {

/// One measurement, over all suites together. `critical` counts positions where some action loses
/// value.
struct Strength {
  Accuracy network;
  Accuracy network_critical;
  Accuracy search;
  Accuracy search_critical;
  double seconds = 0;
};

class StrengthMeter {
 public:
  /// Reads the suites (relative paths: as find_data()), each of one of the games, and draws the
  /// sample from `seed`. Throws Error if a suite can't be read.
  StrengthMeter(const RunGames& games, const MeasureConfig& config, std::uint64_t seed);

  /// Whether any suite is configured.
  bool configured() const { return !suites_.empty(); }

  /// Whether one more measurement keeps measuring within its share of `elapsed` seconds. True until
  /// the first measurement has shown what one takes.
  bool due(double elapsed) const;

  /// Measures a committed checkpoint, alone and with search, on the calling thread's task arena.
  /// None if `stop` became true.
  std::optional<Strength> measure(const std::filesystem::path& checkpoint, Precision precision,
                                  const std::atomic<bool>* stop);

  double last_seconds() const { return last_seconds_; }
  double total_seconds() const { return total_seconds_; }
  int visits() const { return config_.visits(); }

 private:
  bool ask(const std::string& player, const std::atomic<bool>* stop, Accuracy& all,
           Accuracy& critical) const;

  MeasureConfig config_;
  std::vector<Suite> suites_;
  std::vector<std::vector<std::size_t>> sample_;  ///< of each suite, ascending
  double last_seconds_ = 0;
  double total_seconds_ = 0;
};

}  // namespace tandem
