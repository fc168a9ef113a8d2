// The recent games that the trainer draws its samples from.
#pragma once

#include <cstdint>
#include <deque>

#include "games/random.h"
#include "proto/game_record.pb.h"
#include "proto/run_config.pb.h"

namespace tandem {

/// W = c * (1 + b * ((N / c)^a - 1) / a), rounded; all N while N <= c (then W is c). Never grows
/// faster than N, so that a position which once left the window never comes back.
std::uint64_t window_positions(const ReplayConfig& config, std::uint64_t total_positions);

/// The newest finished games that together hold at least W positions. A position is a move with the
/// full search: only such moves are counted and sampled. What the window holds is a function of the
/// games added and of the last set_total_positions() alone, so that a resumed run (which adds again
/// the newest shards) has the same window as one that was never interrupted. Not thread-safe,
/// except that threads with their own Random may sample() at once while nothing else is called.
///
///   each generation:  for (GameRecord& game : finished) window.add(std::move(game));
///                     window.set_total_positions(manifest.positions());
///   at resume:        for (GameRecord& game : run.read_replay(window_positions(config, N),
///   reports)) window.add(...);
///                     window.set_total_positions(N);
class ReplayWindow {
 public:
  /// Position i is drawn with weight 1 - f + f * surprise_i / (mean surprise of the window), f =
  /// surprise_fraction.
  ReplayWindow(const ReplayConfig& config, double surprise_fraction);

  ReplayWindow(ReplayWindow&&) = default;
  ReplayWindow& operator=(ReplayWindow&&) = default;

  /// Appends a finished game (one with an outcome). Drops nothing: that is set_total_positions()'s
  /// job.
  void add(GameRecord game);

  /// Positions that the whole run has made, earlier processes included: the N of the window
  /// formula. Drops the oldest games that are no longer needed.
  void set_total_positions(std::uint64_t total);
  std::uint64_t total_positions() const { return total_positions_; }

  /// Positions in the window.
  std::size_t size() const { return positions_.size(); }
  std::size_t games() const { return games_.size(); }

  struct Sample {
    const GameRecord* game = nullptr;  ///< valid until the next set_total_positions()
    int move_index = 0;                ///< in game->moves(); the opening's plies come before move 0
  };

  /// Draws one position, with replacement. size() must not be 0.
  Sample sample(Random& random) const;

  /// Draws one game, each with the same probability. games() must not be 0.
  const GameRecord& sample_game(Random& random) const;

 private:
  struct StoredPosition {
    const GameRecord* game;  ///< a deque's elements stay where they are while its ends change
    std::uint64_t surprise_before;  ///< of all positions ever added before this one, in units of
                                    ///< kSurpriseUnit
    std::int32_t move_index;
  };

  std::uint64_t surprise_end(std::size_t index) const;

  ReplayConfig config_;
  double surprise_fraction_;
  std::uint64_t total_positions_ = 0;
  /// Integers, so that a draw doesn't depend on what was added before the window began.
  std::uint64_t surprise_sum_ = 0;
  std::deque<GameRecord> games_;
  std::deque<StoredPosition> positions_;
};

}  // namespace tandem
