// One self-play game in flight: its position, its record and the search of its next move.
#pragma once

#include <cstdint>
#include <memory>

#include "games/game.h"
#include "mcts/search.h"
#include "proto/game_record.pb.h"
#include "proto/run_config.pb.h"
#include "training/selfplay/game_start.h"

namespace tandem {

/// Not thread-safe. `game` and `config` must outlive it.
class ActiveGame {
 public:
  ActiveGame(const Game& game, const RunConfig& config);

  /// Begins game `number`, with its opening played.
  void start(std::uint64_t number);

  /// Goes on with a recorded game that isn't over. Throws Error if the record isn't one.
  void restore(GameRecord record);

  /// Forgets the tree of the last search (kept between moves only with search.tree_reuse).
  void drop_tree() { search_.clear(); }

  /// Starts the search of the next move: the full one, or with probability 1 - full_search_fraction
  /// a fast one without noise.
  void begin_search();

  /// As Search::advance().
  bool advance(EvaluationBatch& batch) { return search_.advance(batch); }

  /// Takes the finished search's move and records it; at the game's end also the outcome. Returns
  /// the search's visits.
  std::int64_t play_move(int generation);

  bool over() const { return position_->is_terminal(); }
  const GameRecord& record() const { return record_; }
  GameRecord take_record() { return std::move(record_); }

 private:
  int ply() const { return record_.opening_size() + record_.moves_size(); }
  void record_move(const SearchResult& result, int generation);
  void record_outcome();

  const Game& game_;
  const RunConfig& config_;
  GameRecord record_;
  std::unique_ptr<Position> position_;
  Search search_;
  bool full_search_ = true;
};

}  // namespace tandem
