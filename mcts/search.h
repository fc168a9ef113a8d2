// System 2: one tree search for one position, stepped so that many of them share one batch.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "games/game.h"
#include "games/random.h"
#include "mcts/evaluator.h"
#include "proto/run_config.pb.h"

namespace tandem {

/// What the search found out about one legal root action.
struct ActionResult {
  Action action = 0;
  float prior = 0;  ///< the network's probability, without noise
  int visits = 0;
  float value = 0;   ///< mean for the root's mover in [-1, 1]; the completed value where unvisited
  float target = 0;  ///< policy target, sums to 1 over the actions
  std::optional<Values> proven;  ///< exact result of this action, if proven by the rules
};

struct SearchResult {
  Action best = 0;
  /// The move to play: `best`, unless the algorithm samples among root actions (PUCT's first
  /// plies).
  Action chosen = 0;
  std::vector<ActionResult> actions;  ///< one per legal action, ascending
  Values network_values{};            ///< the evaluator's own answer at the root
  Values values{};                    ///< the search's answer at the root; exact when proven
  bool proven = false;
  std::int64_t visits = 0;  ///< descents of this search, the root's own evaluation included
  std::int64_t nodes = 0;   ///< tree nodes that they passed, the root each time included
};

/// One search at a time over its own tree. Single-threaded; results are a function of the root, the
/// config, the random stream and the evaluator's answers.
///
/// A visit is one descent and asks the evaluator at most once. The first visit evaluates the root,
/// so n visits put n - 1 on its actions (fewer when the root is proven before); with 1 visit the
/// move follows from the network's answer alone.
class Search {
 public:
  /// `game` must outlive the search.
  Search(const Game& game, const SearchConfig& config);
  ~Search();
  Search(Search&&) noexcept;
  Search& operator=(Search&&) noexcept;

  /// Starts on `root`, which must not be terminal, with config.visits visits, or `visits` where
  /// given. Draws the root's noise from `random`. `ply` counts moves since the game began (PUCT
  /// samples early moves, unless the noise is 0). With config.tree_reuse, a tree left by apply()
  /// that stands at `root` is kept: its visits count in ActionResult::visits, but not against the
  /// new ones. After stop() with a leaf queued, compute() the batch before the next begin().
  void begin(const Position& root, Random random, int ply = 0, std::optional<int> visits = {},
             std::optional<double> noise = {});

  /// Takes in the answer that the last advance() queued, if any (so compute() the batch between),
  /// then descends until a leaf is queued (true) or the search is over (false).
  bool advance(EvaluationBatch& batch);

  /// Valid once advance() has returned false, or after stop(); the root at least must have been
  /// answered.
  SearchResult result() const;

  /// Ends the search where it is: what was visited so far counts; a queued leaf is forgotten.
  void stop();

  /// The most visited line from the root, best reply by best reply.
  std::vector<Action> principal_variation() const;

  /// Moves the root down one action (tree reuse).
  void apply(Action action);

  /// Drops the tree; memory is kept for the next begin().
  void clear();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// Runs one search to its end on the calling thread.
SearchResult run_search(Search& search, EvaluationBatch& batch);

}  // namespace tandem
