// Statements on how the loop goes on: proxy and gold, forecasts, pass@n, and the closed game.
#include <fmt/core.h>

#include "training/lab/report/analysis.h"
#include "training/lab/report/numbers.h"
#include "training/lab/report/statements.h"

namespace tandem {
namespace {

/// Of perfect play, in points; fixed beforehand.
constexpr double kAtCeiling = 95;

/// "The judge approves of more, and no more is right."
Outcome rises_alone(const std::optional<Estimate>& proxy, const std::optional<Estimate>& gold,
                    double margin) {
  const Outcome proxy_rises = is_above(proxy, 0);
  const Outcome gold_rises = is_above(gold, margin);
  if (proxy_rises == Outcome::kNotMeasured || gold_rises == Outcome::kNotMeasured) {
    return Outcome::kNotMeasured;
  }
  if (proxy_rises == Outcome::kRefuted || gold_rises == Outcome::kHeld) return Outcome::kRefuted;
  return proxy_rises == Outcome::kHeld && gold_rises == Outcome::kRefuted ? Outcome::kHeld
                                                                          : Outcome::kUndecided;
}

/// Mean over arms, of the seeds that all of them have.
SeedValues mean_over_arms(const std::vector<SeedValues>& arms) {
  SeedValues means;
  if (arms.empty()) return means;
  for (const auto& [seed, value] : arms.front()) {
    double sum = 0;
    std::size_t having = 0;
    for (const SeedValues& arm : arms) {
      const auto found = arm.find(seed);
      if (found == arm.end()) continue;
      sum += found->second;
      ++having;
    }
    if (having == arms.size()) means[seed] = sum / static_cast<double>(having);
  }
  return means;
}

}  // namespace

Falsifier approval_rises_alone(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "proxy up, gold not (Goodhart)";
  falsifier.statement = fmt::format(
      "Without an anchor, a model's approval of the candidates rises from the first iteration to "
      "the last while the share of them that is right does not rise by more than {} points.",
      number_text(study.margin()));
  falsifier.refuted_by = "An arm whose approval doesn't rise, or whose share of right ones does.";
  std::vector<ArmReading> readings;
  for (const ArmConfig* arm : study.roles.unanchored) {
    const auto proxy = above_start(study, *arm, "reward");
    const auto gold = above_start(study, *arm, "true_reward");
    readings.push_back(
        {arm->name(),
         fmt::format("proxy {}, gold {}", difference_text(proxy), difference_text(gold)),
         rises_alone(proxy, gold, study.margin())});
  }
  decide(readings, "Needs a self-judged arm without seed pairs in the mix.", falsifier);
  falsifier.summary =
      phrase(falsifier.outcome,
             {"Without an anchor every model approved more and more of what became no better.",
              "It isn't so in every self-judged arm without an anchor that approval rises while "
              "the share of right translations doesn't.",
              "Whether approval rose without the share of right translations in every self-judged "
              "arm without an anchor is undecided."});
  return falsifier;
}

Falsifier forecasts_miss(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "forecasts miss without a judge";
  falsifier.statement =
      "A forecast from the first iterations misses the self-judged arms without an anchor by more "
      "than the arm that is judged exactly and keeps its data by the same rule, where there is "
      "one.";
  falsifier.refuted_by =
      "The mean absolute error of their forecasts, seed by seed, is no larger than the exact "
      "arm's.";
  const ArmConfig* exact = study.roles.exact;
  if (exact && !study.roles.unanchored.empty()) {
    const ArmConfig* alike = exact_alike(study.roles, *study.roles.unanchored.front());
    if (alike) exact = alike;
  }
  if (!exact || study.roles.unanchored.empty()) {
    falsifier.evidence = "Needs an arm judged exactly and a self-judged one without an anchor.";
    return falsifier;
  }
  const int fitted = study.config.forecast_iterations();
  std::vector<SeedValues> errors;
  for (const ArmConfig* arm : study.roles.unanchored) {
    errors.push_back(forecast_errors(study.of(*arm), fitted));
  }
  const SeedValues unanchored = mean_over_arms(errors);
  const SeedValues of_exact = forecast_errors(study.of(*exact), fitted);
  const auto more = estimate_of(paired(unanchored, of_exact));
  const ArmReading reading{
      "mean absolute error, in points",
      fmt::format("{} over {} self-judged arms without an anchor, {} of {}, difference {}",
                  estimate_text(estimate_of(unanchored)), errors.size(),
                  estimate_text(estimate_of(of_exact)), exact->name(), difference_text(more)),
      is_above(more, 0)};
  decide({&reading, 1}, "", falsifier);
  if (!more) {
    falsifier.evidence += fmt::format(
        " Needs more than {} iterations, known words measured in each, and seeds in common.",
        fitted);
  }
  falsifier.summary = phrase(
      falsifier.outcome, {"Forecasts from the first iterations missed the unanchored self-judged "
                          "arms by more than the exact one.",
                          "Forecasts from the first iterations missed the unanchored self-judged "
                          "arms by no more than the exact one.",
                          "Whether forecasts miss unanchored self-judged arms by more than the "
                          "exact one is undecided."});
  return falsifier;
}

Falsifier samples_gain_nothing(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "no more sources within reach of n samples";
  falsifier.statement = fmt::format(
      "A model's judgement without an anchor can move probability to what the network could "
      "already say, not add to it: pass@n on known words rises by no more than {} points.",
      number_text(study.margin()));
  falsifier.refuted_by = "A self-judged arm without an anchor whose pass@n rises by more.";
  std::vector<ArmReading> readings;
  for (const ArmConfig* arm : study.roles.unanchored) {
    const auto n = above_start(study, *arm, "known.pass_n");
    readings.push_back({arm->name(),
                        fmt::format("pass@n {}, pass@1 {}", difference_text(n),
                                    difference_text(above_start(study, *arm, "known.pass_1"))),
                        opposite(is_above(n, study.margin()))});
  }
  decide(readings, "Needs a self-judged arm without seed pairs in the mix.", falsifier);
  falsifier.summary =
      phrase(falsifier.outcome,
             {"Unanchored self-judged arms brought no more sources within reach of n samples.",
              "An unanchored self-judged arm brought more sources within reach of n samples: it "
              "did more than sharpen what it had.",
              "Whether unanchored self-judged arms bring more sources within reach of n samples is "
              "undecided."});
  return falsifier;
}

Falsifier board_stops_at_ceiling(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "the closed game stops too, at its ceiling";
  falsifier.central = true;
  falsifier.statement = fmt::format(
      "A closed game's loop stops as well, but at its ceiling: at the end at least {:.0f} % of the "
      "moves (with search, where that was measured) are among the solver's best, and over the "
      "second half the network's own share changes by less than {} points.",
      kAtCeiling, number_text(study.margin()));
  falsifier.refuted_by = "It stops below that.";
  const ArmResults& board = results_of(study.results, kBoardName);
  if (!study.config.has_board() || board.empty()) {
    falsifier.evidence = "Needs a closed game beside the open task (board).";
    return falsifier;
  }
  const auto alone = estimate_of(values_at_end(board, "known.exact"));
  const auto searched = estimate_of(values_at_end(board, "known.with_search"));
  const Outcome at_ceiling = is_at_least(searched ? searched : alone, kAtCeiling);

  const std::optional<EquivalenceTest> stopped =
      test_second_half(rows_of(curves_of(board, "known.exact")), study.margin());
  Outcome outcome = Outcome::kNotMeasured;
  if (stopped && at_ceiling != Outcome::kNotMeasured) {
    // While it still moves nothing is said of where it stops.
    outcome = stopped->equivalent ? at_ceiling : Outcome::kUndecided;
  }
  const ArmReading reading{
      kBoardName,
      fmt::format("network alone {}, with search {}, change over the second half {}",
                  estimate_text(alone), estimate_text(searched),
                  stopped ? fmt::format("{} ({} to {}, 90 %)", signed_text(stopped->change.mean),
                                        signed_text(stopped->change.interval.low),
                                        signed_text(stopped->change.interval.high))
                          : "not measured (needs at least 2 seeds and 2 iterations)"),
      outcome};
  decide({&reading, 1}, "", falsifier);
  falsifier.summary = phrase(
      outcome, {"The closed game stopped too, but at its ceiling.",
                "The closed game stopped below its ceiling: a closed game alone is no guarantee.",
                "Whether the closed game had stopped at its ceiling is undecided."});
  return falsifier;
}

}  // namespace tandem
