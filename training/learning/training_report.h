// What a generation and a measurement look like to people (lines) and to plots (metrics).
#pragma once

#include <map>
#include <optional>
#include <string>

#include "proto/manifest.pb.h"
#include "training/learning/generation.h"
#include "training/learning/health.h"
#include "training/learning/strength.h"

namespace tandem {

/// A committed generation, without its games.
struct GenerationSummary {
  Manifest manifest;  ///< as committed
  SelfPlayCounters counters;
  TrainingStatistics training;
  Health health;
  std::optional<Prediction> prediction;  ///< while the run learns from recorded games
  std::int64_t bootstrap_steps_left = 0;
  std::size_t window_positions = 0;
  double seconds = 0;
  double trainer_cpu_seconds = 0;
  double self_play_cpu_seconds = 0;
};

/// "loss/policy", "speed/positions_per_second", "health/draws" ... docs/training.md explains each.
std::map<std::string, double> generation_scalars(const GenerationSummary& summary);

/// "generation 12 | 3:20 | 412 games (30/s), 8192 positions (590/s), ... | loss policy 1.02 ...".
std::string generation_line(const GenerationSummary& summary);

std::map<std::string, double> strength_scalars(const Strength& strength, const Manifest& manifest,
                                               double measure_seconds);

/// "strength at generation 12: network 78.1 % (critical 61.0 %), 200 visits 92.3 % (84.0 %), random
/// 71 %".
std::string strength_line(const Strength& strength, int generation, int visits);

/// "network 78.1 %, search 92.3 %", for the status line; empty without a measurement.
std::string strength_note(const std::optional<Strength>& strength);

}  // namespace tandem
