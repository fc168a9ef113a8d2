#include "training/lab/statistics/equivalence.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "games/error.h"
#include "training/lab/statistics/distributions.h"

namespace tandem {
namespace {

// The chance of a mean this far or further above a bound if the true mean is on it.
double p_of_distance(double distance, const MeanInterval& change) {
  if (change.error == 0) return distance > 0 ? 0 : 1;
  return student_t_above(distance / change.error, change.count - 1);
}

}  // namespace

EquivalenceTest test_equivalence(std::span<const double> changes, double margin, double alpha) {
  if (!(margin > 0 && std::isfinite(margin))) {
    throw Error(fmt::format("Equivalence test: the margin is {}; it must be positive", margin));
  }
  check_chance(alpha, 0.5, "Equivalence test: alpha");
  EquivalenceTest test;
  test.change = mean_interval(changes, 1 - 2 * alpha);
  test.p_above = p_of_distance(test.change.mean + margin, test.change);
  test.p_below = p_of_distance(margin - test.change.mean, test.change);
  test.p_value = std::max(test.p_above, test.p_below);
  test.equivalent = test.p_value < alpha;
  return test;
}

EquivalenceTest test_paired_equivalence(std::span<const double> first,
                                        std::span<const double> second, double margin,
                                        double alpha) {
  check_matched(first.size(), second.size(), "Paired equivalence test, seeds");
  std::vector<double> differences(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) differences[i] = first[i] - second[i];
  return test_equivalence(differences, margin, alpha);
}

EquivalenceTest test_stopped(const SampleRows& curves, int first_round, int last_round,
                             double margin, double alpha) {
  check_curves(curves, 2, 2, "Test of having stopped");
  const int rounds = static_cast<int>(curves.front().size());
  if (first_round < 0 || first_round >= last_round || last_round >= rounds) {
    throw Error(
        fmt::format("Test of having stopped from round {} to {}: the curves have the "
                    "rounds 0 to {}; give an earlier and a later one of them",
                    first_round, last_round, rounds - 1));
  }
  std::vector<double> first;
  std::vector<double> last;
  for (const auto& curve : curves) {
    first.push_back(curve[static_cast<std::size_t>(first_round)]);
    last.push_back(curve[static_cast<std::size_t>(last_round)]);
  }
  return test_paired_equivalence(last, first, margin, alpha);
}

}  // namespace tandem
