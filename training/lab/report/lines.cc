#include "training/lab/report/lines.h"

#include <algorithm>
#include <utility>

namespace tandem {

Series line_through(const std::string& name, const std::vector<double>& x,
                    const std::vector<Estimate>& values, bool cut) {
  Series line;
  line.name = name;
  line.x = x;
  const bool band =
      std::ranges::all_of(values, [](const Estimate& e) { return e.interval.has_value(); });
  const auto bounded = [&](double y) { return cut ? std::clamp(y, 0.0, 100.0) : y; };
  for (const Estimate& value : values) {
    line.y.push_back(value.mean);
    if (!band) continue;
    line.low.push_back(bounded(value.interval->low));
    line.high.push_back(bounded(value.interval->high));
  }
  return line;
}

std::optional<Series> line_of(const ArmResults& arm, const std::string& measure,
                              const std::string& name) {
  std::vector<double> x;
  std::vector<Estimate> values;
  for (const CurvePoint& point : points_of(arm, measure)) {
    x.push_back(point.iteration);
    values.push_back(point.value);
  }
  if (x.empty()) return {};
  return line_through(name, x, values, is_in_points(measure));
}

void add_line(std::optional<Series> line, Plot& plot) {
  if (line) plot.series.push_back(std::move(*line));
}

}  // namespace tandem
