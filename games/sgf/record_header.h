// The root of a record: which game it is, who played, with what result.
#pragma once

#include "games/game.h"
#include "games/sgf/game_record.h"
#include "games/sgf/sgf.h"
#include "games/sgf/stone_board.h"

namespace tandem {

/// Reads names and RE into the record, and adds a note where komi or handicap need one. Throws
/// Error if GM or SZ are another game's.
void read_record_header(const Game& game, const StoneBoard& board, const SgfNode& root,
                        SgfRecord& record);

}  // namespace tandem
