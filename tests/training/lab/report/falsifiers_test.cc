#include "training/lab/report/falsifiers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <set>

#include "tests/training/lab/report/study.h"

namespace tandem {
namespace {

using testing::HasSubstr;

constexpr int kIterations = 8;

LabConfig full_config() {
  return lab_config(R"(
    seeds: [1, 2, 3] iterations: 8 forecast_iterations: 3 equivalence_margin: 2
    arms { name: "seed_only" candidates: NONE seed_share: 1 }
    arms { name: "all_pairs" candidates: ALL }
    arms { name: "fresh" candidates: FRESH }
    arms { name: "exact" judge: EXACT candidates: BEST seed_share: 1 }
    arms { name: "exact_tree" judge: EXACT candidates: TREE seed_share: 1 }
    arms { name: "lies_10" judge: EXACT lie: 0.1 candidates: BEST seed_share: 1 }
    arms { name: "lies_30" judge: EXACT lie: 0.3 candidates: BEST seed_share: 1 }
    arms { name: "shuffled" judge: SHUFFLED candidates: BEST seed_share: 1 }
    arms { name: "alone" judge: LIKELIHOOD candidates: BEST }
    arms { name: "alone_too" judge: ROUND_TRIP candidates: BEST }
    arms { name: "anchored" judge: ROUND_TRIP candidates: BEST seed_share: 1 }
    board { game: "tic_tac_toe" })");
}

/// Every seed's curve, moved by -spread, 0 and +spread at all iterations but the start.
void set_all(LabResults& results, const std::string& arm, const std::string& measure,
             const std::vector<double>& curve, double spread = 0.1, int first = 0) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    std::vector<double> moved = curve;
    for (std::size_t i = 1; i < moved.size(); ++i) {
      moved[i] += spread * (static_cast<double>(seed) - 2);
    }
    set_points(results[arm], seed, measure, moved, first);
  }
}

void set_end(LabResults& results, const std::string& arm, const std::string& measure, double end,
             double spread = 0.1) {
  set_all(results, arm, measure, straight(measure == "known.exact" ? 70 : 0, end, kIterations),
          spread);
}

std::vector<double> saturating(double start, double ceiling, double tau) {
  std::vector<double> curve;
  for (int i = 0; i <= kIterations; ++i) {
    curve.push_back(ceiling - (ceiling - start) * std::exp(-i / tau));
  }
  return curve;
}

/// A study in which everything was measured and the claim's predictions hold. The control has no
/// spread, so that differences from it have the arm's.
LabResults full_results() {
  LabResults results;
  const auto arm = [&](const std::string& name, double known, double novel, double spread) {
    set_end(results, name, "known.exact", known, spread);
    set_end(results, name, "novel.exact", novel, spread);
  };
  arm("seed_only", 80, 0, 0);
  arm("all_pairs", 98, 60, 0);
  arm("fresh", 97, 60, 0.1);
  arm("exact_tree", 90, 20, 0.1);
  arm("lies_10", 90, 20, 0.1);
  arm("lies_30", 85, 5, 0.1);
  arm("shuffled", 80, 0, 0.1);
  arm("anchored", 79, 0, 0.1);
  arm("exact", 95, 40, 0.1);
  set_all(results, "exact", "known.exact", saturating(70, 95, 1));
  for (const char* name : {"alone", "alone_too"}) {
    arm(name, 65, 0, 0.1);
    set_all(results, name, "known.exact", {70, 73, 75, 76, 75, 73, 70, 67, 65});
    set_all(results, name, "reward", straight(60, 80, kIterations - 1), 0.1, 1);
    set_all(results, name, "true_reward", straight(50, 45, kIterations - 1), 0.1, 1);
    set_all(results, name, "known.pass_n", straight(85, 80, kIterations));
  }
  set_all(results, "board", "known.exact", {60, 90, 97, 97, 97, 97, 97, 97, 97});
  return results;
}

Falsifier find(const std::string& name, const LabConfig& config, const LabResults& results) {
  for (const Falsifier& falsifier : falsifiers(config, results)) {
    if (falsifier.name == name) return falsifier;
  }
  throw std::invalid_argument("no statement is called " + name);
}

/// One statement, driven to each of its outcomes from full_results().
struct Drive {
  std::string name;
  std::function<void(LabResults&)> held;
  std::function<void(LabResults&)> refuted;
  std::function<void(LabResults&)> undecided;
  std::string without;  ///< an arm that the statement can't do without
};

void nothing(LabResults&) {}

std::function<void(LabResults&)> end(const std::string& arm, const std::string& measure,
                                     double value, double spread = 0.1) {
  return [=](LabResults& results) { set_end(results, arm, measure, value, spread); };
}

std::vector<Drive> drives() {
  return {// 0.95 * 98 = 93.1.
          {"the exact judge reaches the ceiling", end("exact", "known.exact", 94),
           end("exact", "known.exact", 92), end("exact", "known.exact", 93.1, 1), "all_pairs"},
          {"the exact judge learns novel words", nothing, end("exact", "novel.exact", 1),
           end("exact", "novel.exact", 10, 10), "exact"},
          {"with an exact judge any search will do", nothing, end("exact_tree", "novel.exact", 1),
           end("exact_tree", "novel.exact", 3, 3), "exact_tree"},
          {"no rise without outside information", nothing, end("alone_too", "known.exact", 75),
           end("alone_too", "known.exact", 72, 3), "alone"},
          {"no novel words by a model's judgement", nothing, end("anchored", "novel.exact", 9),
           end("alone", "novel.exact", 3, 2), "seed_only"},
          {"naive: with an anchor, a model's judgement gains nothing either", nothing,
           end("anchored", "known.exact", 90), end("anchored", "known.exact", 82, 1), "anchored"},
          {"proxy up, gold not (Goodhart)", nothing,
           [](LabResults& results) {
             set_all(results, "alone", "true_reward", straight(50, 60, kIterations - 1), 0.1, 1);
           },
           [](LabResults& results) {
             set_all(results, "alone", "true_reward", straight(50, 52, kIterations - 1), 5, 1);
           },
           "alone"},
          {"forecasts miss without a judge", nothing,
           [](LabResults& results) {
             // The other way round: the exact arm turns, the others saturate as they began.
             set_all(results, "exact", "known.exact", {70, 73, 75, 76, 75, 73, 70, 67, 65});
             for (const char* name : {"alone", "alone_too"}) {
               set_all(results, name, "known.exact", saturating(70, 90, 1));
             }
           },
           [](LabResults& results) {
             // In one seed the exact arm turns, in another one nothing does.
             set_points(results["exact"], 1, "known.exact", {70, 73, 75, 76, 75, 73, 70, 67, 65});
             for (const char* name : {"alone", "alone_too"}) {
               set_points(results[name], 1, "known.exact", saturating(70, 90, 1));
             }
           },
           "exact"},
          {"the more lies, the less is gained", nothing, end("lies_30", "known.exact", 93),
           end("lies_30", "known.exact", 91, 3), "lies_30"},
          {"an imperfect judge still helps", nothing, end("lies_10", "known.exact", 71),
           end("lies_10", "known.exact", 72, 3), "lies_10"},
          {"shuffled verdicts gain nothing", nothing, end("shuffled", "novel.exact", 8),
           end("shuffled", "known.exact", 82, 3), "shuffled"},
          {"the closed game stops too, at its ceiling", nothing,
           [](LabResults& results) {
             set_all(results, "board", "known.exact", {60, 80, 90, 90, 90, 90, 90, 90, 90});
           },
           [](LabResults& results) {
             set_all(results, "board", "known.exact", straight(60, 90, kIterations));
           },
           "board"},
          {"no more sources within reach of n samples", nothing,
           [](LabResults& results) {
             set_all(results, "alone_too", "known.pass_n", straight(85, 95, kIterations));
           },
           [](LabResults& results) {
             set_all(results, "alone_too", "known.pass_n", straight(85, 87, kIterations), 3);
           },
           "alone"},
          {"fresh real pairs teach novel words", nothing, end("fresh", "novel.exact", 0),
           end("fresh", "novel.exact", 2, 3), "fresh"}};
}

Outcome outcome_after(const Drive& drive, const std::function<void(LabResults&)>& change) {
  LabResults results = full_results();
  change(results);
  return find(drive.name, full_config(), results).outcome;
}

TEST(Falsifiers, EveryOneCanHold) {
  for (const Drive& drive : drives()) {
    EXPECT_EQ(outcome_after(drive, drive.held), Outcome::kHeld) << drive.name;
  }
}

TEST(Falsifiers, EveryOneCanBeRefuted) {
  for (const Drive& drive : drives()) {
    EXPECT_EQ(outcome_after(drive, drive.refuted), Outcome::kRefuted) << drive.name;
  }
}

TEST(Falsifiers, EveryOneCanBeUndecided) {
  for (const Drive& drive : drives()) {
    EXPECT_EQ(outcome_after(drive, drive.undecided), Outcome::kUndecided) << drive.name;
  }
}

TEST(Falsifiers, WithoutItsArmEveryOneIsNotMeasuredOrUndecided) {
  for (const Drive& drive : drives()) {
    LabResults results = full_results();
    results.erase(drive.without);
    // A statement on many arms goes on with the others, but can't hold any more.
    const Outcome outcome = find(drive.name, full_config(), results).outcome;
    EXPECT_TRUE(outcome == Outcome::kNotMeasured || outcome == Outcome::kUndecided) << drive.name;
  }
}

TEST(Falsifiers, WithoutResultsNothingIsMeasured) {
  for (const LabConfig& config : {full_config(), lab_config("seeds: 1")}) {
    for (const Falsifier& falsifier : falsifiers(config, {})) {
      EXPECT_EQ(falsifier.outcome, Outcome::kNotMeasured) << falsifier.name;
      EXPECT_NE(falsifier.evidence, "") << falsifier.name;
      EXPECT_EQ(falsifier.summary, "") << falsifier.name;
    }
  }
}

TEST(Falsifiers, OneSeedDecidesNothing) {
  LabResults results = full_results();
  for (auto& [arm, seeds] : results) {
    seeds.erase(2);
    seeds.erase(3);
  }
  for (const Falsifier& falsifier : falsifiers(full_config(), results)) {
    EXPECT_EQ(falsifier.outcome, Outcome::kNotMeasured) << falsifier.name;
    EXPECT_THAT(falsifier.evidence, HasSubstr("needs at least 2 seeds")) << falsifier.name;
  }
}

TEST(Falsifiers, DrivesCoverAllStatements) {
  std::set<std::string> driven;
  for (const Drive& drive : drives()) driven.insert(drive.name);
  for (const Falsifier& falsifier : falsifiers(full_config(), {})) {
    EXPECT_EQ(driven.count(falsifier.name), 1u) << falsifier.name;
    EXPECT_NE(falsifier.statement, "") << falsifier.name;
    EXPECT_NE(falsifier.refuted_by, "") << falsifier.name;
  }
}

TEST(Falsifiers, SummaryFollowsTheOutcome) {
  for (const Drive& drive : drives()) {
    std::set<std::string> summaries;
    for (const auto& change : {drive.held, drive.refuted, drive.undecided}) {
      LabResults results = full_results();
      change(results);
      summaries.insert(find(drive.name, full_config(), results).summary);
    }
    EXPECT_EQ(summaries.size(), 3u) << drive.name;
    EXPECT_EQ(summaries.count(""), 0u) << drive.name;
  }
}

TEST(Falsifiers, EvidenceHoldsTheNumbers) {
  // 95 and 94.1 and 95.9 at the end against 0.95 * 98 = 93.1.
  LabResults results = full_results();
  set_end(results, "exact", "known.exact", 95, 0);
  const Falsifier falsifier = find("the exact judge reaches the ceiling", full_config(), results);
  EXPECT_EQ(
      falsifier.evidence,
      "exact: 95.0 (95.0 to 95.0) on known words, all_pairs 98.0 (98.0 to 98.0), above 95 % of "
      "it by +1.9 (+1.9 to +1.9) (held); exact: +15.0 (+15.0 to +15.0) against the control on "
      "known "
      "words (held).");
}

// Near the ceiling from the start, 95 % of it say nothing.
TEST(Falsifiers, ReachingTheCeilingTakesMoreThanTheControlReached) {
  LabResults results = full_results();
  set_end(results, "seed_only", "known.exact", 96, 0);
  EXPECT_EQ(find("the exact judge reaches the ceiling", full_config(), results).outcome,
            Outcome::kRefuted);
}

// The arms that are compared keep their data by one rule, so that they differ in their judge.
TEST(Falsifiers, ForecastsAreHeldAgainstTheExactArmOfTheSameDataRule) {
  LabConfig config = full_config();
  ArmConfig& replace = *config.add_arms();
  replace.set_name("exact_replace");
  replace.set_judge(ArmConfig::EXACT);
  replace.set_candidates(ArmConfig::BEST);
  LabResults results = full_results();
  set_all(results, "exact_replace", "known.exact", {70, 73, 75, 76, 75, 73, 70, 67, 65});
  for (const char* name : {"alone", "alone_too"}) {
    set_all(results, name, "known.exact", saturating(70, 90, 1));
  }
  const Falsifier falsifier = find("forecasts miss without a judge", config, results);
  EXPECT_EQ(falsifier.outcome, Outcome::kRefuted);
  EXPECT_THAT(falsifier.evidence, HasSubstr("exact_replace"));
}

// With search at the ceiling the network alone may be below it.
TEST(Falsifiers, ClosedGameIsJudgedWithSearchWhereThatWasMeasured) {
  LabResults results = full_results();
  set_all(results, "board", "known.exact", {60, 80, 90, 90, 90, 90, 90, 90, 90});
  set_all(results, "board", "known.with_search", straight(90, 99, kIterations));
  const std::string name = "the closed game stops too, at its ceiling";
  EXPECT_EQ(find(name, full_config(), results).outcome, Outcome::kHeld);
  set_all(results, "board", "known.with_search", straight(90, 91, kIterations));
  EXPECT_EQ(find(name, full_config(), results).outcome, Outcome::kRefuted);
}

// Results called "board" of a study that has no closed game are an ordinary arm's.
TEST(Falsifiers, ClosedGameIsTheConfigs) {
  LabConfig config = full_config();
  config.clear_board();
  EXPECT_EQ(find("the closed game stops too, at its ceiling", config, full_results()).outcome,
            Outcome::kNotMeasured);
}

TEST(Falsifiers, ATaskWithoutNovelWordsLeavesThemUnmeasured) {
  LabResults results = full_results();
  for (auto& [arm, seeds] : results) {
    for (auto& [seed, iterations] : seeds) {
      for (Iteration& iteration : iterations) iteration.measures.erase("novel.exact");
    }
  }
  const auto outcome = [&](const std::string& name) {
    return find(name, full_config(), results).outcome;
  };
  EXPECT_EQ(outcome("the exact judge learns novel words"), Outcome::kNotMeasured);
  EXPECT_EQ(outcome("no novel words by a model's judgement"), Outcome::kNotMeasured);
  EXPECT_EQ(outcome("shuffled verdicts gain nothing"), Outcome::kHeld);
}

TEST(Outcome, ByHand) {
  const auto of = [](double low, double high) {
    return Estimate{(low + high) / 2, 3, Interval{low, high}};
  };
  EXPECT_EQ(is_above(of(2.1, 3), 2), Outcome::kHeld);
  EXPECT_EQ(is_above(of(2, 3), 2), Outcome::kUndecided);
  EXPECT_EQ(is_above(of(1, 2), 2), Outcome::kRefuted);
  EXPECT_EQ(is_at_least(of(2, 3), 2), Outcome::kHeld);
  EXPECT_EQ(is_at_least(of(1, 2), 2), Outcome::kUndecided);
  EXPECT_EQ(is_at_least(of(1, 1.9), 2), Outcome::kRefuted);
  EXPECT_EQ(is_above(Estimate{5, 1, {}}, 2), Outcome::kNotMeasured);
  EXPECT_EQ(is_at_least({}, 2), Outcome::kNotMeasured);
  EXPECT_EQ(opposite(Outcome::kHeld), Outcome::kRefuted);
  EXPECT_EQ(opposite(Outcome::kUndecided), Outcome::kUndecided);
}

TEST(Outcome, OfAllByHand) {
  using enum Outcome;
  const auto of = [](std::vector<Outcome> outcomes) { return all_of(outcomes); };
  EXPECT_EQ(of({kHeld, kHeld}), kHeld);
  EXPECT_EQ(of({kHeld, kRefuted, kNotMeasured}), kRefuted);
  EXPECT_EQ(of({kHeld, kUndecided}), kUndecided);
  EXPECT_EQ(of({kHeld, kNotMeasured}), kUndecided);
  EXPECT_EQ(of({kNotMeasured, kNotMeasured}), kNotMeasured);
  EXPECT_EQ(of({}), kNotMeasured);
}

}  // namespace
}  // namespace tandem
