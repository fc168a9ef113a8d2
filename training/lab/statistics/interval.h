// How sure a mean over seeds is: Student-t intervals, and a bootstrap for scores that vary both
// between seeds and between sentences.
#pragma once

#include <cstdint>
#include <span>

#include "engine/evaluation/proportion.h"
#include "training/lab/statistics/sample.h"

namespace tandem {

/// A mean of independent values, one a seed, and its two-sided interval; in the values' own unit.
struct MeanInterval {
  double mean = 0;
  Interval interval;
  double deviation = 0;  ///< standard deviation of the values, over n - 1
  double error = 0;      ///< standard error of the mean: deviation / sqrt(n)
  int count = 0;         ///< n
};

/// mean -+ t * error, with t the quantile (1 + level) / 2 of Student's t with n - 1 degrees of
/// freedom (Student 1908); exact for independent normal values. Values that are all equal give an
/// interval without width. Throws Error for fewer than two values, for one that is not finite, and
/// for a level outside (0, 1).
MeanInterval mean_interval(std::span<const double> sample, double level = 0.95);

/// mean_interval of first[i] - second[i]: two arms run with the same seeds, in the same order, so
/// that what a seed does to both cancels. Throws Error as above, and where the sizes differ.
MeanInterval paired_difference(std::span<const double> first, std::span<const double> second,
                               double level = 0.95);

/// Which sentences a resample draws.
enum class SentenceDraw {
  kPerSeed,  ///< anew within every drawn seed: each seed was measured on sentences of its own
  /// once for all seeds: every seed was measured on the same sentences, in the same order. A hard
  /// sentence is then hard in all rows, and drawing per seed would make the interval too narrow.
  kShared,
};

struct ResamplingConfig {
  std::uint64_t random_seed = 0;  ///< of the resampling
  SentenceDraw draw = SentenceDraw::kPerSeed;
  int resamples = 2000;  ///< at least 100
  double level = 0.95;   ///< in (0, 1)
};

/// The mean over seeds of the mean over a seed's sentences of first - second, every seed weighing
/// the same however many sentences it has.
struct BootstrapDifference {
  double difference = 0;
  Interval interval;
};

/// Hierarchical paired bootstrap: a resample draws as many seeds as there are, with replacement,
/// then in each as many sentences as it has; both systems get the same draws, so only differences
/// are resampled. The interval runs between the percentiles (1 -+ level) / 2 of the resampled means
/// (Efron and Tibshirani 1993, chapter 13). With few seeds it is too narrow, by about
/// sqrt((n - 1) / n) and for want of Student's t: below ten, read paired_difference of the seeds'
/// means beside it.
///
/// `first` and `second`: one row a seed, one column a sentence, at the same places in both. Throws
/// Error for fewer than two seeds, rows that are empty or don't match, values that are not finite,
/// or a config out of range.
BootstrapDifference hierarchical_bootstrap(const SampleRows& first, const SampleRows& second,
                                           const ResamplingConfig& config);

}  // namespace tandem
