#include "training/lab/report/numbers.h"

#include <fmt/core.h>

#include <array>
#include <cmath>

namespace tandem {
namespace {

template <typename Write>
std::string with_interval(const std::optional<Estimate>& estimate, const Write& write) {
  if (!estimate) return "not measured";
  const std::string mean = write(estimate->mean);
  if (!estimate->interval) return mean + " (1 seed)";
  return fmt::format("{} ({} to {})", mean, write(estimate->interval->low),
                     write(estimate->interval->high));
}

}  // namespace

std::string number_text(double value, int decimals) {
  const std::string text = fmt::format("{:.{}f}", value, decimals);
  // A value that rounds to zero from below keeps its sign in C's formatting.
  const bool is_zero = text.find_first_of("123456789") == std::string::npos;
  return is_zero && text.starts_with('-') ? text.substr(1) : text;
}

std::string signed_text(double value) {
  const std::string text = number_text(value);
  return text.starts_with('-') || text == "0.0" ? text : "+" + text;
}

std::string large_text(double value) {
  constexpr std::array<const char*, 4> kUnits = {"", " k", " M", " G"};
  std::size_t unit = 0;
  while (std::abs(value) >= 999.5 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  if (unit == 0) return fmt::format("{:.0f}", value);
  const int decimals = std::abs(value) < 9.995 ? 2 : std::abs(value) < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f}{}", value, decimals, kUnits[unit]);
}

std::string estimate_text(const std::optional<Estimate>& estimate, int decimals) {
  return with_interval(estimate, [&](double value) { return number_text(value, decimals); });
}

std::string difference_text(const std::optional<Estimate>& estimate) {
  return with_interval(estimate, [](double value) { return signed_text(value); });
}

}  // namespace tandem
