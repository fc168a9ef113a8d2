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

/// Not thread-safe. The constructor's arguments must outlive it, and it must stay where it is while
/// an outcome is awaited.
class ActiveGame {
 public:
  ActiveGame(const Game& game, const RunConfig& config, const GameStarts& starts);

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

  /// Takes the finished search's move and records it. Returns the search's visits.
  std::int64_t play_move(int generation);

  bool over() const { return position_->is_terminal(); }

  /// Of a game that is over: asks the rules, and where they don't judge it the batch's judge.
  Answer ask_outcome(EvaluationBatch& batch);

  /// Records the outcome, once it is answered.
  void record_outcome();

  const GameRecord& record() const { return record_; }
  GameRecord take_record() { return std::move(record_); }

 private:
  int ply() const { return record_.opening_size() + record_.moves_size(); }
  void record_move(const SearchResult& result, int generation);

  const Game& game_;
  const RunConfig& config_;
  const GameStarts& starts_;
  GameRecord record_;
  std::unique_ptr<Position> position_;
  Search search_;
  bool full_search_ = true;
  Values outcome_{};
};

}  // namespace tandem
