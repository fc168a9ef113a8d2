#include "games/connect_four/notation.h"

#include <bit>

#include "games/error.h"

namespace tandem::connect_four {
namespace {

constexpr char kFirst = 'X';
constexpr char kSecond = 'O';
constexpr char kEmpty = '-';

struct Stones {
  Bits first = 0;
  Bits second = 0;
};

Stones stones_of(Bitboard board) {
  const bool first_moves = std::popcount(board.all) % 2 == 0;
  const Bits other = board.mover ^ board.all;
  return first_moves ? Stones{board.mover, other} : Stones{other, board.mover};
}

char square_char(const Stones& stones, Bits square) {
  if (stones.first & square) return kFirst;
  return stones.second & square ? kSecond : kEmpty;
}

[[noreturn]] void fail(std::string_view text, const std::string& what) {
  throw Error("connect_four position \"" + std::string(text) + "\": " + what);
}

/// Reads the part before the space: rows from the top.
Stones parse_rows(const Geometry& g, std::string_view text, std::string_view whole) {
  Stones stones;
  int row = g.rows - 1;
  int column = 0;
  const auto check_row_length = [&] {
    if (column == g.columns) return;
    fail(whole, "row " + std::to_string(g.rows - row) + " from the top has " +
                    std::to_string(column) + " squares, not " + std::to_string(g.columns));
  };
  for (const char c : text) {
    if (c == '/') {
      check_row_length();
      column = 0;
      if (--row < 0) fail(whole, "more than " + std::to_string(g.rows) + " rows");
      continue;
    }
    if (c != kFirst && c != kSecond && c != kEmpty) {
      fail(whole, std::string("unknown square '") + c + "'; write X, O or -");
    }
    if (column == g.columns) {
      fail(whole, "row " + std::to_string(g.rows - row) + " from the top has more than " +
                      std::to_string(g.columns) + " squares");
    }
    const Bits square = square_bit(g, row, column++);
    if (c == kFirst) stones.first |= square;
    if (c == kSecond) stones.second |= square;
  }
  check_row_length();
  if (row != 0) {
    fail(whole, std::to_string(g.rows - row) + " rows, not " + std::to_string(g.rows));
  }
  return stones;
}

void check_gravity(const Geometry& g, Bits all, std::string_view whole) {
  for (int column = 0; column < g.columns; ++column) {
    const Bits stones = (all & column_bits(g, column)) >> (column * g.stride);
    if (stones & (stones + 1)) {
      fail(whole, "column " + std::to_string(column + 1) + " has a stone above an empty square");
    }
  }
}

/// True if taking back one topmost stone of `stones` leaves no four: the game ended with its last
/// move.
bool ended_by_last_stone(const Geometry& g, Bits stones, Bits all) {
  for (int column = 0; column < g.columns; ++column) {
    const Bits filled = all & column_bits(g, column);
    const Bits top = filled & ~(filled >> 1);
    if ((stones & top) && !has_four(g, stones & ~top)) return true;
  }
  return false;
}

}  // namespace

std::string board_text(const Geometry& g, Bitboard board) {
  const Stones stones = stones_of(board);
  std::string text;
  for (int row = g.rows - 1; row >= 0; --row) {
    for (int column = 0; column < g.columns; ++column) {
      text += square_char(stones, square_bit(g, row, column));
    }
    text += row > 0 ? '/' : ' ';
  }
  return text + (std::popcount(board.all) % 2 == 0 ? kFirst : kSecond);
}

Bitboard parse_board(const Geometry& g, std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) {
    fail(text, "no side to move; end it with \" X\" or \" O\"");
  }
  const std::string_view side = text.substr(space + 1);
  const Stones stones = parse_rows(g, text.substr(0, space), text);
  if (side != std::string_view(&kFirst, 1) && side != std::string_view(&kSecond, 1)) {
    fail(text, "side to move is \"" + std::string(side) + "\"; write X or O");
  }
  const Bits all = stones.first | stones.second;
  check_gravity(g, all, text);

  const int extra = std::popcount(stones.first) - std::popcount(stones.second);
  if (extra != 0 && extra != 1) {
    fail(text, std::to_string(std::popcount(stones.first)) + " X and " +
                   std::to_string(std::popcount(stones.second)) +
                   " O; X moves first, so it has as many or one more");
  }
  const bool first_moves = extra == 0;
  if (first_moves != (side[0] == kFirst)) {
    fail(text, std::string("by the number of stones it is the turn of ") +
                   (first_moves ? kFirst : kSecond));
  }

  const Bits mover = first_moves ? stones.first : stones.second;
  const Bits other = mover ^ all;
  if (has_four(g, mover)) {
    fail(text, "the side to move has four in a line already; the game would have ended before");
  }
  if (has_four(g, other) && !ended_by_last_stone(g, other, all)) {
    fail(text, "the fours can't have come from one last stone");
  }
  return {mover, all};
}

std::string board_display(const Geometry& g, Bitboard board) {
  const Stones stones = stones_of(board);
  std::string text;
  for (int row = g.rows - 1; row >= 0; --row) {
    for (int column = 0; column < g.columns; ++column) {
      const char c = square_char(stones, square_bit(g, row, column));
      text += ' ';
      text += c == kEmpty ? '.' : c;
    }
    text += '\n';
  }
  for (int column = 1; column <= g.columns; ++column) text += ' ' + std::to_string(column % 10);
  return text + '\n';
}

}  // namespace tandem::connect_four
