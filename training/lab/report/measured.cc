#include "training/lab/report/measured.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "training/lab/statistics/interval.h"

namespace tandem {
namespace {

/// In the report's unit.
std::optional<double> value_of(const Iteration& iteration, const std::string& measure) {
  const auto found = iteration.measures.find(measure);
  if (found == iteration.measures.end() || !std::isfinite(found->second)) return {};
  return is_in_points(measure) ? 100 * found->second : found->second;
}

/// The place of the first iteration in a seed's list: 0, or 1 where only that one has the measure.
std::size_t first_place(const std::vector<Iteration>& iterations, const std::string& measure) {
  if (iterations.size() < 2 || value_of(iterations[0], measure)) return 0;
  return value_of(iterations[1], measure) ? 1 : 0;
}

std::size_t shortest_run(const ArmResults& arm) {
  std::size_t shortest = std::numeric_limits<std::size_t>::max();
  for (const auto& [seed, iterations] : arm) shortest = std::min(shortest, iterations.size());
  return arm.empty() ? 0 : shortest;
}

/// Empty where a value is missing.
std::vector<double> curve_of(const std::vector<Iteration>& iterations, const std::string& measure,
                             std::size_t begin, std::size_t end) {
  std::vector<double> curve;
  for (std::size_t i = begin; i < end; ++i) {
    const std::optional<double> value = value_of(iterations[i], measure);
    if (!value) return {};
    curve.push_back(*value);
  }
  return curve;
}

}  // namespace

bool is_in_points(const std::string& measure) {
  constexpr std::array<std::string_view, 6> kShares = {"exact",       "with_search", "reward",
                                                       "true_reward", "kept",        "pass_1"};
  const std::string last = measure.substr(measure.rfind('.') + 1);
  return std::ranges::find(kShares, last) != kShares.end() || last == "pass_n" ||
         last.starts_with("recall_");
}

SeedValues values_at_start(const ArmResults& arm, const std::string& measure) {
  SeedValues values;
  for (const auto& [seed, iterations] : arm) {
    if (iterations.empty()) continue;
    if (const auto value = value_of(iterations[first_place(iterations, measure)], measure)) {
      values[seed] = *value;
    }
  }
  return values;
}

SeedValues values_at_end(const ArmResults& arm, const std::string& measure) {
  SeedValues values;
  for (const auto& [seed, iterations] : arm) {
    if (iterations.empty()) continue;
    if (const auto value = value_of(iterations.back(), measure)) values[seed] = *value;
  }
  return values;
}

SeedValues totals_of(const ArmResults& arm, const std::string& measure) {
  SeedValues totals;
  for (const auto& [seed, iterations] : arm) {
    for (const Iteration& iteration : iterations) {
      if (const auto value = value_of(iteration, measure)) totals[seed] += *value;
    }
  }
  return totals;
}

SeedValues paired(const SeedValues& first, const SeedValues& second, double factor) {
  SeedValues differences;
  for (const auto& [seed, value] : first) {
    const auto other = second.find(seed);
    if (other != second.end()) differences[seed] = value - factor * other->second;
  }
  return differences;
}

std::optional<Estimate> estimate_of(const SeedValues& values) {
  if (values.empty()) return {};
  std::vector<double> sample;
  for (const auto& [seed, value] : values) sample.push_back(value);
  Estimate estimate;
  estimate.mean = sample_mean(sample);
  estimate.seeds = static_cast<int>(sample.size());
  if (sample.size() > 1) estimate.interval = mean_interval(sample).interval;
  return estimate;
}

std::map<std::uint64_t, std::vector<double>> curves_of(const ArmResults& arm,
                                                       const std::string& measure) {
  const std::size_t end = shortest_run(arm);
  std::size_t begin = 0;
  for (const auto& [seed, iterations] : arm) {
    begin = std::max(begin, first_place(iterations, measure));
  }
  std::map<std::uint64_t, std::vector<double>> curves;
  for (const auto& [seed, iterations] : arm) {
    std::vector<double> curve = curve_of(iterations, measure, begin, end);
    if (!curve.empty()) curves[seed] = std::move(curve);
  }
  return curves;
}

SampleRows rows_of(const std::map<std::uint64_t, std::vector<double>>& curves) {
  SampleRows rows;
  for (const auto& [seed, curve] : curves) rows.push_back(curve);
  return rows;
}

std::vector<double> mean_curve(const SampleRows& rows) {
  std::vector<double> mean(rows.front().size(), 0.0);
  for (const std::vector<double>& row : rows) {
    for (std::size_t i = 0; i < mean.size(); ++i) {
      mean[i] += row[i] / static_cast<double>(rows.size());
    }
  }
  return mean;
}

std::vector<CurvePoint> points_of(const ArmResults& arm, const std::string& measure) {
  std::map<int, SeedValues> by_iteration;
  for (const auto& [seed, iterations] : arm) {
    for (const Iteration& iteration : iterations) {
      if (const auto value = value_of(iteration, measure)) {
        by_iteration[iteration.number][seed] = *value;
      }
    }
  }
  std::vector<CurvePoint> points;
  for (const auto& [iteration, values] : by_iteration) {
    points.push_back({iteration, *estimate_of(values)});
  }
  return points;
}

const ArmResults& results_of(const LabResults& results, const std::string& name) {
  static const ArmResults nothing;
  const auto found = results.find(name);
  return found == results.end() ? nothing : found->second;
}

}  // namespace tandem
