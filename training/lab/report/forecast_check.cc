#include "training/lab/report/forecast_check.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace tandem {
namespace {

constexpr std::size_t kFewestFitted = 3;

/// A curve from iteration 0, cut into what is fitted and what comes later.
struct CutCurve {
  double start = 0;
  std::span<const double> fitted;
  std::span<const double> later;
};

std::optional<CutCurve> cut(const std::vector<double>& curve, int fitted) {
  const auto count = static_cast<std::size_t>(std::max(fitted, 0));
  if (count < kFewestFitted || curve.size() < count + 2) return {};
  const std::span<const double> all(curve);
  return CutCurve{all[0], all.subspan(1, count), all.subspan(1 + count)};
}

}  // namespace

std::optional<ForecastCheck> check_forecast(const ArmResults& arm, int fitted) {
  const SampleRows rows = rows_of(curves_of(arm, "known.exact"));
  if (rows.empty()) return {};
  const std::vector<double> mean = mean_curve(rows);
  const std::optional<CutCurve> curve = cut(mean, fitted);
  if (!curve) return {};
  ForecastCheck check;
  check.forecast = forecast(curve->start, curve->fitted, static_cast<int>(curve->later.size()), {});
  check.score = score_forecast(check.forecast, curve->later);
  check.last_error = check.forecast.expected.back() - curve->later.back();
  return check;
}

SeedValues forecast_errors(const ArmResults& arm, int fitted) {
  SeedValues errors;
  for (const auto& [seed, values] : curves_of(arm, "known.exact")) {
    const std::optional<CutCurve> curve = cut(values, fitted);
    if (!curve) continue;
    const SaturatingCurve fit = fit_saturating_curve(curve->start, curve->fitted);
    double sum = 0;
    for (std::size_t i = 0; i < curve->later.size(); ++i) {
      sum += std::abs(fit.at(static_cast<double>(curve->fitted.size() + 1 + i)) - curve->later[i]);
    }
    errors[seed] = sum / static_cast<double>(curve->later.size());
  }
  return errors;
}

}  // namespace tandem
