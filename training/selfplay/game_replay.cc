#include "training/selfplay/game_replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "games/error.h"

namespace tandem {
namespace {

std::string where(const GameRecord& record, int ply) {
  return fmt::format("game {} of {}, ply {}", record.number(), record.game(), ply);
}

/// Plays recorded actions and refuses those that the rules refuse.
class Replay {
 public:
  Replay(const Game& game, const GameRecord& record)
      : record_(record),
        position_(game.initial_position()),
        legal_(game.info().max_legal_actions) {}

  /// The number of legal actions before the move.
  int play(Action action) {
    const int count = position_->legal_actions(legal_);
    if (count == 0) {
      throw Error(where(record_, ply_) + ": the record goes on after the game's end");
    }
    if (!std::binary_search(legal_.begin(), legal_.begin() + count, action)) {
      throw Error(fmt::format("{}: recorded action {} is illegal in {}", where(record_, ply_),
                              action, position_->to_text()));
    }
    position_->apply(action);
    ++ply_;
    return count;
  }

  int ply() const { return ply_; }
  const Position& position() const { return *position_; }
  std::unique_ptr<Position> take() { return std::move(position_); }

 private:
  const GameRecord& record_;
  std::unique_ptr<Position> position_;
  std::vector<Action> legal_;
  int ply_ = 0;
};

void check_move(const GameRecord& record, int ply, const MoveRecord& move, int legal_actions) {
  const int expected = move.full_search() ? legal_actions : 0;
  if (move.policy_size() != expected) {
    throw Error(fmt::format("{}: the policy target has {} entries instead of {}",
                            where(record, ply), move.policy_size(), expected));
  }
}

void check_outcome(const Game& game, const GameRecord& record, const Replay& replay) {
  if (!replay.position().is_terminal()) {
    if (record.outcome_size() != 0) {
      throw Error(where(record, replay.ply()) +
                  ": an outcome is recorded, but the game isn't over");
    }
    return;
  }
  const std::optional<Values> outcome = replay.position().outcome();
  const int players = game.info().num_players;
  if (record.outcome_size() != players) {
    throw Error(fmt::format("{}: {} players' outcomes are recorded instead of {}",
                            where(record, replay.ply()), record.outcome_size(), players));
  }
  // What a judge said can't be checked.
  if (outcome &&
      !std::equal(outcome->begin(), outcome->begin() + players, record.outcome().begin())) {
    throw Error(where(record, replay.ply()) + ": the recorded outcome isn't the rules' outcome");
  }
}

}  // namespace

std::unique_ptr<Position> replay_game(const Game& game, const GameRecord& record, int moves) {
  Replay replay(game, record);
  for (const Action action : record.opening()) replay.play(action);
  const int count = moves < 0 ? record.moves_size() : moves;
  for (int i = 0; i < count; ++i) replay.play(record.moves(i).action());
  return replay.take();
}

void check_game(const Game& game, const GameRecord& record) {
  if (record.game() != game.info().name) {
    throw Error(fmt::format("game {}: recorded as {}, but the run plays {}", record.number(),
                            record.game(), game.info().name));
  }
  Replay replay(game, record);
  for (const Action action : record.opening()) replay.play(action);
  for (const MoveRecord& move : record.moves()) {
    const int ply = replay.ply();
    check_move(record, ply, move, replay.play(move.action()));
  }
  check_outcome(game, record, replay);
}

}  // namespace tandem
