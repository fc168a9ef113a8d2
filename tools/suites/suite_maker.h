// What the suites of every game are made of: positions drawn from games, and their exact values.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "games/game.h"
#include "games/solver.h"

namespace tandem {

/// One file of a suite: a stretch of the game, and how its positions are drawn.
struct SuitePhase {
  std::string name;
  int first_ply = 0;
  int last_ply = 0;  ///< inclusive
  /// Draws ply p in proportion to (p + 1)^2, where few positions are early.
  bool prefer_later = false;
  bool half_hard = false;  ///< exactly half of the positions are hard
};

enum class SuiteSource { kRandom, kPlayer };

/// A drawn position: the moves that lead to it from the initial one.
struct SuiteCandidate {
  std::vector<Action> moves;
  SuiteSource source = SuiteSource::kRandom;
  std::optional<bool> hard;  ///< none where the game has no such label
};

/// Draws the positions of one game and solves them.
class SuiteMaker {
 public:
  virtual ~SuiteMaker() = default;

  /// Draws `count` positions for suite `side`, 0 or 1, half by each source. All differ, also under
  /// the game's symmetries, and the two sides share none. A function of its arguments alone. None
  /// once *stop becomes true (null: never). Throws Error if the positions seem not to exist.
  virtual std::optional<std::vector<SuiteCandidate>> draw(const SuitePhase& phase, int side,
                                                          int count, std::uint64_t seed,
                                                          const std::atomic<bool>* stop) = 0;

  /// The values of all legal actions, ascending. What has been solved stands in the work file when
  /// this returns, or throws Interrupted because the solver was stopped.
  virtual std::vector<SolvedAction> action_values(const SuiteCandidate& candidate) = 0;

  /// Whether action_values() would have nothing to solve.
  virtual bool knows(const SuiteCandidate& candidate) const = 0;
};

/// For the standard Connect Four board, with phases and hard positions (connect_four_candidates.h).
/// Solved values are kept in the file `work`. Solving ends soon after *stop becomes true. Throws
/// Error if the file is damaged or can't be written.
std::unique_ptr<SuiteMaker> make_connect_four_maker(const Game& game, std::size_t table_bytes,
                                                    const std::filesystem::path& work,
                                                    const std::atomic<bool>* stop);

/// For every game that has an exact solver (game_candidates.h). Also throws Error if this one has
/// none, or if the work file is another game's; action_values() throws Error for a position that is
/// too early for the solver.
std::unique_ptr<SuiteMaker> make_game_maker(std::shared_ptr<const Game> game,
                                            const std::filesystem::path& work,
                                            const std::atomic<bool>* stop);

}  // namespace tandem
