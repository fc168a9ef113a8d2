#include "training/lab/statistics/forecast.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <limits>

#include "games/error.h"
#include "games/random.h"
#include "training/lab/statistics/distributions.h"
#include "training/lab/statistics/sample.h"

namespace tandem {
namespace {

constexpr double kShortestTau = 0.2;
constexpr double kLongestTauPerValue = 10;
constexpr int kGrid = 40;
constexpr std::uintmax_t kBrentSteps = 50;

struct Fit {
  SaturatingCurve curve;
  double residuals = 0;  // sum of squares
};

// The best curve with this tau: y - start = (ceiling - start) * (1 - exp(-k / tau)) is linear in
// the ceiling.
Fit fit_ceiling(double start, std::span<const double> values, double tau) {
  double products = 0;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double share = -std::expm1(-static_cast<double>(i + 1) / tau);
    products += share * (values[i] - start);
    squares += share * share;
  }
  Fit fit{{start, start + products / squares, tau}, 0};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double residual = values[i] - fit.curve.at(static_cast<double>(i + 1));
    fit.residuals += residual * residual;
  }
  return fit;
}

Fit better(const Fit& a, const Fit& b) { return b.residuals < a.residuals ? b : a; }

// Over tau the residuals of noisy values may have several valleys: the grid picks one, Brent's
// method goes to its floor. Half of a double's digits are all that a minimum can be told to.
Fit fit_curve(double start, std::span<const double> values) {
  const double shortest = std::log(kShortestTau);
  const double longest = std::log(kLongestTauPerValue * static_cast<double>(values.size()));
  const double step = (longest - shortest) / (kGrid - 1);
  const auto at = [&](double log_tau) { return fit_ceiling(start, values, std::exp(log_tau)); };
  Fit best = at(shortest);
  for (int i = 1; i < kGrid; ++i) best = better(best, at(shortest + i * step));

  const double low = std::max(shortest, std::log(best.curve.tau) - step);
  const double high = std::min(longest, std::log(best.curve.tau) + step);
  std::uintmax_t most_steps = kBrentSteps;
  const double floor = boost::math::tools::brent_find_minima(
                           [&](double log_tau) { return at(log_tau).residuals; }, low, high,
                           std::numeric_limits<double>::digits / 2, most_steps)
                           .first;
  return better(best, at(floor));
}

void check_forecast(int rounds_ahead, const ForecastConfig& config) {
  check_chance(config.level, 1, "Forecast: the level");
  if (rounds_ahead < 1) {
    throw Error(fmt::format("Forecast of {} rounds: ask for at least 1", rounds_ahead));
  }
  if (config.resamples < 100) {
    throw Error(fmt::format("Forecast: {} resamples are too few for an interval; take at least 100",
                            config.resamples));
  }
}

// What might be measured in the rounds after `fitted`: one row a round, one column a resample.
SampleRows simulate_later(const Fit& fit, int fitted, int rounds_ahead,
                          const ForecastConfig& config) {
  SampleRows later(static_cast<std::size_t>(rounds_ahead));
  std::vector<double> values(static_cast<std::size_t>(fitted));
  Random random(config.random_seed);
  for (int resample = 0; resample < config.resamples; ++resample) {
    const double noise = std::sqrt(fit.residuals / draw_chi_squared(fitted - 2, random));
    for (int i = 0; i < fitted; ++i) {
      values[static_cast<std::size_t>(i)] = fit.curve.at(i + 1) + noise * draw_normal(random);
    }
    const SaturatingCurve refit = fit_curve(fit.curve.start, values).curve;
    for (int i = 0; i < rounds_ahead; ++i) {
      later[static_cast<std::size_t>(i)].push_back(refit.at(fitted + 1 + i) +
                                                   noise * draw_normal(random));
    }
  }
  return later;
}

}  // namespace

double SaturatingCurve::at(double round) const {
  return start - (ceiling - start) * std::expm1(-round / tau);
}

SaturatingCurve fit_saturating_curve(double start, std::span<const double> values) {
  check_sample({&start, 1}, 1, "Saturating curve, its start");
  check_sample(values, 3, "Saturating curve");
  return fit_curve(start, values).curve;
}

Forecast forecast(double start, std::span<const double> values, int rounds_ahead,
                  const ForecastConfig& config) {
  check_sample({&start, 1}, 1, "Forecast, its start");
  check_sample(values, 3, "Forecast");
  check_forecast(rounds_ahead, config);
  const Fit fit = fit_curve(start, values);
  Forecast result;
  result.curve = fit.curve;
  result.first_round = static_cast<int>(values.size()) + 1;
  SampleRows simulated = simulate_later(fit, static_cast<int>(values.size()), rounds_ahead, config);
  for (int i = 0; i < rounds_ahead; ++i) {
    const Tails tails =
        sample_tails(simulated[static_cast<std::size_t>(i)], 0.5 * (1 - config.level));
    const double expected = fit.curve.at(result.first_round + i);
    result.expected.push_back(expected);
    result.intervals.push_back({std::min(tails.low, expected), std::max(tails.high, expected)});
  }
  return result;
}

ForecastScore score_forecast(const Forecast& forecast, std::span<const double> later) {
  check_sample(later, 1, "Later values of a forecast");
  if (later.size() > forecast.expected.size()) {
    throw Error(fmt::format("{} later values for a forecast of {} rounds: forecast more rounds",
                            later.size(), forecast.expected.size()));
  }
  ForecastScore score;
  const auto count = static_cast<double>(later.size());
  for (std::size_t i = 0; i < later.size(); ++i) {
    const Interval& interval = forecast.intervals[i];
    const bool inside = interval.low <= later[i] && later[i] <= interval.high;
    score.mean_absolute_error += std::abs(later[i] - forecast.expected[i]) / count;
    score.coverage += (inside ? 1 : 0) / count;
  }
  return score;
}

}  // namespace tandem
