// Whether something stayed the same, which an insignificant difference does not show: two one-sided
// tests (TOST), Schuirmann 1987, "A comparison of the two one-sided tests procedure and the power
// approach for assessing the equivalence of average bioavailability".
#pragma once

#include <span>

#include "training/lab/statistics/interval.h"

namespace tandem {

/// The margin is a difference too small to matter, in the unit of the values. It must be fixed
/// before the data are seen.
struct EquivalenceTest {
  MeanInterval change;  ///< with the interval at level 1 - 2 alpha, 90 % by default
  double p_above = 1;   ///< of "the mean is -margin or less": small shows that it is above that
  double p_below = 1;   ///< of "the mean is +margin or more"
  double p_value = 1;   ///< the larger of the two
  /// Both were rejected at alpha; the same as: change.interval lies inside (-margin, +margin).
  bool equivalent = false;
};

/// Tests that the mean of `changes` (one a seed, independent, normal) lies inside (-margin,
/// +margin), by Student's t with n - 1 degrees of freedom. The chance to say so wrongly is at most
/// alpha. Changes without any spread decide by their value: p is 0 inside the margin, else 1.
/// Throws Error for fewer than two values, for one that is not finite, for a margin that is not
/// positive, and for alpha outside (0, 1/2).
EquivalenceTest test_equivalence(std::span<const double> changes, double margin,
                                 double alpha = 0.05);

/// The same of first[i] - second[i], two arms run with the same seeds in the same order.
EquivalenceTest test_paired_equivalence(std::span<const double> first,
                                        std::span<const double> second, double margin,
                                        double alpha = 0.05);

/// "Stopped": the mean over seeds of the whole change from `first_round` to `last_round`, not per
/// round, lies inside (-margin, +margin). `curves`: one row a seed, one value a round, from round
/// 0. The rounds, like the margin, must be fixed beforehand. Throws Error as above, and unless
/// 0 <= first_round < last_round < rounds.
EquivalenceTest test_stopped(const SampleRows& curves, int first_round, int last_round,
                             double margin, double alpha = 0.05);

}  // namespace tandem
