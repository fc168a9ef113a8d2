// Self-play: groups of games that advance together, one search each, one batch a group. A group is
// a task of one core; what it plays depends on (config, seed, snapshot, its games in flight) alone.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "games/game.h"
#include "mcts/evaluator.h"
#include "proto/game_record.pb.h"
#include "proto/run_config.pb.h"
#include "training/selfplay/game_start.h"

namespace tandem {

struct SelfPlayCounters {
  std::int64_t positions = 0;  ///< searched moves
  std::int64_t visits = 0;
  std::int64_t evaluations = 0;  ///< answered by the network itself
  std::int64_t games = 0;        ///< finished
};

/// The games of one group. Not thread-safe; different groups may run at once.
class SelfPlayGroup {
 public:
  /// Group `index` of config.self_play().groups(). Its games are numbered index, index + groups,
  /// ...: so game numbers and their random streams don't depend on scheduling.
  /// They begin where `starts` says, without it as draw_opening() does.
  SelfPlayGroup(std::shared_ptr<const Game> game, const RunConfig& config, int index,
                std::shared_ptr<const GameStarts> starts = nullptr);
  ~SelfPlayGroup();

  /// Continues from games stored at a commit (exactly games_per_group of them), instead of fresh
  /// ones.
  void restore(std::vector<GameRecord> games_in_flight, std::uint64_t next_game_number);

  /// The group makes games_per_group * moves_per_generation moves with this evaluator. Each game
  /// goes on as soon as its search is over, so that batches stay full where some searches end
  /// early; which game makes how many moves is a function of the evaluator's answers alone.
  /// Finished games are appended to `finished` and replaced by fresh ones. `generation` is recorded
  /// with each move. Throws Error when the network's answers are not numbers, or a game ends
  /// that neither its rules nor the evaluator can judge.
  void play(const Evaluator& evaluator, int generation, std::vector<GameRecord>& finished,
            SelfPlayCounters& counters);

  /// Of a fresh group: plays its first `count` games (at least games_per_group) to their end and
  /// starts no others; the group is spent then. Their order in `finished` is that in which they
  /// ended. Throws as play().
  void play_games(const Evaluator& evaluator, int generation, int count,
                  std::vector<GameRecord>& finished, SelfPlayCounters& counters);

  std::vector<GameRecord> games_in_flight() const;
  std::uint64_t next_game_number() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tandem
