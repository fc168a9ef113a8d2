// Tables of what the statistics say of curves, forecasts and statements.
#include <fmt/core.h>

#include "training/lab/report/numbers.h"
#include "training/lab/report/tables.h"

namespace tandem {
namespace {

/// Why a statistic of the curve of known words is absent.
std::string missing_text(const ArmAnalysis& arm, int least_seeds, int least_iterations) {
  if (arm.seeds == 0) return "not measured";
  if (arm.seeds < least_seeds) return fmt::format("needs at least {} seeds", least_seeds);
  if (arm.iterations < least_iterations) {
    return fmt::format("needs at least {} iterations", least_iterations);
  }
  return "not measured";
}

std::string stopped_text(const ArmAnalysis& arm) {
  if (!arm.stopped) return missing_text(arm, 2, 2);
  const EquivalenceTest& test = *arm.stopped;
  return fmt::format("{}: {} ({} to {}, p {})", test.equivalent ? "stopped" : "not shown",
                     signed_text(test.change.mean), signed_text(test.change.interval.low),
                     signed_text(test.change.interval.high),
                     test.p_value < 0.001 ? "< 0.001" : number_text(test.p_value, 3));
}

std::string fell_text(const ArmAnalysis& arm) {
  if (!arm.fall) return missing_text(arm, 2, 1);
  const MeanInterval& fall = arm.fall->fall;
  return fmt::format("{}: {} ({} to {})", arm.fell() ? "fell" : "not shown", number_text(fall.mean),
                     number_text(fall.interval.low), number_text(fall.interval.high));
}

std::string shape_text(const ArmAnalysis& arm) {
  if (!arm.change_point) return missing_text(arm, 1, kLeastRoundsForChangePoint - 1);
  const ShapeFit& fit = arm.change_point->chosen();
  switch (fit.shape) {
    case CurveShape::kConstant:
      return "constant";
    case CurveShape::kLine:
      return fmt::format("line, {} an iteration", signed_text(fit.slope_before));
    case CurveShape::kBreak:
      return fmt::format("break at {}: {}, then {} an iteration", fit.break_round,
                         signed_text(fit.slope_before), signed_text(fit.slope_after));
    case CurveShape::kRiseThenFall:
      return fmt::format("rise, fall from {}: {}, then {} an iteration", fit.break_round,
                         signed_text(fit.slope_before), signed_text(fit.slope_after));
  }
  return "";
}

}  // namespace

Table curves_table(const LabConfig& config, const Analysis& analysis) {
  Table table;
  table.header = {
      "arm",
      "start",
      "change since the start",
      fmt::format("stopped, within {} points (90 %)", number_text(config.equivalence_margin())),
      "fell from its peak",
      "shape of the mean curve"};
  for (const ArmAnalysis& arm : analysis.arms) {
    const MeasureAnalysis known = measure_of(arm, "known.exact");
    table.rows.push_back({arm.name, estimate_text(known.start), difference_text(known.change),
                          stopped_text(arm), fell_text(arm), shape_text(arm)});
  }
  return table;
}

Table forecasts_table(const LabConfig& config, const Analysis& analysis) {
  Table table;
  table.header = {"arm", "ceiling foretold", "mean absolute error", "too high at the end by",
                  "inside the 95 % interval"};
  for (const ArmAnalysis& arm : analysis.arms) {
    if (!arm.forecast) {
      const std::string missing = missing_text(arm, 1, config.forecast_iterations() + 1);
      table.rows.push_back({arm.name, missing, "-", "-", "-"});
      continue;
    }
    const ForecastCheck& check = *arm.forecast;
    table.rows.push_back({arm.name, number_text(check.forecast.curve.ceiling),
                          number_text(check.score.mean_absolute_error),
                          signed_text(check.last_error),
                          fmt::format("{:.0f} %", 100 * check.score.coverage)});
  }
  return table;
}

Table outcomes_table(const std::vector<Falsifier>& falsifiers) {
  Table table;
  table.header = {"statement", "part of the claim", "outcome"};
  for (const Falsifier& falsifier : falsifiers) {
    table.rows.push_back({falsifier.name, falsifier.central ? "yes" : "control or naive form",
                          name_of(falsifier.outcome)});
  }
  return table;
}

}  // namespace tandem
