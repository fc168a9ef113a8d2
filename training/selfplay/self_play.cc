#include "training/selfplay/self_play.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "games/error.h"
#include "training/selfplay/active_game.h"

namespace tandem {

class SelfPlayGroup::Impl {
 public:
  Impl(std::shared_ptr<const Game> game, const RunConfig& config, int index,
       std::shared_ptr<const GameStarts> starts)
      : game_(std::move(game)),
        config_(config),
        starts_(starts ? std::move(starts)
                       : std::make_shared<RandomStarts>(game_, config.self_play())),
        next_game_number_(static_cast<std::uint64_t>(index)) {
    slots_.resize(config_.self_play().games_per_group());
    for (Slot& slot : slots_) {
      slot.game = std::make_unique<ActiveGame>(*game_, config_, *starts_);
      start_game(slot);
    }
  }

  void restore(std::vector<GameRecord> games, std::uint64_t next_game_number) {
    if (games.size() != slots_.size()) {
      throw Error(fmt::format("self-play: {} games in flight are stored for a group of {}",
                              games.size(), slots_.size()));
    }
    for (std::size_t i = 0; i < games.size(); ++i) slots_[i].game->restore(std::move(games[i]));
    next_game_number_ = next_game_number;
  }

  void play(const Evaluator& evaluator, int generation, std::vector<GameRecord>& finished,
            SelfPlayCounters& counters) {
    const std::int64_t moves =
        static_cast<std::int64_t>(slots_.size()) * config_.self_play().moves_per_generation();
    play_until(evaluator, generation, moves, std::numeric_limits<std::uint64_t>::max(), finished,
               counters);
  }

  void play_games(const Evaluator& evaluator, int generation, int count,
                  std::vector<GameRecord>& finished, SelfPlayCounters& counters) {
    const auto started = static_cast<int>(slots_.size());
    if (count < started) {
      throw Error(fmt::format("self-play: {} games are too few for a group of {}", count, started));
    }
    const std::uint64_t end = next_game_number_ + static_cast<std::uint64_t>(count - started) *
                                                      config_.self_play().groups();
    play_until(evaluator, generation, std::numeric_limits<std::int64_t>::max(), end, finished,
               counters);
  }

  std::vector<GameRecord> games_in_flight() const {
    std::vector<GameRecord> games;
    for (const Slot& slot : slots_) games.push_back(slot.game->record());
    return games;
  }

  std::uint64_t next_game_number() const { return next_game_number_; }

 private:
  enum class State {
    kIdle,
    kSearching,
    kJudging,  ///< the game is over, and its outcome was asked
  };

  struct Slot {
    std::unique_ptr<ActiveGame> game;
    State state = State::kIdle;
  };

  /// What one call of play() or play_games() hands round.
  struct Turn {
    EvaluationBatch& batch;
    const int generation;
    std::int64_t moves_left;
    const std::uint64_t end;  ///< games from this number on are not started
    std::vector<GameRecord>& finished;
    SelfPlayCounters& counters;
  };

  void play_until(const Evaluator& evaluator, int generation, std::int64_t moves, std::uint64_t end,
                  std::vector<GameRecord>& finished, SelfPlayCounters& counters) {
    // One batch a call: its cache dies with it, so that a resumed run meets the same cold cache.
    const std::unique_ptr<EvaluationBatch> batch = evaluator.new_batch();
    Turn turn{*batch, generation, moves, end, finished, counters};
    for (Slot& slot : slots_) {
      slot.game->drop_tree();
      slot.state = State::kIdle;
      begin_move(slot, turn.moves_left);
    }
    bool waiting = true;
    while (waiting) {
      waiting = false;
      for (Slot& slot : slots_) waiting |= go_on(slot, turn);
      if (waiting) batch->compute();
    }
    counters.evaluations += batch->evaluations();
  }

  void start_game(Slot& slot) {
    slot.game->start(next_game_number_);
    next_game_number_ += config_.self_play().groups();
  }

  /// Begins a search while the group has moves left to make in this generation.
  static void begin_move(Slot& slot, std::int64_t& moves_left) {
    if (moves_left == 0) return;
    --moves_left;
    slot.game->begin_search();
    slot.state = State::kSearching;
  }

  /// Plays the slot's games until one waits for the batch (true) or no move is left to make.
  bool go_on(Slot& slot, Turn& turn) {
    while (slot.state != State::kIdle) {
      if (slot.state == State::kSearching) {
        if (slot.game->advance(turn.batch)) return true;
        turn.counters.visits += slot.game->play_move(turn.generation);
        ++turn.counters.positions;
        if (!slot.game->over()) {
          slot.state = State::kIdle;
          begin_move(slot, turn.moves_left);
          continue;
        }
        slot.state = State::kJudging;
        if (slot.game->ask_outcome(turn.batch) == Answer::kQueued) return true;
      }
      finish_game(slot, turn);
    }
    return false;
  }

  void finish_game(Slot& slot, Turn& turn) {
    slot.game->record_outcome();
    ++turn.counters.games;
    turn.finished.push_back(slot.game->take_record());
    slot.state = State::kIdle;
    if (next_game_number_ >= turn.end) return;
    start_game(slot);
    begin_move(slot, turn.moves_left);
  }

  std::shared_ptr<const Game> game_;
  RunConfig config_;
  std::shared_ptr<const GameStarts> starts_;
  std::vector<Slot> slots_;
  std::uint64_t next_game_number_;
};

SelfPlayGroup::SelfPlayGroup(std::shared_ptr<const Game> game, const RunConfig& config, int index,
                             std::shared_ptr<const GameStarts> starts)
    : impl_(std::make_unique<Impl>(std::move(game), config, index, std::move(starts))) {}
SelfPlayGroup::~SelfPlayGroup() = default;

void SelfPlayGroup::restore(std::vector<GameRecord> games_in_flight,
                            std::uint64_t next_game_number) {
  impl_->restore(std::move(games_in_flight), next_game_number);
}

void SelfPlayGroup::play(const Evaluator& evaluator, int generation,
                         std::vector<GameRecord>& finished, SelfPlayCounters& counters) {
  impl_->play(evaluator, generation, finished, counters);
}

void SelfPlayGroup::play_games(const Evaluator& evaluator, int generation, int count,
                               std::vector<GameRecord>& finished, SelfPlayCounters& counters) {
  impl_->play_games(evaluator, generation, count, finished, counters);
}

std::vector<GameRecord> SelfPlayGroup::games_in_flight() const { return impl_->games_in_flight(); }
std::uint64_t SelfPlayGroup::next_game_number() const { return impl_->next_game_number(); }

}  // namespace tandem
