#include "engine/gtp/time_control.h"

#include <algorithm>

namespace tandem {
namespace {

using Kind = TimeSettings::Kind;

constexpr double kMarginSeconds = 0.15;
constexpr double kMarginShare = 0.05;
constexpr double kOvertimeShareInMain = 0.8;

}  // namespace

bool TimeControl::has_overtime() const {
  return settings_.kind == Kind::kCanadian || settings_.kind == Kind::kByoYomi;
}

void TimeControl::set(const TimeSettings& settings) {
  settings_ = settings;
  settings_.stones = std::max(1, settings.stones);
  const bool at_once = has_overtime() && settings.main <= 0;
  left_.fill(at_once ? first_overtime() : Left{settings.main, 0, false});
}

void TimeControl::set_left(StoneColour colour, double seconds, int stones) {
  left(colour) = {seconds, stones, stones > 0 && has_overtime()};
}

void TimeControl::spend(StoneColour colour, double seconds) {
  Left& clock = left(colour);
  clock.seconds -= seconds;
  if (!clock.overtime) {
    if (clock.seconds > 0 || !has_overtime()) return;
    const double into_overtime = -clock.seconds;
    clock = first_overtime();
    clock.seconds -= into_overtime;
  }
  if (settings_.kind == Kind::kByoYomi) {
    while (clock.seconds <= 0 && clock.stones > 1) {
      clock.seconds += settings_.period;
      --clock.stones;
    }
    clock.seconds = settings_.period;  // a period that isn't used up begins anew
  } else if (--clock.stones == 0) {
    clock = first_overtime();
  }
}

std::optional<double> TimeControl::seconds_for_move(StoneColour colour, int moves_left) const {
  if (settings_.kind == Kind::kNone) return std::nullopt;
  const Left& clock = left(colour);
  double share = 0;
  double until_it_falls = clock.seconds;
  if (!clock.overtime) {
    double overtime_move = 0;
    if (settings_.kind == Kind::kCanadian) overtime_move = settings_.period / settings_.stones;
    if (settings_.kind == Kind::kByoYomi) overtime_move = settings_.period;
    share = clock.seconds / std::max(1, moves_left) + kOvertimeShareInMain * overtime_move;
    until_it_falls += overtime_move;
  } else if (settings_.kind == Kind::kCanadian) {
    share = clock.seconds / std::max(1, clock.stones);
  } else {
    share = clock.seconds;
  }
  const double most = std::min(share, until_it_falls);
  return std::max(0.0, most - std::max(kMarginSeconds, kMarginShare * most));
}

}  // namespace tandem
