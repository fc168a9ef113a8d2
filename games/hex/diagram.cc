#include "games/hex/diagram.h"

#include <algorithm>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem::hex {
namespace {

constexpr char kChars[] = {'-', 'X', 'O'};  // by Stone

char stone_char(Stone stone) { return kChars[static_cast<int>(stone)]; }

[[noreturn]] void fail(std::string_view text, const std::string& what) {
  throw Error(fmt::format("hex position \"{}\": {}", text, what));
}

Stone parse_stone(char c, int size, int square, std::string_view text) {
  for (const Stone stone : {Stone::kNone, Stone::kBlack, Stone::kWhite}) {
    if (c == stone_char(stone)) return stone;
  }
  fail(text, fmt::format("'{}' on square {}; write X, O or -", c, square_text(size, square)));
}

void parse_row(Diagram& diagram, int row, std::string_view squares, std::string_view text) {
  if (static_cast<int>(squares.size()) != diagram.size) {
    fail(text, fmt::format("row {} has {} squares, not {}", row + 1, squares.size(), diagram.size));
  }
  for (int column = 0; column < diagram.size; ++column) {
    const int square = row * diagram.size + column;
    diagram.squares[square] = parse_stone(squares[column], diagram.size, square, text);
  }
}

}  // namespace

int Diagram::stones() const {
  return square_count() - static_cast<int>(std::count(
                              squares.begin(), squares.begin() + square_count(), Stone::kNone));
}

bool Diagram::has_only_the_first_stone() const {
  return mover == 1 && stones() == 1 && std::ranges::find(squares, Stone::kBlack) != squares.end();
}

Diagram Diagram::swapped() const {
  Diagram result{.size = size};
  const auto square = static_cast<int>(std::ranges::find(squares, Stone::kBlack) - squares.begin());
  result.squares[square % size * size + square / size] = Stone::kWhite;
  return result;
}

std::string diagram_text(const Diagram& diagram) {
  std::string text;
  for (int square = 0; square < diagram.square_count(); ++square) {
    if (square > 0 && square % diagram.size == 0) text += '/';
    text += stone_char(diagram.squares[square]);
  }
  text += ' ';
  return text + stone_char(stone_of(diagram.mover));
}

Diagram parse_diagram(int size, std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) {
    fail(text, "no side to move; end it with \" X\" or \" O\"");
  }
  Diagram diagram{.size = size};
  std::string_view rows = text.substr(0, space);
  for (int row = 0; row < size; ++row) {
    const std::size_t slash = std::min(rows.find('/'), rows.size());
    const bool last = slash == rows.size();
    if (last != (row == size - 1)) {
      fail(text, last ? fmt::format("{} rows, not {}", row + 1, size)
                      : fmt::format("more than {} rows", size));
    }
    parse_row(diagram, row, rows.substr(0, slash), text);
    if (!last) rows.remove_prefix(slash + 1);
  }
  const std::string_view side = text.substr(space + 1);
  if (side != "X" && side != "O") {
    fail(text, fmt::format("side to move is \"{}\"; write X or O", side));
  }
  diagram.mover = side == "X" ? 0 : 1;
  return diagram;
}

std::string diagram_display(const Diagram& diagram) {
  std::string letters;
  for (int column = 0; column < diagram.size; ++column) {
    letters += ' ';
    letters += static_cast<char>('a' + column);
  }
  std::string text = fmt::format("  {}\n", letters);
  for (int row = 0; row < diagram.size; ++row) {
    text += fmt::format("{:>{}}", row + 1, row + 2);
    for (int column = 0; column < diagram.size; ++column) {
      text += ' ';
      text += stone_char(diagram.squares[row * diagram.size + column]);
    }
    text += fmt::format(" {}\n", row + 1);
  }
  return text + fmt::format("{:{}}{}\n", "", diagram.size + 2, letters);
}

std::string square_text(int size, int square) {
  return fmt::format("{}{}", static_cast<char>('a' + square % size), square / size + 1);
}

}  // namespace tandem::hex
