// Connect Four boards as text.
#pragma once

#include <string>
#include <string_view>

#include "games/connect_four/bitboard.h"

namespace tandem::connect_four {

/// The one-line notation that ConnectFour positions write; parse_board reads it back.
std::string board_text(const Geometry& g, Bitboard board);

/// Throws Error that says what is wrong and where: a character, a row's length, a floating stone,
/// stone counts or side to move that don't fit, or fours that no game can have reached.
Bitboard parse_board(const Geometry& g, std::string_view text);

/// The board with numbered columns, the top row first.
std::string board_display(const Geometry& g, Bitboard board);

}  // namespace tandem::connect_four
