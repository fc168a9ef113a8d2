// The terminal's table and the CSV.
#include <fmt/core.h>

#include <set>

#include "training/lab/report/analysis.h"
#include "training/lab/report/numbers.h"
#include "training/lab/report/report.h"

namespace tandem {
namespace {

std::vector<std::string> names_of(const LabConfig& config) {
  std::vector<std::string> names;
  for (const ArmConfig& arm : config.arms()) names.push_back(arm.name());
  if (config.has_board()) names.emplace_back(kBoardName);
  return names;
}

std::set<std::string> measures_in(const LabResults& results) {
  std::set<std::string> measures;
  for (const auto& [arm, seeds] : results) {
    for (const auto& [seed, iterations] : seeds) {
      for (const Iteration& iteration : iterations) {
        for (const auto& [measure, value] : iteration.measures) measures.insert(measure);
      }
    }
  }
  return measures;
}

std::string csv_line(const std::string& arm, std::uint64_t seed, const Iteration& iteration,
                     const std::set<std::string>& measures) {
  std::string line = fmt::format("{},{},{}", arm, seed, iteration.number);
  for (const std::string& measure : measures) {
    line += ',';
    const auto found = iteration.measures.find(measure);
    if (found != iteration.measures.end()) line += fmt::format("{}", found->second);
  }
  return line + '\n';
}

}  // namespace

std::string arms_table(const LabConfig& config, const LabResults& results) {
  const Analysis analysis = analyse(config, results);
  const std::string control = analysis.control.empty() ? "control" : analysis.control;
  std::string text = fmt::format(
      "| arm | known % | novel % | rare % | idioms % | known, minus {} "
      "|\n|---|---|---|---|---|---|\n",
      control);
  for (const ArmAnalysis& arm : analysis.arms) {
    const auto cell = [&](const std::string& measure) {
      return estimate_text(measure_of(arm, measure).end);
    };
    const bool has_difference = arm.name != analysis.control && arm.name != kBoardName;
    text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", arm.name, cell("known.exact"),
                        cell("novel.exact"), cell("rare.exact"), cell("idioms.exact"),
                        has_difference ? difference_text(arm.known_minus_control) : "-");
  }
  return text;
}

std::string results_csv(const LabConfig& config, const LabResults& results) {
  const std::set<std::string> measures = measures_in(results);
  std::string text = "arm,seed,iteration";
  for (const std::string& measure : measures) text += ',' + measure;
  text += '\n';
  for (const std::string& name : names_of(config)) {
    for (const auto& [seed, iterations] : results_of(results, name)) {
      for (const Iteration& iteration : iterations) {
        text += csv_line(name, seed, iteration, measures);
      }
    }
  }
  return text;
}

}  // namespace tandem
