#include "training/lab/statistics/sample.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "games/error.h"

namespace tandem {
namespace {

double quantile_of_sorted(std::span<const double> sorted, double p) {
  const double position = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double share = position - static_cast<double>(below);
  return sorted[below] + share * (sorted[above] - sorted[below]);
}

}  // namespace

void check_sample(std::span<const double> sample, std::size_t least, std::string_view what) {
  if (sample.size() < least) {
    throw Error(
        fmt::format("{}: {} values are too few; give at least {}", what, sample.size(), least));
  }
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (!std::isfinite(sample[i])) {
      throw Error(
          fmt::format("{}: value {} is {}; leave out what was not measured", what, i, sample[i]));
    }
  }
}

void check_matched(std::size_t first, std::size_t second, std::string_view what) {
  if (first != second) {
    throw Error(
        fmt::format("{}: {} values are to be matched with {}; give the same ones, in the "
                    "same order, for both",
                    what, first, second));
  }
}

void check_curves(const SampleRows& curves, std::size_t least_rows, std::size_t least_rounds,
                  std::string_view what) {
  if (curves.size() < least_rows) {
    throw Error(fmt::format("{}: {} curves are too few; give at least {}", what, curves.size(),
                            least_rows));
  }
  for (std::size_t row = 0; row < curves.size(); ++row) {
    const std::string where = fmt::format("{}, curve {}", what, row);
    check_sample(curves[row], least_rounds, where);
    check_matched(curves[row].size(), curves.front().size(), where);
  }
}

void check_chance(double p, double below, std::string_view what) {
  if (!(p > 0 && p < below)) {
    throw Error(fmt::format("{} is {}; it must be more than 0 and less than {}", what, p, below));
  }
}

double sample_mean(std::span<const double> sample) {
  return std::accumulate(sample.begin(), sample.end(), 0.0) / static_cast<double>(sample.size());
}

Tails sample_tails(std::span<double> sample, double tail) {
  std::sort(sample.begin(), sample.end());
  return {quantile_of_sorted(sample, tail), quantile_of_sorted(sample, 1 - tail)};
}

}  // namespace tandem
