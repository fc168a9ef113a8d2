#include "games/square_board.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem::square_board {
namespace {

constexpr char kMarks[] = {'X', 'O'};
constexpr char kNoMark = '-';

char mark_of(std::int8_t owner, char empty) {
  return owner == Board::kEmpty ? empty : kMarks[owner];
}

/// Says what is wrong with one text.
class Refusal {
 public:
  Refusal(std::string_view game, std::string_view text) : game_(game), text_(text) {}
  Error operator()(const std::string& what) const {
    return Error(fmt::format("{} position \"{}\": {}", game_, text_, what));
  }

 private:
  std::string_view game_;
  std::string_view text_;
};

/// Reads the part before the space.
std::vector<std::int8_t> parse_rows(int size, std::string_view rows, const Refusal& refuse) {
  std::vector<std::int8_t> squares;
  int row = 1;
  int column = 0;  // squares read of this row
  for (std::size_t i = 0; i <= rows.size(); ++i) {
    if (i == rows.size() || rows[i] == '/') {
      if (column != size) {
        throw refuse(
            fmt::format("row {} from the top has {} squares, expected {}", row, column, size));
      }
      if (i == rows.size()) break;
      if (++row > size) throw refuse(fmt::format("more than {} rows", size));
      column = 0;
      continue;
    }
    if (column == size) {
      throw refuse(fmt::format("row {} from the top has more than {} squares", row, size));
    }
    const char c = rows[i];
    if (c != kMarks[0] && c != kMarks[1] && c != kNoMark) {
      throw refuse(
          fmt::format("unknown square '{}' at column {} of row {} from the top; write X, O or -", c,
                      column + 1, row));
    }
    squares.push_back(c == kNoMark     ? Board::kEmpty
                      : c == kMarks[0] ? std::int8_t{0}
                                       : std::int8_t{1});
    ++column;
  }
  if (row != size) throw refuse(fmt::format("{} rows, expected {}", row, size));
  return squares;
}

}  // namespace

std::string square_text(int size, int square) {
  return fmt::format("{}{}", static_cast<char>('a' + square % size), size - square / size);
}

std::optional<int> parse_square(int size, std::string_view text) {
  if (text.size() < 2 || text.size() > 3) return {};
  const int column = text[0] - 'a';
  int row = 0;
  for (const char c : text.substr(1)) {
    if (c < '0' || c > '9') return {};
    row = 10 * row + (c - '0');
  }
  if (column < 0 || column >= size || row < 1 || row > size || text[1] == '0') return {};
  return (size - row) * size + column;
}

std::string board_text(const Board& board) {
  std::string text;
  for (int row = 0; row < board.size; ++row) {
    if (row > 0) text += '/';
    for (int column = 0; column < board.size; ++column) {
      text += mark_of(board.squares[row * board.size + column], kNoMark);
    }
  }
  text += ' ';
  return text + kMarks[board.side_to_move];
}

Board parse_board(std::string_view game, int size, std::string_view text) {
  const Refusal refuse(game, text);
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) {
    throw refuse("no side to move; end it with \" X\" or \" O\"");
  }
  Board board{size, parse_rows(size, text.substr(0, space), refuse), 0};
  const std::string_view side = text.substr(space + 1);
  if (side != std::string_view(&kMarks[0], 1) && side != std::string_view(&kMarks[1], 1)) {
    throw refuse(fmt::format("side to move is \"{}\"; write X or O", side));
  }
  const auto first = std::ranges::count(board.squares, 0);
  const auto second = std::ranges::count(board.squares, 1);
  if (first != second && first != second + 1) {
    throw refuse(
        fmt::format("{} X and {} O; X begins, so it has as many or one more", first, second));
  }
  board.side_to_move = first == second ? 0 : 1;
  if (side[0] != kMarks[board.side_to_move]) {
    throw refuse(
        fmt::format("by the number of stones it is the turn of {}", kMarks[board.side_to_move]));
  }
  return board;
}

std::string board_display(const Board& board) {
  std::string text;
  for (int row = 0; row < board.size; ++row) {
    text += fmt::format("{:2}", board.size - row);
    for (int column = 0; column < board.size; ++column) {
      text += ' ';
      text += mark_of(board.squares[row * board.size + column], '.');
    }
    text += '\n';
  }
  text += "  ";
  for (int column = 0; column < board.size; ++column) {
    text += ' ';
    text += static_cast<char>('a' + column);
  }
  return text + '\n';
}

std::vector<Symmetry> square_symmetries(int size) {
  const std::array<std::string, 8> names = {"identity",
                                            "turned 90",
                                            "turned 180",
                                            "turned 270",
                                            "transposed",
                                            "transposed, turned 90",
                                            "transposed, turned 180",
                                            "transposed, turned 270"};
  std::vector<Symmetry> symmetries;
  for (int i = 0; i < 8; ++i) {
    Symmetry symmetry{names[i], {}, {}};
    for (int square = 0; square < size * size; ++square) {
      int row = square / size;
      int column = square % size;
      if (i >= 4) std::swap(row, column);
      for (int turn = 0; turn < i % 4; ++turn) {
        row = std::exchange(column, size - 1 - row);
      }
      symmetry.squares.push_back(row * size + column);
    }
    symmetries.push_back(std::move(symmetry));
  }
  return symmetries;
}

}  // namespace tandem::square_board
