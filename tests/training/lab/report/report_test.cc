#include "training/lab/report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/training/lab/report/study.h"

namespace tandem {
namespace {

using testing::AnyOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

LabConfig small_config() {
  return lab_config(R"(
    seeds: [1, 2, 3] iterations: 6 forecast_iterations: 3
    arms { name: "seed_only" candidates: NONE seed_share: 1 }
    arms { name: "all_pairs" candidates: ALL }
    arms { name: "exact" judge: EXACT candidates: BEST }
    arms { name: "lies_20" judge: EXACT lie: 0.2 candidates: BEST }
    arms { name: "own_likelihood" judge: LIKELIHOOD candidates: BEST }
    arms { name: "round_trip_mixed" judge: ROUND_TRIP candidates: BEST seed_share: 0.1 }
    board { game: "tic_tac_toe" })");
}

/// All measures, of which the arms differ in their ends.
LabResults small_results(int seeds) {
  LabResults results;
  double end = 60;
  for (const char* arm : {"seed_only", "all_pairs", "exact", "lies_20", "own_likelihood",
                          "round_trip_mixed", "board"}) {
    end += 5;
    for (int seed = 1; seed <= seeds; ++seed) {
      const auto set = [&](const std::string& measure, double from, double to) {
        set_points(results[arm], static_cast<std::uint64_t>(seed), measure,
                   straight(from, to + seed, 6));
      };
      set("known.exact", 70, end);
      set("known.with_search", 75, end);
      if (std::string(arm) == "board") continue;
      for (const char* measure :
           {"novel.exact", "rare.exact", "idioms.exact", "known.pass_1", "known.pass_n",
            "known.recall_0", "known.recall_9", "known.recall_unseen"}) {
        set(measure, 1, end);
      }
      for (const char* measure :
           {"known.chrf", "known.bleu", "known.perplexity", "known.distinct_1", "known.kl_start"}) {
        set_curve(results[arm], static_cast<std::uint64_t>(seed), measure, straight(0, end, 6));
      }
      for (const char* measure : {"reward", "true_reward", "kept"}) {
        set_points(results[arm], static_cast<std::uint64_t>(seed), measure, straight(50, end, 5),
                   1);
      }
      set_curve(results[arm], static_cast<std::uint64_t>(seed), "evaluations",
                straight(1000, 1000, 5), 1);
    }
  }
  return results;
}

template <typename Part>
std::vector<Part> parts_of(const Document& document) {
  std::vector<Part> parts;
  for (const auto& part : document.parts) {
    if (const Part* of_kind = std::get_if<Part>(&part)) parts.push_back(*of_kind);
  }
  return parts;
}

/// All that is written, a line for each piece.
std::string text_of(const Document& document) {
  std::string text = document.title + '\n';
  for (const Heading& heading : parts_of<Heading>(document)) text += heading.text + '\n';
  for (const Paragraph& paragraph : parts_of<Paragraph>(document)) text += paragraph.text + '\n';
  for (const BulletList& list : parts_of<BulletList>(document)) {
    for (const std::string& item : list.items) text += item + '\n';
  }
  for (const Table& table : parts_of<Table>(document)) {
    for (const std::string& cell : table.header) text += cell + '\n';
    for (const auto& row : table.rows) {
      for (const std::string& cell : row) text += cell + '\n';
    }
  }
  for (const Figure& figure : parts_of<Figure>(document)) text += figure.caption + '\n';
  return text;
}

void expect_well_formed(const Document& document) {
  for (const Table& table : parts_of<Table>(document)) {
    for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.header.size());
  }
  std::set<std::string> names;
  for (const Figure& figure : parts_of<Figure>(document)) {
    EXPECT_TRUE(names.insert(figure.name).second) << figure.name;
    EXPECT_FALSE(figure.plot.series.empty()) << figure.name;
    for (const Series& series : figure.plot.series) {
      EXPECT_EQ(series.x.size(), series.y.size());
      EXPECT_EQ(series.low.size(), series.high.size());
      EXPECT_THAT(series.low.size(), AnyOf(0u, series.y.size()));
      EXPECT_TRUE(std::is_sorted(series.x.begin(), series.x.end())) << series.name;
      for (const auto& list : {series.x, series.y, series.low, series.high}) {
        for (const double value : list) EXPECT_TRUE(std::isfinite(value)) << series.name;
      }
      for (std::size_t i = 0; i < series.low.size(); ++i) {
        EXPECT_LE(series.low[i], series.high[i]) << figure.name << ' ' << series.name;
      }
    }
  }
  const std::string text = text_of(document);
  EXPECT_THAT(text, Not(ContainsRegex("(^|[^a-z])(nan|inf)([^a-z]|$)")));
  EXPECT_THAT(text, Not(HasSubstr("-0.0 ")));
}

const Figure* figure_of(const std::vector<Figure>& figures, const std::string& name) {
  for (const Figure& figure : figures) {
    if (figure.name == name) return &figure;
  }
  return nullptr;
}

std::set<std::string> figure_names(const Document& document) {
  std::set<std::string> names;
  for (const Figure& figure : parts_of<Figure>(document)) names.insert(figure.name);
  return names;
}

TEST(Report, NamesEveryArmAndShowsEveryFigure) {
  const LabConfig config = small_config();
  const Document document = make_report(config, small_results(3), "quick");
  expect_well_formed(document);
  const std::string text = text_of(document);
  for (const ArmConfig& arm : config.arms()) {
    EXPECT_THAT(text, HasSubstr("`" + arm.name() + "`: "));
  }
  EXPECT_THAT(text, HasSubstr("tandem-lab --preset=quick --lab_dir="));
  EXPECT_THAT(text, HasSubstr("Refuted by:"));
  const std::set<std::string> expected = {"known_real_pairs",
                                          "known_verdicts",
                                          "known_anchor_only",
                                          "known_none",
                                          "novel_informed",
                                          "novel_others",
                                          "approval_without",
                                          "approval_with",
                                          "divergence",
                                          "lies",
                                          "ceiling",
                                          "recall",
                                          "passes",
                                          "forecast_exact",
                                          "forecast_own_likelihood",
                                          "forecast_round_trip_mixed"};
  EXPECT_EQ(figure_names(document), expected);
}

TEST(Report, TableAndFigureHoldTheMeasuredNumbers) {
  const Document document = make_report(small_config(), small_results(3));
  // The exact arm ends at 75 plus its seed: 76, 77 and 78; t(2) / sqrt(3) = 2.484.
  EXPECT_THAT(text_of(document), HasSubstr("77.0 (74.5 to 79.5)"));
  const std::vector<Figure> figures = parts_of<Figure>(document);
  const Figure* ceiling = figure_of(figures, "ceiling");
  ASSERT_NE(ceiling, nullptr);
  const Series& alone = ceiling->plot.series.front();
  EXPECT_EQ(alone.name, "exact, network alone");
  EXPECT_NEAR(alone.y.front(), 30, 1e-9);
  EXPECT_NEAR(alone.y.back(), 23, 1e-9);
  EXPECT_NEAR(alone.low.back(), 23 - 2.484, 1e-3);
  // Candidates of iteration 1 are the start's, at KL 0.
  const Figure* divergence = figure_of(figures, "divergence");
  EXPECT_EQ(divergence->plot.series.front().x.front(), 0);
  EXPECT_NEAR(divergence->plot.series.front().y.front(), 50, 1e-9);
  EXPECT_EQ(divergence->plot.series.front().x.size(), 6u);
}

TEST(Report, OfOneSeedSaysWhatItNeeds) {
  const Document document = make_report(small_config(), small_results(1));
  expect_well_formed(document);
  const std::string text = text_of(document);
  EXPECT_THAT(text, HasSubstr("needs at least 2 seeds"));
  EXPECT_THAT(text, HasSubstr("(1 seed)"));
  EXPECT_THAT(text, HasSubstr("neither refuted nor borne out"));
}

TEST(Report, OfTheSmallestStudyIsMade) {
  LabConfig config = small_config();
  config.clear_board();
  config.set_iterations(2);
  LabResults results;
  for (const ArmConfig& arm : config.arms()) {
    set_points(results[arm.name()], 1, "known.exact", {70, 71, 72});
  }
  const Document document = make_report(config, results);
  expect_well_formed(document);
  const std::string text = text_of(document);
  EXPECT_THAT(text, HasSubstr("not measured"));
  EXPECT_THAT(text, HasSubstr("needs at least 6 iterations"));
  EXPECT_THAT(text, HasSubstr("needs at least 4 iterations"));
  EXPECT_THAT(text, HasSubstr("No figure of novel words: not measured."));
}

TEST(Report, WithoutResultsIsMade) {
  const Document document = make_report(small_config(), {});
  expect_well_formed(document);
  EXPECT_THAT(parts_of<Figure>(document), IsEmpty());
  expect_well_formed(make_report(lab_config("seeds: 1"), {}));
}

TEST(Report, LeavesOutWhatIsNotFinite) {
  LabResults results = small_results(3);
  for (auto& [arm, seeds] : results) {
    for (auto& [seed, iterations] : seeds) {
      for (auto& [measure, value] : iterations.back().measures) value = std::nan("");
      for (auto& [measure, value] : iterations[2].measures) value = INFINITY;
    }
  }
  expect_well_formed(make_report(small_config(), results));
}

// An iteration that one seed alone reached has a mean and no interval.
TEST(Report, LinesHaveBandsThroughoutOrNone) {
  LabResults results = small_results(2);
  for (auto& [arm, seeds] : results) seeds[2].pop_back();
  const Document document = make_report(small_config(), results);
  expect_well_formed(document);
  const std::vector<Figure> figures = parts_of<Figure>(document);
  const Figure* known = figure_of(figures, "known_verdicts");
  ASSERT_NE(known, nullptr);
  EXPECT_EQ(known->plot.series.front().y.size(), 7u);
  EXPECT_THAT(known->plot.series.front().low, IsEmpty());
}

TEST(Report, SummaryTurnsWithTheResults) {
  LabResults results = small_results(3);
  const std::string before = text_of(make_report(small_config(), results));
  // The self-judged arm without an anchor ends at 80 and more, from 70: against the claim.
  EXPECT_THAT(before, HasSubstr("The claim as stated is refuted** in:"));
  EXPECT_THAT(before, HasSubstr("can draw gains out of its starting point alone"));
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    set_points(results["own_likelihood"], seed, "known.exact", straight(70, 60, 6));
  }
  const std::string after = text_of(make_report(small_config(), results));
  EXPECT_THAT(after, Not(HasSubstr("can draw gains out of its starting point alone")));
  EXPECT_THAT(after, HasSubstr("No arm without outside information ended above its start."));
}

TEST(Report, IsAFunctionOfItsArguments) {
  const auto once = make_report(small_config(), small_results(3));
  const auto again = make_report(small_config(), small_results(3));
  EXPECT_EQ(text_of(once), text_of(again));
}

TEST(ArmsTable, ByHand) {
  const LabConfig config = lab_config(R"(
    arms { name: "exact" judge: EXACT }
    arms { name: "seed_only" candidates: NONE seed_share: 1 }
    arms { name: "late" judge: EXACT })");
  LabResults results;
  set_points(results["exact"], 1, "known.exact", {70, 90});
  set_points(results["exact"], 2, "known.exact", {70, 90});
  set_points(results["seed_only"], 1, "known.exact", {70, 80});
  set_points(results["seed_only"], 2, "known.exact", {70, 80});
  set_points(results["exact"], 1, "novel.exact", {0, 12.5});
  EXPECT_EQ(
      arms_table(config, results),
      "| arm | known % | novel % | rare % | idioms % | known, minus seed_only |\n"
      "|---|---|---|---|---|---|\n"
      "| exact | 90.0 (90.0 to 90.0) | 12.5 (1 seed) | not measured | not measured | "
      "+10.0 (+10.0 to +10.0) |\n"
      "| seed_only | 80.0 (80.0 to 80.0) | not measured | not measured | not measured | - |\n"
      "| late | not measured | not measured | not measured | not measured | not measured |\n");
}

TEST(ResultsCsv, HasOneColumnAMeasureAndEmptyCells) {
  const LabConfig config = lab_config(R"(
    arms { name: "b" judge: EXACT } arms { name: "a" judge: EXACT } board { game: "tic_tac_toe" })");
  LabResults results;
  set_curve(results["a"], 7, "reward", {0.1}, 1);
  set_curve(results["b"], 2, "known.exact", {0.5, 0.75});
  set_curve(results["b"], 10, "known.exact", {0.25});
  set_curve(results["board"], 1, "known.exact", {1.0 / 3});
  EXPECT_EQ(results_csv(config, results),
            "arm,seed,iteration,known.exact,reward\n"
            "b,2,0,0.5,\n"
            "b,2,1,0.75,\n"
            "b,10,0,0.25,\n"
            "a,7,0,,\n"
            "a,7,1,,0.1\n"
            "board,1,0,0.3333333333333333,\n");
}

}  // namespace
}  // namespace tandem
