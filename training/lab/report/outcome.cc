#include "training/lab/report/outcome.h"

#include <algorithm>

namespace tandem {

std::string name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kHeld:
      return "held";
    case Outcome::kRefuted:
      return "refuted";
    case Outcome::kUndecided:
      return "undecided";
    case Outcome::kNotMeasured:
      return "not measured";
  }
  return "";
}

Outcome is_above(const std::optional<Estimate>& estimate, double boundary) {
  if (!estimate || !estimate->interval) return Outcome::kNotMeasured;
  if (estimate->interval->low > boundary) return Outcome::kHeld;
  if (estimate->interval->high <= boundary) return Outcome::kRefuted;
  return Outcome::kUndecided;
}

Outcome is_at_least(const std::optional<Estimate>& estimate, double boundary) {
  if (!estimate || !estimate->interval) return Outcome::kNotMeasured;
  if (estimate->interval->low >= boundary) return Outcome::kHeld;
  if (estimate->interval->high < boundary) return Outcome::kRefuted;
  return Outcome::kUndecided;
}

Outcome opposite(Outcome outcome) {
  if (outcome == Outcome::kHeld) return Outcome::kRefuted;
  if (outcome == Outcome::kRefuted) return Outcome::kHeld;
  return outcome;
}

Outcome all_of(std::span<const Outcome> outcomes) {
  const auto count = [&](Outcome outcome) {
    return static_cast<std::size_t>(std::ranges::count(outcomes, outcome));
  };
  if (count(Outcome::kRefuted) > 0) return Outcome::kRefuted;
  if (count(Outcome::kNotMeasured) == outcomes.size()) return Outcome::kNotMeasured;
  return count(Outcome::kHeld) == outcomes.size() ? Outcome::kHeld : Outcome::kUndecided;
}

}  // namespace tandem
