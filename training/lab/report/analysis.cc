#include "training/lab/report/analysis.h"

#include <algorithm>
#include <set>

#include "training/lab/report/roles.h"

namespace tandem {
namespace {

constexpr std::size_t kRoundsForBic = 20;

MeasureAnalysis analyse_measure(const SeedValues& start, const SeedValues& end) {
  return {estimate_of(start), estimate_of(end), estimate_of(paired(end, start))};
}

std::set<std::string> measures_in(const ArmResults& arm) {
  std::set<std::string> names;
  for (const auto& [seed, iterations] : arm) {
    for (const Iteration& iteration : iterations) {
      for (const auto& [name, value] : iteration.measures) names.insert(name);
    }
  }
  return names;
}

int iterations_in(const ArmResults& arm) {
  std::size_t shortest = 0;
  for (const auto& [seed, iterations] : arm) {
    shortest = shortest == 0 ? iterations.size() : std::min(shortest, iterations.size());
  }
  return std::max(0, static_cast<int>(shortest) - 1);
}

void analyse_measures(const ArmResults& results, ArmAnalysis& arm) {
  for (const std::string& name : measures_in(results)) {
    arm.measures[name] =
        analyse_measure(values_at_start(results, name), values_at_end(results, name));
  }
  for (const char* name : {"evaluations", "judge_evaluations", "cpu_seconds"}) {
    if (const auto total = estimate_of(totals_of(results, name))) arm.totals[name] = *total;
  }
  arm.gap = analyse_measure(
      paired(values_at_start(results, "reward"), values_at_start(results, "true_reward")),
      paired(values_at_end(results, "reward"), values_at_end(results, "true_reward")));
}

/// What the shape of the curve of known words says.
void analyse_curve(const LabConfig& config, const ArmResults& results, ArmAnalysis& arm) {
  const SampleRows rows = rows_of(curves_of(results, "known.exact"));
  if (rows.empty()) return;
  const std::size_t rounds = rows.front().size();
  if (rows.size() >= 2 && rounds >= 2) arm.fall = peak_and_fall(rows);
  arm.stopped = test_second_half(rows, config.equivalence_margin());
  if (rounds >= static_cast<std::size_t>(kLeastRoundsForChangePoint)) {
    arm.change_point = find_change_point(mean_curve(rows), criterion_for(rounds));
  }
  arm.forecast = check_forecast(results, config.forecast_iterations());
}

std::optional<Estimate> minus(const ArmResults& arm, const ArmResults& other,
                              const std::string& measure) {
  return estimate_of(paired(values_at_end(arm, measure), values_at_end(other, measure)));
}

std::optional<double> gap_closed(const ArmAnalysis& arm, const ArmResults& bound) {
  const MeasureAnalysis known = measure_of(arm, "known.exact");
  const auto end = estimate_of(values_at_end(bound, "known.exact"));
  const auto start = estimate_of(values_at_start(bound, "known.exact"));
  if (!known.change || !end || !start || end->mean <= start->mean) return {};
  return 100 * known.change->mean / (end->mean - start->mean);
}

/// Differences from other arms.
void compare(const ArmConfig& config, const Roles& roles, const LabResults& results,
             ArmAnalysis& arm) {
  const ArmResults& of_arm = results_of(results, config.name());
  if (roles.control && roles.control != &config) {
    const ArmResults& control = results_of(results, roles.control->name());
    arm.known_minus_control = minus(of_arm, control, "known.exact");
    arm.novel_minus_control = minus(of_arm, control, "novel.exact");
  }
  if (const ArmConfig* exact = exact_alike(roles, config)) {
    arm.known_minus_exact = minus(of_arm, results_of(results, exact->name()), "known.exact");
  }
  if (roles.upper_bound && roles.upper_bound != &config) {
    arm.gap_closed = gap_closed(arm, results_of(results, roles.upper_bound->name()));
  }
}

ArmAnalysis analyse_arm(const LabConfig& config, const std::string& name,
                        const ArmResults& results) {
  ArmAnalysis arm;
  arm.name = name;
  arm.seeds = static_cast<int>(results.size());
  arm.iterations = iterations_in(results);
  analyse_measures(results, arm);
  analyse_curve(config, results, arm);
  return arm;
}

}  // namespace

const ArmAnalysis* Analysis::find(const std::string& name) const {
  const auto found = std::ranges::find(arms, name, &ArmAnalysis::name);
  return found == arms.end() ? nullptr : &*found;
}

Analysis analyse(const LabConfig& config, const LabResults& results) {
  Analysis analysis;
  const Roles roles = roles_of(config);
  if (roles.control) analysis.control = roles.control->name();
  for (const ArmConfig& config_of_arm : config.arms()) {
    const std::string& name = config_of_arm.name();
    analysis.arms.push_back(analyse_arm(config, name, results_of(results, name)));
    compare(config_of_arm, roles, results, analysis.arms.back());
  }
  if (config.has_board()) {
    analysis.arms.push_back(analyse_arm(config, kBoardName, results_of(results, kBoardName)));
  }
  return analysis;
}

MeasureAnalysis measure_of(const ArmAnalysis& arm, const std::string& measure) {
  const auto found = arm.measures.find(measure);
  return found == arm.measures.end() ? MeasureAnalysis{} : found->second;
}

std::optional<EquivalenceTest> test_second_half(const SampleRows& curves, double margin) {
  if (curves.size() < 2 || curves.front().size() < 3) return {};
  const int last = static_cast<int>(curves.front().size()) - 1;
  return test_stopped(curves, last / 2, last, margin);
}

Criterion criterion_for(std::size_t rounds) {
  return rounds < kRoundsForBic ? Criterion::kAicc : Criterion::kBic;
}

}  // namespace tandem
