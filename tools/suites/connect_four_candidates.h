// Connect Four positions worth labelling, drawn from games by random movers and by mid-strength
// players.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "games/connect_four/bitboard.h"
#include "games/connect_four/forced_win.h"
#include "games/game.h"
#include "tools/suites/suite_maker.h"

namespace tandem {

/// opening, begin, middle, end. Plies later than the end's last count as end but are never drawn.
const std::vector<SuitePhase>& connect_four_phases();

/// A result is "far ahead" beyond this many plies under best play, the winner hurrying and the
/// loser delaying; a draw is reached when the board is full.
inline constexpr int kHardPlies = 14;

/// Whether the position belongs to the first of the two suites or to the second: a fair coin by
/// position, the same for its mirror image, so that the suites are disjoint however they are drawn.
int connect_four_side(const connect_four::Geometry& geometry, connect_four::Bitboard board);

/// As SuiteMaker::draw(), half of each half hard if the phase asks for it. No position is terminal
/// or has an immediate win.
class ConnectFourSampler {
 public:
  explicit ConnectFourSampler(const connect_four::Geometry& geometry);

  std::optional<std::vector<SuiteCandidate>> draw(const SuitePhase& phase, int side, int count,
                                                  std::uint64_t seed,
                                                  const std::atomic<bool>* stop = nullptr);

  /// Whether the result is more than kHardPlies ahead.
  bool is_hard(connect_four::Bitboard board);

 private:
  connect_four::Geometry geometry_;
  connect_four::ForcedWins forced_wins_;
};

}  // namespace tandem
