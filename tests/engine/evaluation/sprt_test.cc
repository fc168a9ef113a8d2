#include "engine/evaluation/sprt.h"

#include <gtest/gtest.h>

#include <cmath>

#include "games/error.h"
#include "games/random.h"

namespace tandem {
namespace {

// Pentanomial counts, lost pairs first; games follow from them.
PairTally tally(std::array<std::int64_t, 5> pairs) {
  PairTally result;
  result.pairs = pairs;
  return result;
}

SprtConfig config(double elo0, double elo1, SprtModel model) {
  return {elo0, elo1, 0.05, 0.05, model};
}

TEST(Sprt, AgreesWithFastchessOnItsOwnTestCases) {
  // The published expectations of fastchess' unit tests, which compare to 1 %.
  const auto logistic = [](std::array<std::int64_t, 5> pairs, double elo0, double elo1) {
    return log_likelihood_ratio(tally(pairs), config(elo0, elo1, SprtModel::kLogistic));
  };
  EXPECT_NEAR(logistic({223, 9863, 21279, 10037, 246}, 0.5, 2.5), -3.07, 0.01);
  EXPECT_NEAR(logistic({871, 26175, 55983, 26678, 821}, 0, 2), -4.98, 0.01);

  const auto normalized = [](std::array<std::int64_t, 5> pairs, double elo0, double elo1) {
    return log_likelihood_ratio(tally(pairs), config(elo0, elo1, SprtModel::kNormalized));
  };
  EXPECT_NEAR(normalized({365, 16618, 36229, 16974, 390}, 0, 2), 2.25, 0.01);
  EXPECT_NEAR(normalized({127, 4883, 10712, 5150, 104}, -1.75, 0.25), 3.01, 0.01);
}

TEST(Sprt, NormalizedRatioOfAWhitewashByHand) {
  // With only won pairs the most likely distribution under t = (mean - 1/2) / deviation has the
  // share w on won and 1 - w on lost pairs: (w - 1/2) / sqrt(w (1 - w)) = t, so w - 1/2 = t / (2
  // sqrt(1 + t^2)).
  const double t = std::sqrt(2.0) * 5 * std::log(10.0) / 800;
  const double w = 0.5 * (1 + t / std::sqrt(t * t + 1));
  EXPECT_NEAR(log_likelihood_ratio(tally({0, 0, 0, 0, 104}), config(0, 5, SprtModel::kNormalized)),
              104 * std::log(w / 0.5), 0.01);
}

TEST(Sprt, EqualsTheTextbookRatioForTwoOutcomes) {
  // Only pairs lost and won twice: a coin with p = score, so the ratio has a closed form. The empty
  // cells' 0.001 moves it a little.
  const double p0 = elo_to_score(-20);
  const double p1 = elo_to_score(30);
  const double expected = 400 * std::log((1 - p1) / (1 - p0)) + 600 * std::log(p1 / p0);
  EXPECT_NEAR(
      log_likelihood_ratio(tally({400, 0, 0, 0, 600}), config(-20, 30, SprtModel::kLogistic)),
      expected, 0.01);
}

TEST(Sprt, NormalApproximationHoldsForSmallDifferences) {
  // LLR ~ N (s1 - s0) (2 s - s0 - s1) / (2 var), Van den Bergh's approximation.
  const PairTally results = tally({500, 2000, 5000, 2100, 520});
  const double n = 10120;
  double mean = 0;
  for (int i = 0; i < 5; ++i) mean += static_cast<double>(results.pairs[i]) / n * 0.25 * i;
  double variance = 0;
  for (int i = 0; i < 5; ++i) {
    variance += static_cast<double>(results.pairs[i]) / n * std::pow(0.25 * i - mean, 2);
  }
  const double s0 = elo_to_score(0);
  const double s1 = elo_to_score(4);
  const double expected = n * (s1 - s0) * (2 * mean - s0 - s1) / (2 * variance);
  EXPECT_NEAR(log_likelihood_ratio(results, config(0, 4, SprtModel::kLogistic)), expected, 0.02);
}

TEST(Sprt, IsFiniteForLopsidedTallies) {
  const auto expect_finite = [](double elo0, SprtModel model) {
    const SprtConfig wanted = config(elo0, elo0 + 50, model);
    EXPECT_EQ(log_likelihood_ratio(tally({}), wanted), 0);
    for (std::size_t cell = 0; cell < 5; ++cell) {
      PairTally results;
      for (const std::int64_t count : {1, 74, 1000000}) {
        results.pairs[cell] = count;
        const double llr = log_likelihood_ratio(results, wanted);
        EXPECT_TRUE(std::isfinite(llr)) << count << " in cell " << cell << ", elo0 " << elo0;
      }
    }
  };
  for (const double elo0 : {-1000.0, -10.0, 0.0, 100.0, 950.0}) {
    expect_finite(elo0, SprtModel::kLogistic);
  }
  for (const double elo0 : {-200.0, -10.0, 0.0, 100.0, 150.0}) {
    expect_finite(elo0, SprtModel::kNormalized);
  }
  // 148-0 proves 150 Elo against 100.
  EXPECT_EQ(sprt_verdict(tally({0, 0, 0, 0, 74}), config(100, 150, SprtModel::kLogistic)),
            SprtVerdict::kAcceptH1);
  EXPECT_EQ(sprt_verdict(tally({74, 0, 0, 0, 0}), config(100, 150, SprtModel::kLogistic)),
            SprtVerdict::kAcceptH0);
}

TEST(Sprt, PrintsWhatMatchRunnersPrint) {
  const SprtConfig wanted = config(0, 10, SprtModel::kNormalized);
  EXPECT_EQ(sprt_text(tally({}), wanted), "LLR: 0.00 (0.0%) (-2.94, 2.94) [0.00, 10.00]\n");
  const std::string accepted = sprt_text(tally({20, 100, 220, 120, 60}), wanted);
  EXPECT_TRUE(accepted.ends_with("SPRT ([0.00, 10.00]) completed - H1 was accepted\n")) << accepted;
  const std::string refused = sprt_text(tally({60, 120, 220, 100, 20}), wanted);
  EXPECT_TRUE(refused.starts_with("LLR: -")) << refused;
  EXPECT_TRUE(refused.ends_with("completed - H0 was accepted\n")) << refused;
}

// Share of simulated matches that accept H1 when the true pair results have this distribution.
double share_accepted(const std::array<double, 5>& truth, const SprtConfig& wanted,
                      Random& random) {
  constexpr int kMatches = 400;
  int accepted = 0;
  for (int match = 0; match < kMatches; ++match) {
    PairTally results;
    SprtVerdict verdict = SprtVerdict::kContinue;
    while (verdict == SprtVerdict::kContinue) {
      double u = random.uniform();
      std::size_t cell = 0;
      while (cell < 4 && u >= truth[cell]) u -= truth[cell++];
      ++results.pairs[cell];
      verdict = sprt_verdict(results, wanted);
    }
    accepted += verdict == SprtVerdict::kAcceptH1 ? 1 : 0;
  }
  return static_cast<double>(accepted) / kMatches;
}

// {.1, .2, .4, .2, .1} tilted so that its mean is the score of `elo`.
std::array<double, 5> truth_with_elo(double elo) {
  double low = -5;
  double high = 5;
  std::array<double, 5> shares{};
  for (int i = 0; i < 100; ++i) {
    const double tilt = 0.5 * (low + high);
    double sum = 0;
    double mean = 0;
    for (std::size_t cell = 0; cell < 5; ++cell) {
      constexpr std::array<double, 5> kBase{.1, .2, .4, .2, .1};
      shares[cell] = kBase[cell] * std::exp(tilt * static_cast<double>(cell));
      sum += shares[cell];
      mean += shares[cell] * 0.25 * static_cast<double>(cell);
    }
    for (double& share : shares) share /= sum;
    (mean / sum < elo_to_score(elo) ? low : high) = tilt;
  }
  return shares;
}

TEST(Sprt, KeepsItsErrorChancesInSimulatedMatches) {
  // 400 matches, so 5 % has a standard error of 1.1 %; overshoot makes the true errors smaller.
  Random random(20240501);
  const SprtConfig wanted = config(0, 60, SprtModel::kLogistic);
  EXPECT_LE(share_accepted(truth_with_elo(0), wanted, random), 0.08);
  EXPECT_GE(share_accepted(truth_with_elo(60), wanted, random), 0.92);
  const double between = share_accepted(truth_with_elo(30), wanted, random);
  EXPECT_GT(between, 0.3);
  EXPECT_LT(between, 0.7);
}

TEST(Sprt, ParsesAndRefuses) {
  const SprtConfig parsed = parse_sprt("100,150,0.05,0.1", SprtModel::kLogistic);
  EXPECT_EQ(parsed.elo0, 100);
  EXPECT_EQ(parsed.elo1, 150);
  EXPECT_NEAR(parsed.lower_bound(), std::log(0.1 / 0.95), 1e-12);
  EXPECT_NEAR(parsed.upper_bound(), std::log(0.9 / 0.05), 1e-12);
  for (const char* bad :
       {"", "0,5", "0,5,0.05", "0,5,0.05,0.05,1", "0,x,0.05,0.05", "5,5,0.05,0.05", "6,5,0.05,0.05",
        "0,5,0,0.05", "0,5,0.05,0.6", "0,nan,0.05,0.05", "0,5 ,0.05,0.05", "0,5000,0.05,0.05"}) {
    EXPECT_THROW(parse_sprt(bad, SprtModel::kLogistic), Error) << bad;
  }
  EXPECT_THROW(parse_sprt("0,250,0.05,0.05", SprtModel::kNormalized), Error);
}

}  // namespace
}  // namespace tandem
