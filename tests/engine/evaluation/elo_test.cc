#include "engine/evaluation/elo.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/evaluation/proportion.h"

namespace tandem {
namespace {

PairTally tally(std::int64_t ll, std::int64_t ld, std::int64_t wl, std::int64_t dd, std::int64_t wd,
                std::int64_t ww) {
  PairTally result;
  for (std::int64_t i = 0; i < ll; ++i) result.add(-1, -1);
  for (std::int64_t i = 0; i < ld; ++i) result.add(-1, 0);
  for (std::int64_t i = 0; i < wl; ++i) result.add(1, -1);
  for (std::int64_t i = 0; i < dd; ++i) result.add(0, 0);
  for (std::int64_t i = 0; i < wd; ++i) result.add(0, 1);
  for (std::int64_t i = 0; i < ww; ++i) result.add(1, 1);
  return result;
}

TEST(Elo, AgreesWithFastchessOnItsOwnTestCases) {
  // The published expectations of fastchess' unit tests, which compare to 1 %.
  const EloReport first = estimate_elo(tally(34, 54, 31, 32, 64, 75));
  EXPECT_NEAR(first.elo.value, 55.58, 0.01);
  EXPECT_NEAR(first.elo.error, 27.65, 0.01);
  EXPECT_NEAR(first.normalized_elo.value, 57.94, 0.01);
  EXPECT_NEAR(first.normalized_elo.error, 28.28, 0.01);
  EXPECT_NEAR(first.los, 1.0, 5e-5);

  const EloReport second = estimate_elo(tally(332, 433, 457, 41, 333, 334));
  EXPECT_NEAR(second.elo.value, -8.64, 0.01);
  EXPECT_NEAR(second.elo.error, 10.33, 0.01);
  EXPECT_NEAR(second.normalized_elo.value, -9.17, 0.01);
  EXPECT_NEAR(second.normalized_elo.error, 10.96, 0.01);
  EXPECT_NEAR(second.los, 0.0505, 5e-5);

  const EloReport third = estimate_elo(tally(7895, 8757, 5485, 200, 568, 9999));
  EXPECT_NEAR(third.elo.value, -21.04, 0.01);
  EXPECT_NEAR(third.elo.error, 2.95, 0.01);
}

TEST(Elo, PrintsThePublishedReportOfARealMatch) {
  // Release notes of the chess engine Dual v0.3.2, printed by fastchess: win-loss pairs 140 and
  // draw pairs 82 give the ratio 1.71.
  EXPECT_EQ(elo_text(tally(16, 82, 140, 82, 150, 61)),
            "Elo: 52.08 +/- 14.57, nElo: 75.87 +/- 20.90\n"
            "LOS: 100.00 %, DrawRatio: 41.81 %, PairsRatio: 2.15\n"
            "Games: 1062, Wins: 412, Losses: 254, Draws: 396, Points: 610.0 (57.44 %)\n"
            "Ptnml(0-2): [16, 82, 222, 150, 61], WL/DD Ratio: 1.71\n");
}

TEST(Elo, PointsPerGameHaveTheErrorOfIndependentPairs) {
  // Pairs of 0, 1/2 and 1 point a game: 10, 20 and 30 of them. Mean 2/3, variance
  // (10 * 4/9 + 20 * 1/36 + 30 * 1/9) / 60 = 5/36.
  const EstimatedValue points = points_per_game(tally(10, 0, 15, 5, 0, 30));
  EXPECT_NEAR(points.value, 2.0 / 3, 1e-12);
  EXPECT_NEAR(points.error, 1.959963984540054 * std::sqrt(5.0 / 36 / 60), 1e-12);
  EXPECT_EQ(points_per_game({}).value, 0.5);
  // All pairs alike: what was scored, beside an error that isn't 0.
  const EstimatedValue all = points_per_game(tally(0, 0, 0, 0, 0, 20));
  EXPECT_EQ(all.value, 1);
  EXPECT_GT(all.error, 0);
}

TEST(Elo, ScoreAndEloAreInverse) {
  EXPECT_DOUBLE_EQ(elo_to_score(0), 0.5);
  EXPECT_NEAR(elo_to_score(400), 10.0 / 11, 1e-12);
  for (const double elo : {-700.0, -12.5, 3.0, 250.0}) {
    EXPECT_NEAR(score_to_elo(elo_to_score(elo)), elo, 1e-9);
  }
}

void expect_finite(const PairTally& results) {
  const EloReport report = estimate_elo(results);
  for (const double number : {report.elo.value, report.elo.error, report.normalized_elo.value,
                              report.normalized_elo.error, report.los, report.draw_ratio,
                              report.pairs_ratio, report.wl_dd_ratio}) {
    EXPECT_TRUE(std::isfinite(number)) << elo_text(results);
  }
  EXPECT_GE(report.elo.error, 0);
}

TEST(Elo, IsFiniteForEveryTallyOfUpToThreePairs) {
  for (int a = 0; a < 4; ++a)
    for (int b = 0; a + b < 4; ++b)
      for (int c = 0; a + b + c < 4; ++c)
        for (int d = 0; a + b + c + d < 4; ++d)
          for (int e = 0; a + b + c + d + e < 4; ++e)
            expect_finite(tally(a, b, c, 3 - a - b - c - d - e, d, e));
}

TEST(Elo, BoundsAWhitewashByHand) {
  // 74 pairs won and one assumed even: score 74.5 / 75, variance of a pair 0.2 * 1.875 / 75 -
  // (1/150)^2.
  const EloReport report = estimate_elo(tally(0, 0, 0, 0, 0, 74));
  const double score = 74.5 / 75;
  EXPECT_NEAR(report.elo.value, 400 * std::log10(score / (1 - score)), 1e-9);
  const double variance = 0.2 * 1.875 / 75 - (1 - score) * (1 - score);
  const double low = score - 1.959963984540054 * std::sqrt(variance / 75);
  EXPECT_NEAR(report.elo.error, report.elo.value - 400 * std::log10(low / (1 - low)), 1e-9);
  EXPECT_GT(report.los, 0.9999);
  EXPECT_DOUBLE_EQ(report.pairs_ratio, 149);  // (74 + 1/2) / (0 + 1/2)
  expect_finite(tally(74, 0, 0, 0, 0, 0));
  expect_finite(tally(0, 0, 0, 1, 0, 73));
}

TEST(Elo, IsAntisymmetric) {
  const EloReport report = estimate_elo(tally(10, 20, 30, 5, 40, 50));
  const EloReport swapped = estimate_elo(tally(50, 40, 30, 5, 20, 10));
  EXPECT_NEAR(report.elo.value, -swapped.elo.value, 1e-9);
  EXPECT_NEAR(report.elo.error, swapped.elo.error, 1e-9);
  EXPECT_NEAR(report.los, 1 - swapped.los, 1e-12);
}

TEST(Elo, CountsGamesAndPairs) {
  const PairTally results = tally(1, 2, 3, 4, 5, 6);
  EXPECT_EQ(results.num_pairs(), 21);
  EXPECT_EQ(results.num_games(), 42);
  EXPECT_EQ(results.wins, 3 + 5 + 12);
  EXPECT_EQ(results.losses, 2 + 2 + 3);
  EXPECT_EQ(results.draws, 2 + 8 + 5);
  EXPECT_DOUBLE_EQ(results.points(), 20 + 7.5);
}

TEST(Wilson, AgreesWithPublishedIntervals) {
  // Newcombe 1998 (Statistics in Medicine 17), table I, method 3.
  const auto expect = [](std::int64_t hits, std::int64_t total, double low, double high) {
    const Interval interval = wilson_interval({hits, total});
    EXPECT_NEAR(interval.low, low, 5e-5);
    EXPECT_NEAR(interval.high, high, 5e-5);
  };
  expect(81, 263, 0.2553, 0.3662);
  expect(15, 148, 0.0624, 0.1605);
  expect(0, 20, 0.0000, 0.1611);
  expect(1, 29, 0.0061, 0.1718);
  EXPECT_EQ(wilson_interval({0, 0}).low, 0);
  EXPECT_EQ(wilson_interval({0, 0}).high, 1);
  EXPECT_EQ(wilson_interval({7, 7}).high, 1);
}

}  // namespace
}  // namespace tandem
