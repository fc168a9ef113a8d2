// The games that the one network of a run learns: several sizes of a game, or one alone.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "games/game.h"
#include "proto/game_record.pb.h"
#include "proto/run_config.pb.h"

namespace tandem {

/// At least one game; all are of one family (engine/network/family.h), none stands twice.
class RunGames {
 public:
  /// One game alone. Implicit: most who need games have one.
  RunGames(std::shared_ptr<const Game> game) : games_{std::move(game)} {}  // NOLINT

  /// config.game and config.more_games, in that order. Throws Error naming the field and the game:
  /// there is no such one, it stands twice, or it isn't of the first one's family.
  explicit RunGames(const RunConfig& config);

  int size() const { return static_cast<int>(games_.size()); }
  const std::shared_ptr<const Game>& operator[](int index) const { return games_[index]; }

  /// What self-play group number `group` plays: groups take turns.
  int index_of_group(int group) const { return group % size(); }

  /// Which of the games was recorded. Throws Error naming the game where the run doesn't play it.
  int index_of(const GameRecord& record) const;
  const Game& of(const GameRecord& record) const { return *games_[index_of(record)]; }

  /// "a and b".
  std::string names() const;

  /// What the network is made for.
  std::vector<GameInfo> infos() const;

 private:
  std::vector<std::shared_ptr<const Game>> games_;
};

/// For programs that take one game: throws Error if the config has more_games.
void expect_one_game(const RunConfig& config, std::string_view program);

}  // namespace tandem
