// Figures over iterations; the others are in other_figures.cc.
#include "training/lab/report/figures.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "training/lab/report/analysis.h"
#include "training/lab/report/information.h"
#include "training/lab/report/lines.h"
#include "training/lab/report/roles.h"

namespace tandem {
namespace {

constexpr const char* kBands =
    "Lines are means over seeds, bands Student's 95 % intervals of the mean at each iteration.";

Plot plot_of(std::string title, std::string y_label) {
  Plot plot;
  plot.title = std::move(title);
  plot.x_label = "iteration";
  plot.y_label = std::move(y_label);
  return plot;
}

/// Two measures of one arm in one colour, the second one dashed.
void add_pair(const ArmResults& arm, const std::string& first, const std::string& first_name,
              const std::string& second, const std::string& second_name, int colour, Plot& plot) {
  if (auto line = line_of(arm, first, first_name)) {
    line->colour = colour;
    plot.series.push_back(std::move(*line));
  }
  if (auto line = line_of(arm, second, second_name)) {
    line->colour = colour;
    line->dashed = true;
    plot.series.push_back(std::move(*line));
  }
}

void add_if_drawn(Figure figure, std::vector<Figure>& figures) {
  if (!figure.plot.series.empty()) figures.push_back(std::move(figure));
}

std::string file_part(InformationClass of) {
  std::string part = name_of(of);
  std::ranges::replace(part, ' ', '_');
  return part;
}

Figure approval_figure(const LabResults& results, const std::vector<const ArmConfig*>& arms,
                       const std::string& which) {
  Figure figure{
      "approval_" + which,
      plot_of(fmt::format("Approved and right, {} anchor", which), "points of 100"),
      fmt::format("Self-judged arms {} seed pairs in the mix: what the judge found the candidates "
                  "worth (solid, proxy) and the share of them that is right (dashed, gold). {}",
                  which, kBands)};
  int colour = 0;
  for (const ArmConfig* arm : arms) {
    add_pair(results_of(results, arm->name()), "reward", arm->name() + ", proxy", "true_reward",
             arm->name() + ", gold", colour++, figure.plot);
  }
  return figure;
}

/// Of the ends' distance from 100 points.
std::optional<Series> distance_line(const ArmResults& arm, const std::string& measure,
                                    const std::string& name) {
  std::optional<Series> line = line_of(arm, measure, name);
  if (!line) return {};
  const auto distance = [](double y) { return 100 - y; };
  std::ranges::transform(line->y, line->y.begin(), distance);
  std::ranges::transform(line->low, line->low.begin(), distance);
  std::ranges::transform(line->high, line->high.begin(), distance);
  std::swap(line->low, line->high);
  return line;
}

void add_distances(const LabResults& results, const std::string& arm, int colour, Plot& plot) {
  const ArmResults& of_arm = results_of(results, arm);
  if (auto alone = distance_line(of_arm, "known.exact", arm + ", network alone")) {
    alone->colour = colour;
    plot.series.push_back(std::move(*alone));
  }
  if (auto searched = distance_line(of_arm, "known.with_search", arm + ", with search")) {
    searched->colour = colour;
    searched->dashed = true;
    searched->points = true;
    plot.series.push_back(std::move(*searched));
  }
}

}  // namespace

std::vector<Figure> known_figures(const LabConfig& config, const LabResults& results) {
  std::vector<Figure> figures;
  const ArmConfig* control = roles_of(config).control;
  for (const InformationClass of : {InformationClass::kPairs, InformationClass::kVerdicts,
                                    InformationClass::kAnchor, InformationClass::kNone}) {
    Figure figure{"known_" + file_part(of),
                  plot_of(fmt::format("Known words, information: {}", name_of(of)),
                          "exact matches, points of 100"),
                  fmt::format("Exact matches on known words by the network alone (greedy), of the "
                              "arms whose outside information is \"{}\". {}",
                              name_of(of), kBands)};
    for (const ArmConfig& arm : config.arms()) {
      if (information_of(arm).of != of) continue;
      add_line(line_of(results_of(results, arm.name()), "known.exact", arm.name()), figure.plot);
    }
    if (!figure.plot.series.empty() && control && information_of(*control).of != of) {
      auto line = line_of(results_of(results, control->name()), "known.exact",
                          control->name() + " (control)");
      if (line) line->dashed = true;
      add_line(std::move(line), figure.plot);
    }
    add_if_drawn(std::move(figure), figures);
  }
  return figures;
}

std::vector<Figure> novel_figures(const LabConfig& config, const LabResults& results) {
  const auto figure_of = [](const std::string& name, const std::string& which) {
    return Figure{
        name, plot_of("Novel words, arms " + which, "exact matches, points of 100"),
        fmt::format(
            "Exact matches on sentences with novel words, which no seed pair holds, of arms {}. {}",
            which, kBands)};
  };
  Figure informed = figure_of("novel_informed", "with verdicts or real pairs");
  Figure others = figure_of("novel_others", "without verdicts or new pairs");
  for (const ArmConfig& arm : config.arms()) {
    const bool is_informed = information_of(arm).of >= InformationClass::kVerdicts;
    add_line(line_of(results_of(results, arm.name()), "novel.exact", arm.name()),
             (is_informed ? informed : others).plot);
  }
  std::vector<Figure> figures;
  add_if_drawn(std::move(informed), figures);
  add_if_drawn(std::move(others), figures);
  return figures;
}

std::vector<Figure> approval_figures(const LabConfig& config, const LabResults& results) {
  const Roles roles = roles_of(config);
  std::vector<Figure> figures;
  add_if_drawn(approval_figure(results, roles.unanchored, "without"), figures);
  add_if_drawn(approval_figure(results, roles.anchored, "with"), figures);
  return figures;
}

std::optional<Figure> ceiling_figure(const LabConfig& config, const LabResults& results) {
  const Roles roles = roles_of(config);
  Figure figure{
      "ceiling", plot_of("Distance to perfect", "points of 100 below perfect"),
      fmt::format("Of translations on known words: 100 less exact matches, each source having one "
                  "right translation. Of the closed game: 100 less the share of moves that are "
                  "among the solver's best. Solid: the network alone (System 1); dashed: with "
                  "search, or the best of n samples by the arm's own judge (System 2). {}",
                  kBands)};
  int colour = 0;
  if (roles.exact) add_distances(results, roles.exact->name(), colour++, figure.plot);
  const std::vector<const ArmConfig*> self_judged = self_judged_of(roles);
  if (!self_judged.empty()) {
    add_distances(results, self_judged.front()->name(), colour++, figure.plot);
  }
  if (config.has_board()) add_distances(results, kBoardName, colour, figure.plot);
  if (figure.plot.series.empty()) return {};
  return figure;
}

std::optional<Figure> passes_figure(const LabConfig& config, const LabResults& results) {
  const Roles roles = roles_of(config);
  Figure figure{"passes", plot_of("One sample and the best of n", "points of 100"),
                fmt::format("Known words: share of samples that are right (solid, pass@1) and of "
                            "sources of which any of n = {} samples is (dashed, pass@n). {}",
                            config.search().visits(), kBands)};
  std::vector<const ArmConfig*> arms = {roles.exact, roles.control};
  if (!roles.unanchored.empty()) arms.push_back(roles.unanchored.front());
  if (!roles.anchored.empty()) arms.push_back(roles.anchored.front());
  int colour = 0;
  for (const ArmConfig* arm : arms) {
    if (!arm) continue;
    add_pair(results_of(results, arm->name()), "known.pass_1", arm->name() + ", pass@1",
             "known.pass_n", arm->name() + ", pass@n", colour++, figure.plot);
  }
  if (figure.plot.series.empty()) return {};
  return figure;
}

}  // namespace tandem
