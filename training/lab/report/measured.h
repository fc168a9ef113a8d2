// A study's measures as the statistics take them: values by seed, means with intervals, curves.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/evaluation/proportion.h"
#include "training/lab/iteration.h"
#include "training/lab/statistics/sample.h"

namespace tandem {

// Shares (exact matches, recall, samples that are right, rewards) are in points of 100 everywhere
// in the report; all other measures stay in their own unit. A value that is not finite counts as
// one that wasn't taken.

/// Of one arm, one value a seed; seeds without a value are left out.
using SeedValues = std::map<std::uint64_t, double>;

/// Whether the measure is recorded as a share in [0, 1] that the report gives in points.
bool is_in_points(const std::string& measure);

/// At iteration 0; measures of the loop, which iteration 0 lacks, at iteration 1.
SeedValues values_at_start(const ArmResults& arm, const std::string& measure);

/// At each seed's last iteration.
SeedValues values_at_end(const ArmResults& arm, const std::string& measure);

/// Sums over all iterations.
SeedValues totals_of(const ArmResults& arm, const std::string& measure);

/// first - factor * second, of the seeds that both have.
SeedValues paired(const SeedValues& first, const SeedValues& second, double factor = 1);

/// A mean over seeds.
struct Estimate {
  double mean = 0;
  int seeds = 0;
  std::optional<Interval> interval;  ///< Student's t, 95 %; a single seed has none
};

/// None without values.
std::optional<Estimate> estimate_of(const SeedValues& values);

/// The measure over an arm's iterations, by seed, from the iteration that values_at_start() takes.
/// As long as the shortest run; seeds that lack the measure at one of these iterations are left
/// out.
std::map<std::uint64_t, std::vector<double>> curves_of(const ArmResults& arm,
                                                       const std::string& measure);

/// The same curves without their seeds, as the statistics take them.
SampleRows rows_of(const std::map<std::uint64_t, std::vector<double>>& curves);

/// Mean over rows of equal length, at least one.
std::vector<double> mean_curve(const SampleRows& rows);

/// A measure at one iteration, over the seeds that have it there.
struct CurvePoint {
  int iteration = 0;
  Estimate value;
};

/// In ascending order; iterations at which no seed has the measure are left out.
std::vector<CurvePoint> points_of(const ArmResults& arm, const std::string& measure);

/// The arm's results; empty ones for a name that has none.
const ArmResults& results_of(const LabResults& results, const std::string& name);

}  // namespace tandem
