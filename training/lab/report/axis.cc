#include "training/lab/report/axis.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace tandem {
namespace {

// A number this near to a multiple of the step, in steps, is taken for it: 0.6 / 0.2 is 2.9999...
constexpr double kRounding = 1e-6;

/// factor * 10^exponent
struct Step {
  int factor = 1;
  int exponent = 0;

  double size() const { return factor * std::pow(10, exponent); }
};

void widen_if_narrow(Axis& axis) {
  const double size = std::max(std::abs(axis.low), std::abs(axis.high));
  if (size < 1e-90) {  // zero, or so small that powers of ten get lost
    axis.low = 0;
    axis.high = 1;
  } else if (axis.high - axis.low < 1e-9 * size) {
    axis.low -= size / 2;
    axis.high += size / 2;
  }
}

/// The smallest round step of which `most_ticks` - 1 reach from low to high.
Step round_step(const Axis& axis, int most_ticks) {
  const double least = (axis.high - axis.low) / (most_ticks - 1);
  const int exponent = static_cast<int>(std::floor(std::log10(least)));
  for (const int factor : {1, 2, 5}) {
    const Step step{factor, exponent};
    if (step.size() >= least * (1 - kRounding)) return step;
  }
  return {1, exponent + 1};
}

double first_multiple(double low, const Step& step) {
  return std::ceil(low / step.size() - kRounding);
}

double last_multiple(double high, const Step& step) {
  return std::floor(high / step.size() + kRounding);
}

/// `size`: of the largest number on the axis.
std::string label_of(double value, const Step& step, double size) {
  if (size < 1e7 && step.exponent >= -6) {
    return fmt::format("{:.{}f}", value, std::max(0, -step.exponent));
  }
  const int digits = static_cast<int>(std::floor(std::log10(size))) - step.exponent + 1;
  return fmt::format("{:.{}g}", value, std::max(1, digits));
}

void add_ticks(Axis& axis, const Step& step) {
  const double size = std::max(std::abs(axis.low), std::abs(axis.high));
  const double last = last_multiple(axis.high, step);
  for (double multiple = first_multiple(axis.low, step); multiple <= last; ++multiple) {
    const double value = multiple == 0 ? 0 : multiple * step.size();  // no -0
    axis.ticks.push_back({value, label_of(value, step, size)});
  }
}

}  // namespace

Axis axis_within(double low, double high, int most_ticks, bool whole) {
  Axis axis{low, high, {}};
  widen_if_narrow(axis);
  Step step = round_step(axis, most_ticks);
  if (whole && step.exponent < 0) step = {1, 0};
  add_ticks(axis, step);
  return axis;
}

Axis axis_around(double low, double high, int most_ticks) {
  Axis axis{low, high, {}};
  widen_if_narrow(axis);
  const Step step = round_step(axis, most_ticks);
  axis.low = std::floor(axis.low / step.size() + kRounding) * step.size();
  axis.high = std::ceil(axis.high / step.size() - kRounding) * step.size();
  add_ticks(axis, step);
  return axis;
}

}  // namespace tandem
