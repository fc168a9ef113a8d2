// Dots and Boxes positions as text; the format stands at make_dots_and_boxes().
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "games/dots_and_boxes/bitboard.h"
#include "games/game.h"

namespace tandem::dots_and_boxes {

struct Board {
  Bits edges = 0;              ///< drawn
  std::array<int, 2> boxes{};  ///< owned, by player
  PlayerId mover = 0;
};

std::string edge_text(const Geometry& geometry, int edge);

std::string board_text(const Geometry& geometry, const Board& board);

/// Throws Error that names the row of edges, the score or the side to move that is wrong.
Board parse_board(const Geometry& geometry, std::string_view text);

/// For people, with the names of the dots, complete boxes filled, and the score.
std::string board_display(const Geometry& geometry, const Board& board);

}  // namespace tandem::dots_and_boxes
