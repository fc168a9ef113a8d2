// Othello boards as text.
#pragma once

#include <string>
#include <string_view>

#include "games/othello/bitboard.h"

namespace tandem::othello {

/// A board with the side to move: 0 is Black, X; 1 is White, O.
struct Diagram {
  Bitboard board;
  int side = 0;
};

/// "c4" for row 3, column 2.
std::string square_text(int size, int square);

/// The one-line notation that Othello positions write; parse_diagram reads it back.
std::string diagram_text(int size, const Diagram& diagram);

/// Throws Error that says what is wrong and where: the length, a character, the side to move, or an
/// empty square in the middle, where discs lie from the start.
Diagram parse_diagram(int size, std::string_view text);

/// The board with lettered columns and numbered rows, row 1 on top.
std::string diagram_display(int size, const Diagram& diagram);

}  // namespace tandem::othello
