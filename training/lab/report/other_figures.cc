// Figures that aren't over iterations alone: lies, KL from the start, forecasts, deciles.
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "training/lab/report/figures.h"
#include "training/lab/report/forecast_check.h"
#include "training/lab/report/lines.h"
#include "training/lab/report/roles.h"

namespace tandem {
namespace {

constexpr int kDecileCount = 10;

/// At the end, over the share of lies.
std::optional<Series> dose_line(const LabResults& results,
                                const std::vector<const ArmConfig*>& doses,
                                const std::string& measure, const std::string& name) {
  std::vector<double> x;
  std::vector<Estimate> values;
  for (const ArmConfig* arm : doses) {
    const auto end = estimate_of(values_at_end(results_of(results, arm->name()), measure));
    if (!end) continue;
    x.push_back(100 * arm->lie());
    values.push_back(*end);
  }
  if (x.size() < 2) return {};
  Series line = line_through(name, x, values, true);
  line.points = true;
  return line;
}

/// A measure of the candidates over the KL of the network that made them, which is the one of the
/// iteration before. In ascending order of KL, which need not be the order of time.
std::optional<Series> over_divergence(const ArmResults& arm, const std::string& measure,
                                      const std::string& name) {
  std::map<int, double> divergence = {{0, 0.0}};  // the start from itself
  for (const CurvePoint& point : points_of(arm, "known.kl_start")) {
    divergence[point.iteration] = point.value.mean;
  }
  std::vector<std::pair<double, double>> points;
  for (const CurvePoint& point : points_of(arm, measure)) {
    const auto made_by = divergence.find(point.iteration - 1);
    if (made_by != divergence.end()) points.emplace_back(made_by->second, point.value.mean);
  }
  if (points.size() < 2) return {};
  std::ranges::sort(points);
  Series line;
  line.name = name;
  line.points = true;
  for (const auto& [x, y] : points) {
    line.x.push_back(x);
    line.y.push_back(y);
  }
  return line;
}

std::optional<Figure> forecast_figure(const LabConfig& config, const LabResults& results,
                                      const std::string& arm) {
  const ArmResults& of_arm = results_of(results, arm);
  const auto check = check_forecast(of_arm, config.forecast_iterations());
  std::optional<Series> measured = line_of(of_arm, "known.exact", "measured");
  if (!check || !measured) return {};
  measured->points = true;
  measured->low.clear();
  measured->high.clear();

  Series foretold;
  foretold.name = "foretold";
  foretold.dashed = true;
  for (std::size_t i = 0; i < check->forecast.expected.size(); ++i) {
    foretold.x.push_back(check->forecast.first_round + static_cast<double>(i));
    foretold.y.push_back(check->forecast.expected[i]);
    foretold.low.push_back(check->forecast.intervals[i].low);
    foretold.high.push_back(check->forecast.intervals[i].high);
  }
  Figure figure;
  figure.name = "forecast_" + arm;
  figure.plot.title = "Forecast and what came: " + arm;
  figure.plot.x_label = "iteration";
  figure.plot.y_label = "exact matches, points of 100";
  figure.plot.x_mark = config.forecast_iterations();
  figure.plot.series = {std::move(*measured), std::move(foretold)};
  figure.caption = fmt::format(
      "Mean over seeds of exact matches on known words. A saturating curve was fitted up to "
      "iteration {} (dotted); the band is its 95 % prediction interval for one measured value.",
      config.forecast_iterations());
  return figure;
}

/// `at` of every decile that occurs.
std::optional<Series> recall_line(const ArmResults& arm,
                                  SeedValues (*at)(const ArmResults&, const std::string&),
                                  const std::string& name) {
  std::vector<double> x;
  std::vector<Estimate> values;
  for (int decile = 0; decile < kDecileCount; ++decile) {
    const auto recall = estimate_of(at(arm, fmt::format("known.recall_{}", decile)));
    if (!recall) continue;
    x.push_back(decile);
    values.push_back(*recall);
  }
  if (x.empty()) return {};
  Series line = line_through(name, x, values, true);
  line.points = true;
  return line;
}

}  // namespace

std::optional<Figure> divergence_figure(const LabConfig& config, const LabResults& results) {
  Figure figure;
  figure.name = "divergence";
  figure.plot.title = "Proxy and gold over the distance from the start";
  figure.plot.x_label = "KL from the start, nats a sentence";
  figure.plot.y_label = "points of 100";
  figure.caption =
      "Self-judged arms without an anchor, after Gao et al. (arXiv 2210.10760): what the judge "
      "found an iteration's candidates worth (solid, proxy) and the share of them that is right "
      "(dashed, gold), over the divergence of the network that made them. Points are joined in "
      "order of KL.";
  int colour = 0;
  for (const ArmConfig* arm : roles_of(config).unanchored) {
    const ArmResults& of_arm = results_of(results, arm->name());
    auto proxy = over_divergence(of_arm, "reward", arm->name() + ", proxy");
    auto gold = over_divergence(of_arm, "true_reward", arm->name() + ", gold");
    if (proxy) proxy->colour = colour;
    if (gold) gold->colour = colour;
    if (gold) gold->dashed = true;
    add_line(std::move(proxy), figure.plot);
    add_line(std::move(gold), figure.plot);
    ++colour;
  }
  if (figure.plot.series.empty()) return {};
  return figure;
}

std::optional<Figure> lies_figure(const LabConfig& config, const LabResults& results) {
  const Roles roles = roles_of(config);
  Figure figure;
  figure.name = "lies";
  figure.plot.title = "A judge that lies: dose and response";
  figure.plot.x_label = "verdicts turned round, %";
  figure.plot.y_label = "exact matches at the end, points of 100";
  figure.caption =
      "Exact matches at the last iteration of arms that differ in nothing but the share of "
      "verdicts turned round; half of them turned round carry no information. Bands are Student's "
      "95 % intervals over seeds.";
  add_line(dose_line(results, roles.doses, "known.exact", "known words"), figure.plot);
  add_line(dose_line(results, roles.doses, "novel.exact", "novel words"), figure.plot);
  if (figure.plot.series.empty()) return {};
  return figure;
}

std::vector<Figure> forecast_figures(const LabConfig& config, const LabResults& results) {
  const Roles roles = roles_of(config);
  std::vector<const ArmConfig*> arms = {roles.exact, roles.fresh};
  if (!roles.unanchored.empty()) arms.push_back(roles.unanchored.front());
  if (!roles.anchored.empty()) arms.push_back(roles.anchored.front());
  std::vector<Figure> figures;
  for (const ArmConfig* arm : arms) {
    if (!arm) continue;
    if (auto figure = forecast_figure(config, results, arm->name())) {
      figures.push_back(std::move(*figure));
    }
  }
  return figures;
}

std::optional<Figure> recall_figure(const LabConfig& config, const LabResults& results) {
  const Roles roles = roles_of(config);
  std::vector<const ArmConfig*> arms = {roles.exact, roles.control};
  if (!roles.unanchored.empty()) arms.push_back(roles.unanchored.front());
  if (!roles.anchored.empty()) arms.push_back(roles.anchored.front());

  Figure figure;
  figure.name = "recall";
  figure.plot.title = "Recall of frequent and rare words, start and end";
  figure.plot.x_label = "frequency decile of the seed pairs' targets, 0 = most frequent";
  figure.plot.y_label = "reference tokens found, points of 100";
  figure.caption =
      "Known words. Each decile is about a tenth of the training text. Dashed: the starting point; "
      "solid: the last iteration. Tails that vanish show on the right. Bands are Student's 95 % "
      "intervals over seeds.";
  int colour = 0;
  for (const ArmConfig* arm : arms) {
    if (!arm) continue;
    const ArmResults& of_arm = results_of(results, arm->name());
    if (figure.plot.series
            .empty()) {  // one start for all: they share it, but for the seeds they have
      auto start = recall_line(of_arm, values_at_start, "start");
      if (start) start->dashed = true;
      if (start) start->colour = colour++;
      add_line(std::move(start), figure.plot);
    }
    auto end = recall_line(of_arm, values_at_end, arm->name());
    if (end) end->colour = colour++;
    add_line(std::move(end), figure.plot);
  }
  if (figure.plot.series.empty()) return {};
  return figure;
}

}  // namespace tandem
