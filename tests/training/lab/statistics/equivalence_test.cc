#include "training/lab/statistics/equivalence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "games/random.h"
#include "tests/training/lab/statistics/refusal.h"
#include "training/lab/statistics/distributions.h"

namespace tandem {
namespace {

// Sum 0.5, mean 0.1; squared deviations 0 + 0.04 + 0.01 + 0.01 + 0.04 = 0.1, variance 0.025, error
// sqrt(0.025 / 5) = 0.0707107.
const std::vector<double> kChanges{0.1, -0.1, 0.2, 0.0, 0.3};

TEST(Equivalence, ByHandInsideTheMargin) {
  // Margin 0.3: t is 0.4 / 0.0707107 = sqrt(32) against -0.3 and 0.2 / 0.0707107 = sqrt(8) against
  // +0.3. With four degrees of freedom and s = t / sqrt(t^2 + 4), P(T > t) = 1/2 - 3/4 (s - s^3 /
  // 3): s = sqrt(32/36) gives 0.00241, s = sqrt(8/12) gives 0.0237104.
  const EquivalenceTest test = test_equivalence(kChanges, 0.3);
  EXPECT_NEAR(test.change.mean, 0.1, 1e-12);
  EXPECT_NEAR(test.p_above, 0.00241, 1e-5);
  EXPECT_NEAR(test.p_below, 0.0237104, 1e-7);
  EXPECT_EQ(test.p_value, test.p_below);
  EXPECT_TRUE(test.equivalent);
}

TEST(Equivalence, IsTheNinetyPercentIntervalInsideTheMargin) {
  // 0.1 -+ 2.131847 * 0.0707107 ends at 0.250744.
  EXPECT_NEAR(test_equivalence(kChanges, 1).change.interval.high, 0.250744, 1e-6);
  EXPECT_FALSE(test_equivalence(kChanges, 0.2507).equivalent);
  EXPECT_TRUE(test_equivalence(kChanges, 0.2508).equivalent);
}

TEST(Equivalence, IsNotTheLackOfADifference) {
  // Too noisy to show a difference from 0, and no equivalence either.
  const std::vector<double> noisy{-5, 4, 6, -4};
  const EquivalenceTest test = test_equivalence(noisy, 1);
  EXPECT_LT(test.change.interval.low, 0);
  EXPECT_GT(test.change.interval.high, 0);
  EXPECT_FALSE(test.equivalent);
}

TEST(Equivalence, OfPairsIsThatOfTheirDifferences) {
  const std::vector<double> second{1, 2, 3, 4, 5};
  std::vector<double> first = second;
  for (std::size_t i = 0; i < first.size(); ++i) first[i] += kChanges[i];
  EXPECT_NEAR(test_paired_equivalence(first, second, 0.3).p_value, 0.0237104, 1e-7);
}

TEST(Equivalence, StoppedLooksAtTheWholeChangeBetweenTwoRounds) {
  SampleRows curves;
  for (const double change : kChanges) curves.push_back({-9, 1, 5, 1 + change});
  EXPECT_NEAR(test_stopped(curves, 1, 3, 0.3).p_value, 0.0237104, 1e-7);
  EXPECT_FALSE(test_stopped(curves, 0, 3, 0.3).equivalent);
}

TEST(Equivalence, WithoutSpreadTheValueDecides) {
  EXPECT_EQ(test_equivalence(std::vector<double>(3, 0.0), 0.1).p_value, 0);
  EXPECT_TRUE(test_equivalence(std::vector<double>(3, 0.0), 0.1).equivalent);
  EXPECT_EQ(test_equivalence(std::vector<double>(3, 0.5), 0.5).p_value, 1);
  EXPECT_FALSE(test_equivalence(std::vector<double>(3, -2.0), 0.5).equivalent);
}

// Share of samples of six that are called equivalent within 1.
double share_equivalent(double true_mean, double deviation) {
  constexpr int kSamples = 10000;
  Random random(41);
  int equivalent = 0;
  for (int sample = 0; sample < kSamples; ++sample) {
    std::vector<double> changes(6);
    for (double& change : changes) change = true_mean + deviation * draw_normal(random);
    equivalent += test_equivalence(changes, 1).equivalent ? 1 : 0;
  }
  return static_cast<double>(equivalent) / kSamples;
}

TEST(Equivalence, IsWronglyFoundAtTheMarginInFivePercentAtMost) {
  // 10,000 samples know 5 % to 0.2 %. With little noise only the nearer bound matters, and the test
  // uses up its 5 %; with much it hardly ever finds anything.
  EXPECT_LE(share_equivalent(1, 0.2), 0.055);
  EXPECT_GE(share_equivalent(1, 0.2), 0.045);
  EXPECT_LE(share_equivalent(-1, 0.5), 0.055);
  EXPECT_LE(share_equivalent(1, 2), 0.05);
  EXPECT_GE(share_equivalent(0, 0.5), 0.9);
}

TEST(Equivalence, RefusesWhatItCannotTest) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto of = [](std::vector<double> changes, double margin, double alpha = 0.05) {
    return refusal([&] { test_equivalence(changes, margin, alpha); });
  };
  EXPECT_EQ(of({1, 2}, 0), "Equivalence test: the margin is 0; it must be positive");
  EXPECT_NE(of({1, 2}, nan), "");
  EXPECT_NE(of({1, 2}, HUGE_VAL), "");
  EXPECT_NE(of({1, 2}, 1, 0.5), "");
  EXPECT_NE(of({1}, 1), "");
  EXPECT_NE(of({1, nan}, 1), "");
  const SampleRows curves{{0, 1, 2}, {0, 1, 2}};
  EXPECT_EQ(refusal([&] { test_stopped(curves, 1, 3, 1); }),
            "Test of having stopped from round 1 to 3: the curves have the rounds 0 to 2; give an "
            "earlier and a later one of them");
  EXPECT_NE(refusal([&] { test_stopped(curves, 1, 1, 1); }), "");
  EXPECT_NE(refusal([&] { test_stopped(curves, -1, 1, 1); }), "");
  EXPECT_NE(refusal([&] { test_stopped({{0, 1}}, 0, 1, 1); }), "");
  EXPECT_NE(refusal([&] { test_stopped({{0, 1}, {0}}, 0, 1, 1); }), "");
}

}  // namespace
}  // namespace tandem
