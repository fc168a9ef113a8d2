#include "games/breakthrough/notation.h"

#include <bit>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem::breakthrough {
namespace {

constexpr char kWhiteChar = 'W';
constexpr char kBlackChar = 'B';
constexpr char kFree = '-';

char square_char(const Board& board, int square) {
  if (board.pieces[kWhite] & square_bit(square)) return kWhiteChar;
  return board.pieces[kBlack] & square_bit(square) ? kBlackChar : kFree;
}

[[noreturn]] void fail(std::string_view text, const std::string& what) {
  throw Error(fmt::format("breakthrough position \"{}\": {}", text, what));
}

/// Reads the part before the space.
Board parse_rows(const Geometry& g, std::string_view text, std::string_view whole) {
  Board board;
  int row = 0;
  int column = 0;
  const auto check_row_length = [&] {
    if (column == g.columns) return;
    fail(whole, fmt::format("row {} has {} squares, not {}", g.rows - row, column, g.columns));
  };
  for (const char c : text) {
    if (c == '/') {
      check_row_length();
      column = 0;
      if (++row == g.rows) fail(whole, fmt::format("more than {} rows", g.rows));
      continue;
    }
    if (c != kWhiteChar && c != kBlackChar && c != kFree) {
      fail(whole, fmt::format("unknown square '{}' in row {}; write W, B or -", c, g.rows - row));
    }
    if (column == g.columns) {
      fail(whole, fmt::format("row {} has more than {} squares", g.rows - row, g.columns));
    }
    const Bits square = square_bit(row * g.columns + column++);
    if (c == kWhiteChar) board.pieces[kWhite] |= square;
    if (c == kBlackChar) board.pieces[kBlack] |= square;
  }
  check_row_length();
  if (row + 1 != g.rows) fail(whole, fmt::format("{} rows, not {}", row + 1, g.rows));
  return board;
}

/// The position may be over by the last move, but not by an earlier one.
void check_pieces(const Geometry& g, const Board& board, std::string_view whole) {
  const char* names[] = {"White", "Black"};
  const Bits goals[] = {g.top_row, g.bottom_row};
  for (const PlayerId player : {kWhite, kBlack}) {
    const int count = std::popcount(board.pieces[player]);
    if (count > 2 * g.columns) {
      fail(whole, fmt::format("{} has {} pieces, more than the {} of the beginning", names[player],
                              count, 2 * g.columns));
    }
  }
  const PlayerId other = 1 - board.mover;
  if (board.other() == 0) {
    fail(whole, fmt::format("{} has no pieces, so that the game ended before the last move",
                            names[other]));
  }
  if (board.own() & goals[board.mover]) {
    fail(whole, fmt::format("{} has reached the last row, so that the game ended before the last "
                            "move",
                            names[board.mover]));
  }
  if (std::popcount(board.other() & goals[other]) > 1) {
    fail(whole, fmt::format("{} has more than one piece in the last row", names[other]));
  }
}

}  // namespace

std::string square_text(const Geometry& g, int square) {
  return fmt::format("{}{}", static_cast<char>('a' + square % g.columns),
                     g.rows - square / g.columns);
}

std::string board_text(const Geometry& g, const Board& board) {
  std::string text;
  for (int square = 0; square < g.squares(); ++square) {
    if (square > 0 && square % g.columns == 0) text += '/';
    text += square_char(board, square);
  }
  text += ' ';
  return text + (board.mover == kWhite ? kWhiteChar : kBlackChar);
}

Board parse_board(const Geometry& g, std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) {
    fail(text, "no side to move; end it with \" W\" or \" B\"");
  }
  Board board = parse_rows(g, text.substr(0, space), text);
  const std::string_view side = text.substr(space + 1);
  if (side != "W" && side != "B") {
    fail(text, fmt::format("side to move is \"{}\"; write W or B", side));
  }
  board.mover = side == "W" ? kWhite : kBlack;
  check_pieces(g, board, text);
  return board;
}

std::string board_display(const Geometry& g, const Board& board) {
  std::string text;
  for (int row = 0; row < g.rows; ++row) {
    text += fmt::format("{:2} ", g.rows - row);
    for (int column = 0; column < g.columns; ++column) {
      const char c = square_char(board, row * g.columns + column);
      text += ' ';
      text += c == kFree ? '.' : c;
    }
    text += '\n';
  }
  text += "   ";
  for (int column = 0; column < g.columns; ++column) {
    text += ' ';
    text += static_cast<char>('a' + column);
  }
  return text + '\n';
}

}  // namespace tandem::breakthrough
