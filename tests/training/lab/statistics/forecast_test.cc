#include "training/lab/statistics/forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "games/random.h"
#include "tests/training/lab/statistics/refusal.h"
#include "training/lab/statistics/distributions.h"

namespace tandem {
namespace {

// The curve's values from round `first` to round `last`, with noise.
std::vector<double> measured(const SaturatingCurve& curve, int first, int last, double deviation,
                             Random& random) {
  std::vector<double> values;
  for (int round = first; round <= last; ++round) {
    values.push_back(curve.at(round) + deviation * draw_normal(random));
  }
  return values;
}

TEST(SaturatingCurve, GoesTheSameShareOfTheWayLeftInEveryRound) {
  // exp(-1 / tau) = 1/2: half of the way left.
  const SaturatingCurve curve{2, 10, 1 / std::log(2.0)};
  EXPECT_DOUBLE_EQ(curve.at(0), 2);
  EXPECT_DOUBLE_EQ(curve.at(1), 6);
  EXPECT_DOUBLE_EQ(curve.at(2), 8);
  EXPECT_DOUBLE_EQ(curve.at(3), 9);
}

TEST(SaturatingCurve, RecoversItsNumbersWithoutNoise) {
  Random random(1);
  for (const double tau : {0.5, 3.0, 12.0, 40.0}) {
    for (const double ceiling : {0.9, -4.0, 3e6}) {
      const SaturatingCurve truth{0.3, ceiling, tau};
      const SaturatingCurve fit = fit_saturating_curve(0.3, measured(truth, 1, 8, 0, random));
      EXPECT_NEAR(fit.tau, tau, 1e-4 * tau);
      EXPECT_NEAR(fit.ceiling, ceiling, 1e-4 * std::abs(ceiling));
    }
  }
}

TEST(SaturatingCurve, RecoversItsNumbersOnAverageWithNoise) {
  Random random(6);
  double tau = 0;
  double ceiling = 0;
  for (int i = 0; i < 200; ++i) {
    const auto fit = fit_saturating_curve(0, measured({0, 1, 3}, 1, 12, 0.02, random));
    tau += fit.tau / 200;
    ceiling += fit.ceiling / 200;
  }
  EXPECT_NEAR(tau, 3, 0.1);
  EXPECT_NEAR(ceiling, 1, 0.01);
}

TEST(SaturatingCurve, IsFiniteWhateverTheValues) {
  Random random(4);
  std::vector<std::vector<double>> samples{
      {0, 0, 0},      {5, 5, 5, 5},        {1, 2, 3, 4, 5}, {1, 4, 9, 16, 25}, {-1, -2, -3},
      {9, -9, 9, -9}, {1e-300, 0, 1e-300}, {1e9, -1e9, 1},  {0, 0, 0, 7},      {7, 0, 0, 0},
  };
  samples.push_back(measured({0, 0, 1}, 1, 30, 1, random));
  for (const auto& values : samples) {
    const Forecast result = forecast(0, values, 20, {.resamples = 100});
    const double longest = 10 * static_cast<double>(values.size());
    EXPECT_GE(result.curve.tau, 0.2 * (1 - 1e-9));
    EXPECT_LE(result.curve.tau, longest * (1 + 1e-9));
    for (std::size_t i = 0; i < 20; ++i) {
      EXPECT_TRUE(std::isfinite(result.expected[i]));
      EXPECT_TRUE(std::isfinite(result.intervals[i].low));
      EXPECT_TRUE(std::isfinite(result.intervals[i].high));
      EXPECT_LE(result.intervals[i].low, result.expected[i]);
      EXPECT_GE(result.intervals[i].high, result.expected[i]);
    }
  }
}

TEST(Forecast, OfAFlatCurveIsFlat) {
  const Forecast result = forecast(0.5, std::vector<double>(6, 0.5), 3, {});
  EXPECT_EQ(result.first_round, 7);
  EXPECT_DOUBLE_EQ(result.curve.tau, 0.2);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(result.expected[i], 0.5);
    EXPECT_EQ(result.intervals[i].low, 0.5);
    EXPECT_EQ(result.intervals[i].high, 0.5);
  }
}

TEST(Forecast, OfAFallFalls) {
  Random random(3);
  const Forecast result = forecast(1, measured({1, 0, 4}, 1, 8, 0.01, random), 10, {});
  EXPECT_NEAR(result.expected.back(), std::exp(-18.0 / 4), 0.1);
}

TEST(Forecast, FollowsItsSeed) {
  Random random(3);
  const auto values = measured({0, 1, 4}, 1, 8, 0.05, random);
  const Forecast once = forecast(0, values, 4, {.random_seed = 1});
  const Forecast again = forecast(0, values, 4, {.random_seed = 1});
  const Forecast other = forecast(0, values, 4, {.random_seed = 2});
  EXPECT_EQ(once.intervals[3].high, again.intervals[3].high);
  EXPECT_NE(once.intervals[3].high, other.intervals[3].high);
  EXPECT_EQ(once.expected[3], other.expected[3]);
}

// Mean share of later values in 95 % intervals, `fitted` rounds seen and ten foretold.
double coverage(int fitted, double tau, double deviation) {
  constexpr int kSimulations = 150;
  Random random(55);
  const SaturatingCurve truth{0, 1, tau};
  double covered = 0;
  for (int i = 0; i < kSimulations; ++i) {
    const auto values = measured(truth, 1, fitted, deviation, random);
    const auto later = measured(truth, fitted + 1, fitted + 10, deviation, random);
    const Forecast result =
        forecast(0, values, 10,
                 {.random_seed = static_cast<std::uint64_t>(i), .resamples = 150, .level = 0.95});
    covered += score_forecast(result, later).coverage / kSimulations;
  }
  return covered;
}

TEST(Forecast, IntervalsCoverAsOftenAsTheySay) {
  // 150 simulations whose ten rounds stand and fall together know 95 % to about 2 %.
  for (const double covered :
       {coverage(5, 3, 0.02), coverage(8, 3, 0.05), coverage(8, 30, 0.02), coverage(12, 4, 0.5)}) {
    EXPECT_GE(covered, 0.90);
    EXPECT_LE(covered, 0.995);
  }
}

TEST(Forecast, IsWiderWhereLessIsKnown) {
  Random random(12);
  const auto values = measured({0, 1, 6}, 1, 12, 0.02, random);
  const auto width = [&](std::size_t fitted, int round) {
    const Forecast result = forecast(0, {values.data(), fitted}, 20, {});
    const Interval& interval =
        result.intervals[static_cast<std::size_t>(round - result.first_round)];
    return interval.high - interval.low;
  };
  EXPECT_GT(width(5, 20), width(12, 20));
  EXPECT_GT(width(5, 20), width(5, 6));
}

TEST(Forecast, ScoreByHand) {
  Forecast given;
  given.expected = {1, 2, 3, 4};
  given.intervals = {{0, 2}, {1.5, 2.5}, {3, 3}, {0, 9}};
  // Off by 0.5, 1 and 0; inside, outside, on the end. The fourth round hasn't come.
  const ForecastScore score = score_forecast(given, std::vector<double>{1.5, 3, 3});
  EXPECT_DOUBLE_EQ(score.mean_absolute_error, 0.5);
  EXPECT_DOUBLE_EQ(score.coverage, 2.0 / 3);
}

TEST(Forecast, RefusesWhatItCannotFit) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto of = [](double start, std::vector<double> values, int ahead,
                     const ForecastConfig& config = {}) {
    return refusal([&] { forecast(start, values, ahead, config); });
  };
  EXPECT_EQ(of(0, {1, 2}, 5), "Forecast: 2 values are too few; give at least 3");
  EXPECT_EQ(of(0, {1, nan, 2}, 5), "Forecast: value 1 is nan; leave out what was not measured");
  EXPECT_NE(of(nan, {1, 2, 3}, 5), "");
  EXPECT_EQ(of(0, {1, 2, 3}, 0), "Forecast of 0 rounds: ask for at least 1");
  EXPECT_NE(of(0, {1, 2, 3}, 1, {.resamples = 0}), "");
  EXPECT_NE(of(0, {1, 2, 3}, 1, {.level = 1}), "");
  EXPECT_NE(refusal([&] { fit_saturating_curve(0, std::vector<double>{1, 2}); }), "");
  EXPECT_NE(refusal([&] { score_forecast({}, std::vector<double>{1}); }), "");
  EXPECT_NE(refusal([&] { score_forecast({}, {}); }), "");
}

}  // namespace
}  // namespace tandem
