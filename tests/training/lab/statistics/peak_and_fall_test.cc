#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "games/random.h"
#include "tests/training/lab/statistics/refusal.h"
#include "training/lab/statistics/change_point.h"
#include "training/lab/statistics/distributions.h"

namespace tandem {
namespace {

TEST(PeakAndFall, ByHand) {
  // Rows 0 and 2 sum to 2 8 5 2, peak at round 1; rows 1 and 3 sum to 1 3 9 4, peak at round 2.
  // At round 1 rows 1 and 3 fall by 2 - 3 and 1 - 1, at round 2 rows 0 and 2 by 3 - 1 and 2 - 1.
  const PeakAndFall result =
      peak_and_fall({{1, 5, 3, 1}, {0, 2, 4, 3}, {1, 3, 2, 1}, {1, 1, 5, 1}});
  EXPECT_EQ(result.peak_rounds[0], 1);
  EXPECT_EQ(result.peak_rounds[1], 2);
  EXPECT_DOUBLE_EQ(result.falls[0], -0.5);
  EXPECT_DOUBLE_EQ(result.falls[1], 1.5);
  // -1, 0, 2, 1: mean 0.5, variance (2.25 + 0.25 + 2.25 + 0.25) / 3, t 3.182446.
  EXPECT_EQ(result.fall.count, 4);
  EXPECT_DOUBLE_EQ(result.fall.mean, 0.5);
  EXPECT_NEAR(result.fall.interval.high, 0.5 + 3.182446 * std::sqrt(5.0 / 3 / 4), 1e-6);
}

TEST(PeakAndFall, OfARisingCurveIsNothing) {
  const PeakAndFall result = peak_and_fall({{0, 1, 2}, {0, 1, 3}, {0, 2, 4}});
  EXPECT_EQ(result.peak_rounds[0], 2);
  EXPECT_EQ(result.fall.mean, 0);
  EXPECT_EQ(result.fall.interval.high, 0);
}

TEST(PeakAndFall, TakesTheFirstOfEqualPeaks) {
  const PeakAndFall result = peak_and_fall({{1, 2, 2, 0}, {1, 2, 2, 0}});
  EXPECT_EQ(result.peak_rounds[0], 1);
  EXPECT_EQ(result.fall.mean, 2);
}

struct Verdicts {
  double crossed = 0;  // share of simulations whose interval is above 0
  double naive = 0;    // the same where all rows choose the peak and all are measured
  double mean = 0;     // of the falls
};

// Six seeds, each with a level of its own, over ten rounds.
Verdicts simulate(double fall_per_round) {
  constexpr int kSimulations = 2000;
  constexpr std::size_t kRounds = 10;
  Random random(31);
  Verdicts result;
  for (int simulation = 0; simulation < kSimulations; ++simulation) {
    SampleRows curves(6, std::vector<double>(kRounds));
    std::vector<double> sums(kRounds);
    for (auto& curve : curves) {
      const double level = 3 * draw_normal(random);
      for (std::size_t round = 0; round < kRounds; ++round) {
        const double trend = -fall_per_round * std::abs(static_cast<double>(round) - 4);
        curve[round] = level + trend + draw_normal(random);
        sums[round] += curve[round];
      }
    }
    const PeakAndFall found = peak_and_fall(curves);
    const auto peak =
        static_cast<std::size_t>(std::max_element(sums.begin(), sums.end()) - sums.begin());
    std::vector<double> naive;
    for (const auto& curve : curves) naive.push_back(curve[peak] - curve.back());
    result.crossed += found.fall.interval.low > 0 ? 1.0 / kSimulations : 0;
    result.naive += mean_interval(naive).interval.low > 0 ? 1.0 / kSimulations : 0;
    result.mean += found.fall.mean / kSimulations;
  }
  return result;
}

TEST(PeakAndFall, DoesNotFindTheFallThatChoosingAPeakMakes) {
  const Verdicts flat = simulate(0);
  EXPECT_NEAR(flat.mean, 0, 0.05);
  EXPECT_LE(flat.crossed, 0.05);
  EXPECT_GE(flat.naive, 0.09);
}

TEST(PeakAndFall, FindsAFallThatIsThere) {
  const Verdicts falling = simulate(1);
  EXPECT_GE(falling.crossed, 0.95);
  EXPECT_NEAR(falling.mean, 5, 0.5);
}

TEST(PeakAndFall, RefusesWhatCannotBeHalved) {
  EXPECT_EQ(refusal([] {
              peak_and_fall({{1, 2, 3}});
            }),
            "Peak and fall: 1 curves are too few; give at least 2");
  EXPECT_NE(refusal([] { peak_and_fall({{1, 2}, {1, 2, 3}}); }), "");
  EXPECT_NE(refusal([] { peak_and_fall({{1}, {1}}); }), "");
  EXPECT_EQ(refusal([] {
              peak_and_fall({{1, 2}, {std::numeric_limits<double>::quiet_NaN(), 2}});
            }),
            "Peak and fall, curve 1: value 0 is nan; leave out what was not measured");
}

}  // namespace
}  // namespace tandem
