#include "training/lab/statistics/change_point.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace tandem {
namespace {

constexpr int kLeastToEnd = 2;

// Rounds on one side of the break, counted from it: what the least squares of one slope needs.
struct Side {
  double sum = 0;      // of the distances x to the break
  double squares = 0;  // of x * x
  double product = 0;  // of x * value
};

// Two lines that meet at a round. No round is on both sides, so given the level at the break each
// slope stands alone: slope = (product - level * sum) / squares. Put into the equation of the level
// that leaves one unknown. A side without slope (squares = 0) drops out.
ShapeFit fit_hinge(std::span<const double> curve, int break_round, bool before, bool after) {
  Side left;
  Side right;
  double values = 0;
  for (int round = 0; round < static_cast<int>(curve.size()); ++round) {
    const double x = round - break_round;
    const double value = curve[static_cast<std::size_t>(round)];
    values += value;
    if (x < 0 ? !before : !after) continue;
    Side& side = x < 0 ? left : right;
    side.sum += x;
    side.squares += x * x;
    side.product += x * value;
  }
  double weight = static_cast<double>(curve.size());
  for (const Side& side : {left, right}) {
    if (side.squares == 0) continue;
    values -= side.sum * side.product / side.squares;
    weight -= side.sum * side.sum / side.squares;
  }
  ShapeFit fit;
  fit.break_round = break_round;
  fit.level = values / weight;
  if (before) fit.slope_before = (left.product - fit.level * left.sum) / left.squares;
  if (after) fit.slope_after = (right.product - fit.level * right.sum) / right.squares;
  fit.parameters = 3 + (before ? 1 : 0) + (after ? 1 : 0);  // level, break, variance; slopes
  return fit;
}

ShapeFit fit_constant(std::span<const double> curve) {
  ShapeFit fit;
  fit.level = sample_mean(curve);
  fit.parameters = 2;
  return fit;
}

ShapeFit fit_line(std::span<const double> curve) {
  // A hinge at round 0 has all rounds after it.
  ShapeFit fit = fit_hinge(curve, 0, false, true);
  fit.break_round = -1;
  fit.slope_before = fit.slope_after;
  fit.parameters = 3;
  return fit;
}

// Fits are never credited with residuals that are only rounding: a curve that is exactly a line
// would otherwise be told from a broken one by the last bits.
double smallest_residuals(std::span<const double> curve) {
  double largest = 0;
  for (const double value : curve) largest = std::max(largest, std::abs(value));
  const double rounding = 1e-9 * largest;
  return static_cast<double>(curve.size()) * rounding * rounding +
         std::numeric_limits<double>::min();
}

void score(ShapeFit& fit, CurveShape shape, std::span<const double> curve) {
  fit.shape = shape;
  fit.residuals = 0;
  for (std::size_t round = 0; round < curve.size(); ++round) {
    const double residual = curve[round] - fit.at(static_cast<double>(round));
    fit.residuals += residual * residual;
  }
  const auto n = static_cast<double>(curve.size());
  const double k = fit.parameters;
  const double misfit = n * std::log(std::max(fit.residuals, smallest_residuals(curve)) / n);
  fit.bic = misfit + k * std::log(n);
  fit.aicc = misfit + 2 * k + 2 * k * (k + 1) / (n - k - 1);
}

ShapeFit without_fit(CurveShape shape) {
  ShapeFit fit;
  fit.shape = shape;
  fit.bic = fit.aicc = fit.residuals = std::numeric_limits<double>::infinity();
  return fit;
}

}  // namespace

double ShapeFit::at(double round) const {
  const double x = round - std::max(0, break_round);
  return level + (x < 0 ? slope_before : slope_after) * x;
}

ChangePoint find_change_point(std::span<const double> curve, Criterion criterion) {
  check_sample(curve, kLeastRoundsForChangePoint, "Change point");
  ChangePoint result;
  result.fits = {fit_constant(curve), fit_line(curve), without_fit(CurveShape::kBreak),
                 without_fit(CurveShape::kRiseThenFall)};
  score(result.fits[0], CurveShape::kConstant, curve);
  score(result.fits[1], CurveShape::kLine, curve);
  const auto worth = [&](const ShapeFit& fit) {
    return criterion == Criterion::kBic ? fit.bic : fit.aicc;
  };
  const auto offer = [&](ShapeFit fit) {
    const bool falls = fit.slope_before > 0 && fit.slope_after < 0;
    score(fit, falls ? CurveShape::kRiseThenFall : CurveShape::kBreak, curve);
    ShapeFit& best = result.fits[static_cast<std::size_t>(fit.shape)];
    if (worth(fit) < worth(best)) best = fit;
  };
  for (int round = kLeastToEnd; round + kLeastToEnd < static_cast<int>(curve.size()); ++round) {
    offer(fit_hinge(curve, round, true, false));
    offer(fit_hinge(curve, round, false, true));
    offer(fit_hinge(curve, round, true, true));
  }
  result.shape =
      std::min_element(result.fits.begin(), result.fits.end(),
                       [&](const ShapeFit& a, const ShapeFit& b) { return worth(a) < worth(b); })
          ->shape;
  return result;
}

PeakAndFall peak_and_fall(const SampleRows& curves, double level) {
  check_curves(curves, 2, 2, "Peak and fall");
  PeakAndFall result;
  std::vector<double> all_falls;
  for (std::size_t half = 0; half < 2; ++half) {
    std::vector<double> sums(curves.front().size());
    for (std::size_t row = half; row < curves.size(); row += 2) {
      for (std::size_t round = 0; round < sums.size(); ++round) sums[round] += curves[row][round];
    }
    const auto peak =
        static_cast<std::size_t>(std::max_element(sums.begin(), sums.end()) - sums.begin());
    std::vector<double> falls;
    for (std::size_t row = 1 - half; row < curves.size(); row += 2) {
      falls.push_back(curves[row][peak] - curves[row].back());
    }
    result.peak_rounds[half] = static_cast<int>(peak);
    result.falls[half] = sample_mean(falls);
    all_falls.insert(all_falls.end(), falls.begin(), falls.end());
  }
  result.fall = mean_interval(all_falls, level);
  return result;
}

}  // namespace tandem
