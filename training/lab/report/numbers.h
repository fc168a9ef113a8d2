// Numbers as the report writes them.
#pragma once

#include <optional>
#include <string>

#include "training/lab/report/measured.h"

namespace tandem {

/// One decimal, never "-0.0".
std::string number_text(double value, int decimals = 1);

/// With its sign, so that it reads as a difference: +1.2, -0.3, 0.0.
std::string signed_text(double value);

/// Three figures and k, M or G: 950, 1.23 k, 45.6 M.
std::string large_text(double value);

/// "84.2 (80.1 to 88.3)"; "84.2 (1 seed)"; "not measured".
std::string estimate_text(const std::optional<Estimate>& estimate, int decimals = 1);

/// The same with signs: "+1.2 (-0.4 to +2.8)".
std::string difference_text(const std::optional<Estimate>& estimate);

}  // namespace tandem
