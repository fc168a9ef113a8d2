// Many threads in one tree, for analysis and for moves under a clock. Self-play never needs it:
// many games fill a batch without sharing anything.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "games/game.h"
#include "mcts/evaluator.h"
#include "mcts/search.h"

namespace tandem {

struct ParallelOptions {
  int threads = 1;
  /// Leaves that a thread gathers before it computes its batch: 1 for evaluators that answer at
  /// once, more for a network, which likes batches.
  int leaves_per_batch = 1;
};

/// Whichever is reached first; at least one must be set.
struct SearchLimits {
  std::optional<std::int64_t> visits;       ///< at least 1
  std::optional<double> seconds;            ///< the root is evaluated even with 0
  const std::atomic<bool>* stop = nullptr;  ///< no descent begins after *stop becomes true
};

/// What a search has found so far.
struct SearchSnapshot {
  SearchResult result;
  std::vector<std::vector<Action>> lines;  ///< expected after each of result.actions, that first
};

/// PUCT without noise (SearchConfig's c_puct and solver; its algorithm is ignored, because
/// sequential halving needs its number of visits beforehand). Descents under way count as visits in
/// selection, but not in values (WU-UCT: Liu et al., "Watch the Unobserved", ICLR 2020). One mutex
/// guards the tree; positions are played and evaluated outside it. With one thread and one leaf a
/// batch the result is that of Search with PUCT; with more it depends on timing.
class ParallelSearch {
 public:
  /// `game` and `evaluator` must outlive the search.
  ParallelSearch(const Game& game, const SearchConfig& config, const Evaluator& evaluator,
                 const ParallelOptions& options);
  ~ParallelSearch();

  /// Searches a position that isn't terminal, from scratch. Rethrows what an evaluator throws.
  SearchResult search(const Position& root, const SearchLimits& limits);

  /// The line that the last search expects.
  std::vector<Action> principal_variation() const;

  /// Of the search under way in another thread, or of the last one; none before its root has been
  /// evaluated. Thread-safe.
  std::optional<SearchSnapshot> snapshot() const;

  /// Descents counted as under way: 0 between searches, else something was lost.
  std::int64_t in_flight() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tandem
