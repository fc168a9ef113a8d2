// What a study's results say of each arm, in numbers.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "proto/lab_config.pb.h"
#include "training/lab/iteration.h"
#include "training/lab/report/forecast_check.h"
#include "training/lab/report/measured.h"
#include "training/lab/statistics/change_point.h"
#include "training/lab/statistics/equivalence.h"

namespace tandem {

struct MeasureAnalysis {
  std::optional<Estimate> start;   ///< see values_at_start()
  std::optional<Estimate> end;     ///< at the last iteration
  std::optional<Estimate> change;  ///< end less start, seed by seed
};

/// Whatever a study is too small for is absent.
struct ArmAnalysis {
  std::string name;
  int seeds = 0;
  int iterations = 0;  ///< of its shortest run; 0: the start alone, or nothing

  std::map<std::string, MeasureAnalysis> measures;  ///< every one that occurs
  /// Of evaluations, judge_evaluations and cpu_seconds, over all iterations.
  std::map<std::string, Estimate> totals;

  /// At the end, less the control's with the same seed, over the seeds that both have; absent for
  /// the control itself and for the board.
  std::optional<Estimate> known_minus_control;
  std::optional<Estimate> novel_minus_control;
  /// Likewise less the exactly judged arm that keeps and mixes data by the same rule; absent where
  /// there is none, and for it.
  std::optional<Estimate> known_minus_exact;
  /// Known words: (end - start) / (upper bound's end - start), of the means, in points of 100.
  /// Absent without an upper bound, and for it and the board.
  std::optional<double> gap_closed;

  /// Reward less true reward, what the judge approved of without it being right: in the first and
  /// in the last iteration, and the change between them.
  MeasureAnalysis gap;

  // Of known.exact.
  std::optional<EquivalenceTest> stopped;  ///< see test_second_half()
  std::optional<PeakAndFall> fall;
  std::optional<ChangePoint> change_point;  ///< of the mean curve
  std::optional<ForecastCheck> forecast;

  /// The interval of the fall is above 0.
  bool fell() const { return fall && fall->fall.interval.low > 0; }
};

struct Analysis {
  std::string control;            ///< the arm that differences are taken from; empty: none
  std::vector<ArmAnalysis> arms;  ///< in the order of the config, the board last if there is one

  /// None for a name without results.
  const ArmAnalysis* find(const std::string& name) const;
};

/// Never refuses a study for being small: what can't be had is absent.
Analysis analyse(const LabConfig& config, const LabResults& results);

/// A measure of an arm; all of it absent where it wasn't taken.
MeasureAnalysis measure_of(const ArmAnalysis& arm, const std::string& measure);

/// The test that curves from iteration 0 to n stopped: from iteration floor(n / 2) to n. None for
/// fewer than two curves or n < 2.
std::optional<EquivalenceTest> test_second_half(const SampleRows& curves, double margin);

/// The criterion for a change point of a curve with so many values: AICc below 20, else BIC.
Criterion criterion_for(std::size_t rounds);

}  // namespace tandem
