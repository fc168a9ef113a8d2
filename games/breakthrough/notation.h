// Breakthrough boards as text; the format stands at make_breakthrough().
#pragma once

#include <string>
#include <string_view>

#include "games/breakthrough/bitboard.h"

namespace tandem::breakthrough {

/// "a1" is the square at the foot on the left.
std::string square_text(const Geometry& geometry, int square);

std::string board_text(const Geometry& geometry, const Board& board);

/// Throws Error that names the row, the number of pieces or the side to move that is wrong, or the
/// piece that would have ended the game before.
Board parse_board(const Geometry& geometry, std::string_view text);

/// For people, with the names of rows and columns.
std::string board_display(const Geometry& geometry, const Board& board);

}  // namespace tandem::breakthrough
