// What Gomoku and Pentago share: two players who in turn put a stone of theirs on a free square of
// a square board. Names of squares, the board as text, the board's symmetries.
//
// Squares are numbered row by row from the top left corner. They are called by column, a letter
// from the left (i included), and row, a number from the foot: "a1" is the bottom left corner.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "games/game.h"

namespace tandem::square_board {

std::string square_text(int size, int square);

/// None unless square_text() writes it so.
std::optional<int> parse_square(int size, std::string_view text);

/// Stones on a board. Player 0 begins, so he has as many stones as player 1, and is to move, or one
/// more.
struct Board {
  static constexpr std::int8_t kEmpty = -1;

  int size = 0;
  std::vector<std::int8_t> squares;  ///< kEmpty or the player whose stone it is
  PlayerId side_to_move = 0;
};

/// Rows from the top separated by '/', 'X' player 0, 'O' player 1, '-' empty, a space, and 'X' or
/// 'O' for the side to move: "---/-X-/--- O".
std::string board_text(const Board& board);

/// Reads what board_text() writes, for a board of `size`. Throws Error that calls the game by
/// `game` and says what is wrong and where: a character, a row's length, the number of stones, the
/// side to move.
Board parse_board(std::string_view game, int size, std::string_view text);

/// The board with its coordinates, '.' empty.
std::string board_display(const Board& board);

/// The eight symmetries of the square, the identity first; `actions` are left empty. Those from the
/// fifth on are reflections: they turn a clock's hands backwards.
std::vector<Symmetry> square_symmetries(int size);

}  // namespace tandem::square_board
