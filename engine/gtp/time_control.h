// Time settings as GTP knows them, and how long a move may take under them.
#pragma once

#include <array>
#include <optional>

#include "games/sgf/stone_board.h"

namespace tandem {

struct TimeSettings {
  enum class Kind {
    kNone,      ///< no limit
    kAbsolute,  ///< `main` seconds for all moves
    kCanadian,  ///< then `stones` moves in each period
    kByoYomi,   ///< then each move in one period, of which `stones` may be used up
  };
  Kind kind = Kind::kNone;
  double main = 0;    ///< seconds
  double period = 0;  ///< seconds
  int stones = 0;
};

/// Both colours' clocks: what the controller says of them, and between that what was spent by this
/// one's own reckoning.
///
/// The policy. From main time a move gets its share by the moves that are still expected, and four
/// fifths of what an overtime move has; in overtime a canadian move its share of the period, a
/// byo-yomi move one whole period (no period is ever given up). Of that 5 %, and at least 0.15 s,
/// stay unused, because the clock that counts is the controller's; a move never gets more than what
/// is left before the clock would fall, less that margin.
class TimeControl {
 public:
  void set(const TimeSettings& settings);

  /// Both clocks as they were set, for a new game.
  void restart() { set(settings_); }

  /// The controller's time_left: with 0 stones main time is left, else a part of a period, with so
  /// many moves to make in it (canadian) or so many periods (byo-yomi).
  void set_left(StoneColour colour, double seconds, int stones);

  void spend(StoneColour colour, double seconds);

  /// Seconds for the next move, 0 or more; none without a limit. `moves_left` counts those that
  /// this colour is expected to make, at least 1.
  std::optional<double> seconds_for_move(StoneColour colour, int moves_left) const;

 private:
  struct Left {
    double seconds = 0;
    int stones = 0;
    bool overtime = false;
  };

  Left first_overtime() const { return {settings_.period, settings_.stones, true}; }
  bool has_overtime() const;
  const Left& left(StoneColour c) const { return left_[c == StoneColour::kBlack ? 0 : 1]; }
  Left& left(StoneColour c) { return left_[c == StoneColour::kBlack ? 0 : 1]; }

  TimeSettings settings_;
  std::array<Left, 2> left_{};
};

}  // namespace tandem
