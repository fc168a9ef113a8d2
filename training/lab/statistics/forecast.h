// How far a loop will get, foretold from its first rounds: a curve that saturates, with intervals,
// to be held against what came.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/evaluation/proportion.h"

namespace tandem {

/// y(k) = ceiling - (ceiling - start) * exp(-k / tau): from `start` at round 0 the same share of
/// the way that is left, 1 - exp(-1 / tau), in every round. A ceiling below the start is a fall.
struct SaturatingCurve {
  double start = 0;
  double ceiling = 0;
  double tau = 1;  ///< rounds

  double at(double round) const;
};

/// The least-squares ceiling and tau for values[0] at round 1, values[1] at round 2, ..., with
/// `start` taken as known. For a given tau the ceiling has a closed form, so only tau is searched,
/// from 0.2 (all there in the first round) to ten times the number of values (as good as a
/// straight line): over a fixed logarithmic grid, then by Brent's method around its best point.
/// Always ends, always finite; where tau is without effect (values equal to the start) it is 0.2.
/// Throws Error for fewer than three values and for one that is not finite.
SaturatingCurve fit_saturating_curve(double start, std::span<const double> values);

struct ForecastConfig {
  std::uint64_t random_seed = 0;  ///< of the bootstrap
  int resamples = 1000;           ///< at least 100
  double level = 0.95;            ///< in (0, 1)
};

struct Forecast {
  SaturatingCurve curve;
  int first_round = 0;              ///< of the two lists: the round after the last one fitted
  std::vector<double> expected;     ///< curve.at(first_round), ...
  std::vector<Interval> intervals;  ///< for one measured value at that round, not for the curve
};

/// Fits the curve to `values` (rounds 1, 2, ...) and foretells the `rounds_ahead` rounds after
/// them.
///
/// Prediction intervals by parametric bootstrap, not by the delta method, whose normal
/// approximation fails where the first rounds don't pin tau down. With R the sum of squared
/// residuals of n values, a resample
///   draws a variance of the noise, R / chi^2(n - 2): gives few values the width of Student's t;
///   draws new values around the fitted curve, and refits them;
///   adds noise to the later rounds of the refitted curve.
/// The intervals run between the percentiles (1 -+ level) / 2 of these sums, and hold the forecast
/// itself in any case; an exact fit leaves them without width. They suppose that the curve has the
/// right form and that the noise is independent and normal: then 95 % intervals covered 94 to 98 %
/// in simulations with n from 5 to 12 and tau from n / 4 to 4 n. Nothing is cut to the range of the
/// measure.
///
/// Throws Error for fewer than three values, values that are not finite, no rounds ahead, or a
/// config out of range.
Forecast forecast(double start, std::span<const double> values, int rounds_ahead,
                  const ForecastConfig& config);

/// How good a forecast was.
struct ForecastScore {
  double mean_absolute_error = 0;  ///< in the unit of the values
  double coverage = 0;             ///< share of later values inside their interval, ends included
};

/// Holds a forecast against the values that came at its rounds; a later end of the forecast is left
/// out. Throws Error where there is no later value, one that is not finite, or more of them than
/// were forecast.
ForecastScore score_forecast(const Forecast& forecast, std::span<const double> later);

}  // namespace tandem
