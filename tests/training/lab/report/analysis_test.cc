#include "training/lab/report/analysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/training/lab/report/study.h"

namespace tandem {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

constexpr double kTiny = 1e-6;

// Quantiles 0.975 of Student's t with 1 and 2 degrees of freedom, from printed tables.
constexpr double kT1 = 12.7062047;
constexpr double kT2 = 4.3026527;

LabConfig two_arms() {
  return lab_config(R"(
    seeds: [1, 2, 3] iterations: 12 forecast_iterations: 4 equivalence_margin: 2
    arms { name: "exact" judge: EXACT candidates: BEST }
    arms { name: "seed_only" candidates: NONE seed_share: 1 })");
}

ArmAnalysis analysed(const LabResults& results, const std::string& name = "exact") {
  return *analyse(two_arms(), results).find(name);
}

// Three seeds with the curve moved up and down a little.
LabResults results_with(const std::vector<double>& curve, double spread = 0.1) {
  LabResults results;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    std::vector<double> moved = curve;
    for (double& value : moved) value += spread * (static_cast<double>(seed) - 2);
    set_points(results["exact"], seed, "known.exact", moved);
  }
  return results;
}

TEST(Analysis, GivesStudentsIntervalAtTheEnd) {
  LabResults results;
  set_points(results["exact"], 1, "novel.exact", {0, 80});
  set_points(results["exact"], 2, "novel.exact", {0, 84});
  set_points(results["exact"], 3, "novel.exact", {6, 88});
  const MeasureAnalysis novel = measure_of(analysed(results), "novel.exact");
  // Deviation 4, error 4 / sqrt(3).
  EXPECT_NEAR(novel.end->mean, 84, kTiny);
  EXPECT_NEAR(novel.end->interval->high, 84 + kT2 * 4 / std::sqrt(3.0), 1e-5);
  EXPECT_NEAR(novel.start->mean, 2, kTiny);
  EXPECT_NEAR(novel.change->mean, 82, kTiny);
  EXPECT_EQ(novel.change->seeds, 3);
}

TEST(Analysis, PairsArmsByCommonSeeds) {
  LabResults results;
  set_points(results["exact"], 1, "known.exact", {70, 90});
  set_points(results["exact"], 3, "known.exact", {70, 80});
  set_points(results["seed_only"], 1, "known.exact", {70, 85});
  set_points(results["seed_only"], 2, "known.exact", {70, 10});
  set_points(results["seed_only"], 3, "known.exact", {70, 71});
  // 90 - 85 and 80 - 71, not against the mean of all three.
  const ArmAnalysis arm = analysed(results);
  EXPECT_EQ(arm.known_minus_control->seeds, 2);
  EXPECT_NEAR(arm.known_minus_control->mean, 7, kTiny);
  EXPECT_NEAR(arm.known_minus_control->interval->low, 7 - kT1 * 2, 1e-4);
  EXPECT_FALSE(arm.novel_minus_control);
  EXPECT_FALSE(analysed(results, "seed_only").known_minus_control);
}

TEST(Analysis, HoldsAnArmAgainstTheExactOneOfItsDataRuleAndTheUpperBound) {
  const LabConfig config = lab_config(R"(
    seeds: [1, 2] iterations: 1
    arms { name: "bound" candidates: ALL }
    arms { name: "exact" judge: EXACT candidates: BEST accumulate: true }
    arms { name: "exact_replace" judge: EXACT candidates: BEST }
    arms { name: "exact_tree" judge: EXACT candidates: TREE }
    arms { name: "own" judge: LIKELIHOOD candidates: BEST }
    arms { name: "own_quiet" judge: LIKELIHOOD candidates: BEST root_uniform_fraction: 0 })");
  LabResults results;
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    set_points(results["bound"], seed, "known.exact", {80, 96});
    set_points(results["exact"], seed, "known.exact", {80, 94});
    set_points(results["exact_replace"], seed, "known.exact", {80, 92});
    set_points(results["exact_tree"], seed, "known.exact", {80, 90});
    set_points(results["own"], seed, "known.exact", {80, 76});
    set_points(results["own_quiet"], seed, "known.exact", {80, 84});
  }
  const Analysis analysis = analyse(config, results);
  EXPECT_NEAR(analysis.find("own")->known_minus_exact->mean, 76 - 92, kTiny);
  for (const char* name : {"bound", "exact", "exact_replace", "exact_tree", "own_quiet"}) {
    EXPECT_FALSE(analysis.find(name)->known_minus_exact) << name;
  }
  EXPECT_NEAR(*analysis.find("exact")->gap_closed, 100 * 14.0 / 16, kTiny);
  EXPECT_NEAR(*analysis.find("own")->gap_closed, -25, kTiny);
  EXPECT_FALSE(analysis.find("bound")->gap_closed);
}

TEST(Analysis, KnowsSharesFromOtherUnits) {
  EXPECT_TRUE(is_in_points("rare.exact"));
  EXPECT_TRUE(is_in_points("known.recall_unseen"));
  EXPECT_TRUE(is_in_points("true_reward"));
  EXPECT_TRUE(is_in_points("known.pass_n"));
  EXPECT_FALSE(is_in_points("known.chrf"));
  EXPECT_FALSE(is_in_points("known.distinct_1"));
  EXPECT_FALSE(is_in_points("evaluations"));
  LabResults results;
  set_curve(results["exact"], 1, "known.chrf", {40, 60});
  EXPECT_DOUBLE_EQ(measure_of(analysed(results), "known.chrf").end->mean, 60);
}

TEST(Analysis, ForetellsACurveThatSaturatesExactly) {
  std::vector<double> curve;
  for (int i = 0; i <= 12; ++i) curve.push_back(95 - 25 * std::exp(-i / 2.5));
  const ArmAnalysis arm = analysed(results_with(curve));
  ASSERT_TRUE(arm.forecast);
  EXPECT_EQ(arm.forecast->forecast.first_round, 5);
  EXPECT_EQ(arm.forecast->forecast.expected.size(), 8u);
  EXPECT_NEAR(arm.forecast->score.mean_absolute_error, 0, 1e-3);
  EXPECT_NEAR(arm.forecast->last_error, 0, 1e-3);
  EXPECT_NEAR(arm.forecast->forecast.curve.ceiling, 95, 1e-2);
  for (const auto& [seed, error] : forecast_errors(results_with(curve, 0).at("exact"), 4)) {
    EXPECT_NEAR(error, 0, 1e-3);
  }
}

TEST(Analysis, ForecastOfARiseIsTooHighForAFall) {
  std::vector<double> curve = straight(70, 80, 5);
  for (const double value : {78.0, 74.0, 70.0, 66.0, 62.0, 58.0, 54.0}) curve.push_back(value);
  const ArmAnalysis arm = analysed(results_with(curve));
  ASSERT_TRUE(arm.forecast);
  EXPECT_GT(arm.forecast->last_error, 20);
  EXPECT_LT(arm.forecast->score.coverage, 0.5);
  EXPECT_TRUE(arm.fell());
  // The peak is 80 at iteration 5 in every seed.
  EXPECT_THAT(arm.fall->peak_rounds, ElementsAre(5, 5));
  EXPECT_NEAR(arm.fall->fall.mean, 26, kTiny);
  ASSERT_TRUE(arm.change_point);
  EXPECT_EQ(arm.change_point->shape, CurveShape::kRiseThenFall);
  EXPECT_EQ(arm.change_point->chosen().break_round, 5);
  EXPECT_FALSE(arm.stopped->equivalent);
}

TEST(Analysis, StoppedIsAboutTheSecondHalfAlone) {
  std::vector<double> curve = straight(50, 90, 6);
  curve.resize(13, 90);
  const ArmAnalysis stopped = analysed(results_with(curve));
  EXPECT_TRUE(stopped.stopped->equivalent);
  EXPECT_NEAR(stopped.stopped->change.mean, 0, kTiny);
  EXPECT_FALSE(stopped.fell());
  const ArmAnalysis rising = analysed(results_with(straight(50, 90, 12)));
  EXPECT_FALSE(rising.stopped->equivalent);
  EXPECT_NEAR(rising.stopped->change.mean, 20, kTiny);
  EXPECT_EQ(rising.change_point->shape, CurveShape::kLine);
}

TEST(Analysis, ComparesSeedsOverIterationsThatAllHave) {
  LabResults results = results_with(straight(70, 82, 12));
  results["exact"][2].resize(9);
  const ArmAnalysis arm = analysed(results);
  EXPECT_EQ(arm.iterations, 8);
  // From iteration 4 to 8 at 1 point each.
  EXPECT_NEAR(arm.stopped->change.mean, 4, kTiny);
}

TEST(Analysis, GapIsProxyLessGoldOfTheSameSeed) {
  LabResults results;
  ArmResults& arm = results["exact"];
  set_points(arm, 1, "reward", {60, 70, 90}, 1);
  set_points(arm, 1, "true_reward", {50, 50, 40}, 1);
  set_points(arm, 2, "reward", {64, 70, 94}, 1);
  set_points(arm, 2, "true_reward", {50, 50, 50}, 1);
  const ArmAnalysis analysis = analysed(results);
  EXPECT_NEAR(analysis.gap.start->mean, 12, kTiny);   // 10 and 14
  EXPECT_NEAR(analysis.gap.end->mean, 47, kTiny);     // 50 and 44
  EXPECT_NEAR(analysis.gap.change->mean, 35, kTiny);  // 40 and 30
  EXPECT_NEAR(measure_of(analysis, "reward").change->mean, 30, kTiny);
}

TEST(Analysis, SumsWhatItTook) {
  LabResults results;
  set_curve(results["exact"], 1, "evaluations", {100, 200, 300}, 1);
  set_curve(results["exact"], 2, "evaluations", {100, 200, 500}, 1);
  const ArmAnalysis arm = analysed(results);
  EXPECT_DOUBLE_EQ(arm.totals.at("evaluations").mean, 700);
  EXPECT_EQ(arm.totals.count("cpu_seconds"), 0u);
}

TEST(Analysis, ValuesThatAreNotFiniteWereNotMeasured) {
  LabResults results;
  const double infinity = std::numeric_limits<double>::infinity();
  set_curve(results["exact"], 1, "known.perplexity", {2, infinity});
  set_curve(results["exact"], 2, "known.perplexity", {2, 3});
  set_curve(results["exact"], 3, "known.perplexity", {2, std::nan("")});
  const MeasureAnalysis perplexity = measure_of(analysed(results), "known.perplexity");
  EXPECT_EQ(perplexity.end->seeds, 1);
  EXPECT_DOUBLE_EQ(perplexity.end->mean, 3);
}

TEST(Analysis, OneSeedHasValuesAndNoIntervals) {
  LabResults results;
  set_points(results["exact"], 1, "known.exact", {70, 75, 80});
  const ArmAnalysis arm = analysed(results);
  EXPECT_NEAR(measure_of(arm, "known.exact").end->mean, 80, kTiny);
  EXPECT_FALSE(measure_of(arm, "known.exact").end->interval);
  EXPECT_FALSE(arm.stopped || arm.fall || arm.change_point || arm.forecast);
}

TEST(Analysis, ArmsWithoutResultsAreThereAndEmpty) {
  const Analysis analysis = analyse(two_arms(), {});
  ASSERT_EQ(analysis.arms.size(), 2u);
  EXPECT_EQ(analysis.control, "seed_only");
  EXPECT_EQ(analysis.arms[0].seeds, 0);
  EXPECT_FALSE(measure_of(analysis.arms[0], "known.exact").end);
  EXPECT_EQ(analysis.find("nobody"), nullptr);
}

TEST(Analysis, CriterionFollowsTheNumberOfRounds) {
  EXPECT_EQ(criterion_for(19), Criterion::kAicc);
  EXPECT_EQ(criterion_for(20), Criterion::kBic);
}

TEST(Analysis, PointsAreOfTheSeedsThatHaveThem) {
  ArmResults arm;
  set_points(arm, 1, "known.pass_1", {50, 60});
  arm[1].push_back({2, {}});
  arm[1].push_back({3, {{"known.pass_1", 0.8}}});
  set_points(arm, 2, "known.pass_1", {70});
  const std::vector<CurvePoint> points = points_of(arm, "known.pass_1");
  ASSERT_EQ(points.size(), 3u);
  EXPECT_THAT(points[0].value.mean, DoubleNear(60, kTiny));
  EXPECT_EQ(points[0].value.seeds, 2);
  EXPECT_EQ(points[2].iteration, 3);
  EXPECT_EQ(points[2].value.seeds, 1);
}

}  // namespace
}  // namespace tandem
