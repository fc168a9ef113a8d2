// Connect Four positions worth labelling, drawn from games by random movers and by mid-strength
// players.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "games/connect_four/bitboard.h"
#include "games/connect_four/forced_win.h"
#include "games/game.h"

namespace tandem {

/// One file of a suite: a stretch of the game, and how many positions it wants.
struct SuitePhase {
  std::string name;
  int first_ply = 0;
  int last_ply = 0;  ///< inclusive; later plies count as this phase but are never drawn
  bool prefer_later =
      false;  ///< draws ply p in proportion to (p + 1)^2, where few positions are early
  bool half_hard = false;  ///< exactly half of the positions are hard
};

/// opening, begin, middle, end.
const std::vector<SuitePhase>& suite_phases();

enum class SuiteSource { kRandom, kPlayer };

/// A drawn position, with the moves that led to it.
struct SuiteCandidate {
  std::vector<Action> moves;
  connect_four::Bitboard board;
  SuiteSource source = SuiteSource::kRandom;
  bool hard = false;
};

/// A result is "far ahead" beyond this many plies under best play, the winner hurrying and the
/// loser delaying; a draw is reached when the board is full.
inline constexpr int kHardPlies = 14;

/// Whether the position belongs to the first of the two suites or to the second: a fair coin by
/// position, the same for its mirror image, so that the suites are disjoint however they are drawn.
int suite_side(const connect_four::Geometry& geometry, connect_four::Bitboard board);

/// Draws `count` different positions (mirror images count as the same), half by each source, and
/// half of each half hard if the phase asks for it. None is terminal or has an immediate win. A
/// function of its arguments alone. None once *stop becomes true (null: never). Throws Error if the
/// positions seem not to exist.
class SuiteSampler {
 public:
  explicit SuiteSampler(const connect_four::Geometry& geometry);

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
