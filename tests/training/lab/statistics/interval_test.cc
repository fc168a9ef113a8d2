#include "training/lab/statistics/interval.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "games/random.h"
#include "tests/training/lab/statistics/refusal.h"
#include "training/lab/statistics/distributions.h"

namespace tandem {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Additional hours of sleep of ten patients under two drugs: Student 1908, "The probable error of a
// mean", the first paired t test.
const std::vector<double> kDextro{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> kLaevo{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

TEST(PairedDifference, OfStudentsSleepData) {
  // Differences 1.2 2.4 1.3 1.3 0 1.0 1.8 0.8 4.6 1.4: sum 15.8, squares 38.58.
  // Variance (38.58 - 15.8^2 / 10) / 9 = 13.616 / 9 = 1.51289, deviation 1.23000.
  // Error 1.23000 / sqrt(10) = 0.388959; 1.58 -+ 2.262157 * 0.388959 = 1.58 -+ 0.879886.
  const MeanInterval result = paired_difference(kLaevo, kDextro);
  EXPECT_EQ(result.count, 10);
  EXPECT_NEAR(result.mean, 1.58, 1e-12);
  EXPECT_NEAR(result.deviation, 1.23000, 5e-6);
  EXPECT_NEAR(result.error, 0.388959, 5e-7);
  EXPECT_NEAR(result.interval.low, 0.700114, 1e-6);
  EXPECT_NEAR(result.interval.high, 2.459886, 1e-6);
  EXPECT_NEAR(result.mean / result.error, 4.0621, 5e-5);  // the t that is quoted for these data
}

TEST(PairedDifference, TurnsAroundWithItsArms) {
  const MeanInterval there = paired_difference(kLaevo, kDextro, 0.9);
  const MeanInterval back = paired_difference(kDextro, kLaevo, 0.9);
  EXPECT_DOUBLE_EQ(there.interval.low, -back.interval.high);
  EXPECT_DOUBLE_EQ(there.interval.high, -back.interval.low);
}

TEST(MeanInterval, OfTwoValuesByHand) {
  // Mean 3, deviation sqrt(2), error 1, t = 12.706.
  const MeanInterval result = mean_interval(std::vector<double>{2, 4});
  EXPECT_DOUBLE_EQ(result.error, 1);
  EXPECT_NEAR(result.interval.low, 3 - 12.7062, 1e-4);
  EXPECT_NEAR(result.interval.high, 3 + 12.7062, 1e-4);
}

TEST(MeanInterval, OfEqualValuesHasNoWidth) {
  const MeanInterval result = mean_interval(std::vector<double>(4, 0.25));
  EXPECT_EQ(result.interval.low, 0.25);
  EXPECT_EQ(result.interval.high, 0.25);
}

TEST(MeanInterval, CoversAsOftenAsItSays) {
  Random random(20260101);
  int covered = 0;
  for (int sample = 0; sample < 2000; ++sample) {
    std::vector<double> values(5);
    for (double& value : values) value = 7 + 3 * draw_normal(random);
    const Interval interval = mean_interval(values).interval;
    covered += interval.low <= 7 && 7 <= interval.high ? 1 : 0;
  }
  EXPECT_GE(covered, 0.93 * 2000);
  EXPECT_LE(covered, 0.97 * 2000);
}

TEST(MeanInterval, RefusesWhatHasNoInterval) {
  const auto of = [](std::vector<double> values, double level = 0.95) {
    return refusal([&] { mean_interval(values, level); });
  };
  EXPECT_EQ(of({1}), "Mean over seeds: 1 values are too few; give at least 2");
  EXPECT_EQ(of({1, kNan}), "Mean over seeds: value 1 is nan; leave out what was not measured");
  EXPECT_NE(of({1, HUGE_VAL}), "");
  EXPECT_EQ(of({1, 2}, 1),
            "Mean over seeds: the level is 1; it must be more than 0 and less than 1");
  EXPECT_NE(of({1, 2}, kNan), "");
  const std::vector<double> two{1, 2};
  const std::vector<double> three{1, 2, 3};
  EXPECT_NE(refusal([&] { paired_difference(two, three); }).find("2 values are to be matched"),
            std::string::npos);
}

// All values that equally likely draws lead to, and what share of them lies below and up to
// `value`.
struct Enumeration {
  std::vector<double> outcomes;
  double below(double value) const {
    return share([&](double o) { return o < value - 1e-9; });
  }
  double up_to(double value) const {
    return share([&](double o) { return o <= value + 1e-9; });
  }

  template <typename Test>
  double share(const Test& test) const {
    return static_cast<double>(std::ranges::count_if(outcomes, test)) /
           static_cast<double>(outcomes.size());
  }
};

// Differences of two seeds with two sentences each, against a system that scores 0.
const SampleRows kScores{{0, 1}, {4, 9}};
const SampleRows kZeros{{0, 0}, {0, 0}};

// Every bit of `draw` is one of the draws: two seeds, then two sentences in each.
double outcome_per_seed(int draw) {
  const auto bit = [&](int i) { return static_cast<std::size_t>(draw >> i & 1); };
  return (kScores[bit(0)][bit(2)] + kScores[bit(0)][bit(3)] + kScores[bit(1)][bit(4)] +
          kScores[bit(1)][bit(5)]) /
         4;
}

// Two sentences for both seeds.
double outcome_shared(int draw) {
  const auto bit = [&](int i) { return static_cast<std::size_t>(draw >> i & 1); };
  return (kScores[bit(0)][bit(2)] + kScores[bit(0)][bit(3)] + kScores[bit(1)][bit(2)] +
          kScores[bit(1)][bit(3)]) /
         4;
}

TEST(HierarchicalBootstrap, FindsThePercentilesOfTheFullEnumeration) {
  Enumeration per_seed;
  for (int draw = 0; draw < 64; ++draw) per_seed.outcomes.push_back(outcome_per_seed(draw));
  Enumeration shared;
  for (int draw = 0; draw < 16; ++draw) shared.outcomes.push_back(outcome_shared(draw));
  for (const double level : {0.95, 0.85, 0.7}) {
    for (const SentenceDraw draw : {SentenceDraw::kPerSeed, SentenceDraw::kShared}) {
      const Enumeration& exact = draw == SentenceDraw::kShared ? shared : per_seed;
      const BootstrapDifference result = hierarchical_bootstrap(
          kScores, kZeros, {.random_seed = 3, .draw = draw, .resamples = 20000, .level = level});
      EXPECT_DOUBLE_EQ(result.difference, 3.5);
      // A percentile is an outcome below which there is no more than the tail, and up to which no
      // less. 20,000 draws know a share to 0.01 (four standard errors).
      const double tail = 0.5 * (1 - level);
      EXPECT_LE(exact.below(result.interval.low), tail + 0.01);
      EXPECT_GE(exact.up_to(result.interval.low), tail - 0.01);
      EXPECT_LE(exact.below(result.interval.high), 1 - tail + 0.01);
      EXPECT_GE(exact.up_to(result.interval.high), 1 - tail - 0.01);
    }
  }
}

TEST(HierarchicalBootstrap, FollowsItsSeedAndTurnsAroundWithTheSystems) {
  Random random(8);
  SampleRows a(4, std::vector<double>(6));
  SampleRows b = a;
  for (auto* rows : {&a, &b}) {
    for (auto& row : *rows) {
      for (double& score : row) score = random.uniform();
    }
  }
  const BootstrapDifference once = hierarchical_bootstrap(a, b, {.random_seed = 1});
  const BootstrapDifference again = hierarchical_bootstrap(a, b, {.random_seed = 1});
  const BootstrapDifference other = hierarchical_bootstrap(a, b, {.random_seed = 2});
  const BootstrapDifference back = hierarchical_bootstrap(b, a, {.random_seed = 1});
  EXPECT_EQ(once.interval.low, again.interval.low);
  EXPECT_NE(once.interval.low, other.interval.low);
  EXPECT_NEAR(once.interval.low, -back.interval.high, 1e-12);
  EXPECT_NEAR(once.difference, -back.difference, 1e-12);
}

TEST(HierarchicalBootstrap, SeedsWeighTheSameHoweverManySentencesTheyHave) {
  const BootstrapDifference result =
      hierarchical_bootstrap({{1}, {3, 3, 3, 3}}, {{0}, {0, 0, 0, 0}}, {});
  EXPECT_DOUBLE_EQ(result.difference, 2);
  EXPECT_DOUBLE_EQ(result.interval.low, 1);
  EXPECT_DOUBLE_EQ(result.interval.high, 3);
}

// Share of intervals that hold the true difference, 0, where seeds, sentences and single scores all
// vary by one; sentences are the same for all seeds or not.
double coverage(bool same_sentences, SentenceDraw draw) {
  constexpr int kSimulations = 300;
  Random random(77);
  int covered = 0;
  for (int simulation = 0; simulation < kSimulations; ++simulation) {
    SampleRows scores(20, std::vector<double>(8));
    std::vector<double> sentences(8);
    for (double& sentence : sentences) sentence = draw_normal(random);
    for (auto& row : scores) {
      const double seed = draw_normal(random);
      for (std::size_t i = 0; i < row.size(); ++i) {
        row[i] = seed + (same_sentences ? sentences[i] : draw_normal(random)) + draw_normal(random);
      }
    }
    const SampleRows zeros(20, std::vector<double>(8));
    const Interval interval =
        hierarchical_bootstrap(
            scores, zeros,
            {.random_seed = static_cast<std::uint64_t>(simulation), .draw = draw, .resamples = 200})
            .interval;
    covered += interval.low <= 0 && 0 <= interval.high ? 1 : 0;
  }
  return static_cast<double>(covered) / kSimulations;
}

TEST(HierarchicalBootstrap, CoversWhenSentencesAreDrawnAsTheyWereMeasured) {
  EXPECT_GE(coverage(false, SentenceDraw::kPerSeed), 0.90);
  EXPECT_GE(coverage(true, SentenceDraw::kShared), 0.88);
  // What kShared is for: sentences common to all seeds, drawn as if they were not.
  EXPECT_LE(coverage(true, SentenceDraw::kPerSeed), 0.85);
}

TEST(HierarchicalBootstrap, RefusesWhatDoesNotMatch) {
  const auto of = [](const SampleRows& a, const SampleRows& b,
                     const ResamplingConfig& config = {}) {
    return refusal([&] { hierarchical_bootstrap(a, b, config); });
  };
  EXPECT_EQ(of({{1, 2}}, {{1, 2}}), "Bootstrap: 1 seeds are too few; give at least 2");
  EXPECT_NE(of({{1}, {2}}, {{1}}), "");
  EXPECT_NE(of({{1}, {2, 3}}, {{1}, {2}}), "");
  EXPECT_NE(of({{1}, {}}, {{1}, {}}), "");
  EXPECT_EQ(of({{1}, {kNan}}, {{1}, {2}}),
            "Bootstrap, sentences of seed 1, first system: value 0 is nan; leave out what was not "
            "measured");
  EXPECT_NE(of({{1}, {2, 3}}, {{1}, {2, 3}}, {.draw = SentenceDraw::kShared}), "");
  EXPECT_NE(of({{1}, {2}}, {{1}, {2}}, {.resamples = 99}), "");
  EXPECT_NE(of({{1}, {2}}, {{1}, {2}}, {.level = 0}), "");
}

}  // namespace
}  // namespace tandem
