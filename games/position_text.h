// Positions as people and files write them, for every game: "startpos", "startpos moves 4 4 3",
// "fen TEXT", "fen TEXT moves 4 4".
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "games/game.h"

namespace tandem {

struct ParsedPosition {
  std::unique_ptr<Position> start;  ///< before the moves
  std::vector<Action> moves;
  std::unique_ptr<Position> position;  ///< after the moves
};

/// Throws Error that quotes the word or move that is wrong: unknown, illegal, or after the game's
/// end.
ParsedPosition parse_position_text(const Game& game, std::string_view text);

/// "startpos moves A B C" for moves from the initial position.
std::string moves_text(const Game& game, const std::vector<Action>& moves);

}  // namespace tandem
