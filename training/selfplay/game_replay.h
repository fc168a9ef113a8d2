// Playing recorded games again: the check that what is stored is a game.
#pragma once

#include <memory>

#include "games/game.h"
#include "proto/game_record.pb.h"

namespace tandem {

/// The position after the record's opening and its first `moves` moves (all of them by default).
/// Throws Error naming game and ply where an action is illegal or comes after the end.
std::unique_ptr<Position> replay_game(const Game& game, const GameRecord& record, int moves = -1);

/// Checks a whole record against the rules: game name, every action, the length of every policy
/// target, and that the outcome is there exactly when the game is over, and is the rules' own
/// where they judge. Throws Error naming game and ply.
void check_game(const Game& game, const GameRecord& record);

}  // namespace tandem
