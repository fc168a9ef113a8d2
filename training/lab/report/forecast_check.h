// An arm's exact matches on known words, foretold from its first iterations and held against the
// rest.
#pragma once

#include <optional>

#include "training/lab/report/measured.h"
#include "training/lab/statistics/forecast.h"

namespace tandem {

/// Of the mean curve over seeds, in points.
struct ForecastCheck {
  Forecast forecast;
  ForecastScore score;
  double last_error = 0;  ///< foretold less measured, at the last iteration: positive is too high
};

/// Fits iterations 1 to `fitted`, the start taken as known. None unless there are more iterations
/// than that, at least three of them fitted, all of them measured.
std::optional<ForecastCheck> check_forecast(const ArmResults& arm, int fitted);

/// By seed, each fitted by itself: mean over the later iterations of |foretold - measured|, in
/// points. Empty where check_forecast() has nothing.
SeedValues forecast_errors(const ArmResults& arm, int fitted);

}  // namespace tandem
