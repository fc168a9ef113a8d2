#include "games/othello/notation.h"

#include <utility>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem::othello {
namespace {

constexpr char kBlack = 'X';
constexpr char kWhite = 'O';
constexpr char kEmpty = '-';

char square_char(const Diagram& diagram, int square) {
  const Bits bit = Bits{1} << square;
  if ((diagram.board.discs() & bit) == 0) return kEmpty;
  const bool movers = (diagram.board.mover & bit) != 0;
  return movers == (diagram.side == 0) ? kBlack : kWhite;
}

[[noreturn]] void refuse(int size, std::string_view text, const std::string& what) {
  throw Error(fmt::format("othello(size={}) position \"{}\": {}", size, text, what));
}

bool in_middle(int size, int square) {
  const auto middle = [size](int i) { return i == size / 2 - 1 || i == size / 2; };
  return middle(square / size) && middle(square % size);
}

}  // namespace

std::string square_text(int size, int square) {
  return {static_cast<char>('a' + square % size), static_cast<char>('1' + square / size)};
}

std::string diagram_text(int size, const Diagram& diagram) {
  std::string text;
  for (int square = 0; square < size * size; ++square) text += square_char(diagram, square);
  text += ' ';
  return text + (diagram.side == 0 ? kBlack : kWhite);
}

Diagram parse_diagram(int size, std::string_view text) {
  const int squares = size * size;
  const std::string_view board = text.substr(0, text.find(' '));
  if (board.size() != static_cast<std::size_t>(squares)) {
    refuse(size, text, fmt::format("{} squares, not {}", board.size(), squares));
  }
  if (board.size() == text.size()) {
    refuse(size, text, "no side to move; end it with \" X\" or \" O\"");
  }
  const std::string_view side = text.substr(board.size() + 1);
  if (side != std::string_view(&kBlack, 1) && side != std::string_view(&kWhite, 1)) {
    refuse(size, text, fmt::format("side to move is \"{}\"; write X or O", side));
  }
  Bits black = 0;
  Bits white = 0;
  for (int square = 0; square < squares; ++square) {
    const char c = board[square];
    if (c != kBlack && c != kWhite && c != kEmpty) {
      refuse(size, text,
             fmt::format("unknown '{}' on {}; write X, O or -", c, square_text(size, square)));
    }
    if (c == kEmpty && in_middle(size, square)) {
      refuse(
          size, text,
          fmt::format("{} is empty, but the four squares in the middle hold discs from the start",
                      square_text(size, square)));
    }
    if (c == kBlack) black |= Bits{1} << square;
    if (c == kWhite) white |= Bits{1} << square;
  }
  if (side[0] == kBlack) return {{black, white}, 0};
  return {{white, black}, 1};
}

std::string diagram_display(int size, const Diagram& diagram) {
  std::string text = " ";
  for (int column = 0; column < size; ++column) {
    text += ' ';
    text += static_cast<char>('a' + column);
  }
  text += '\n';
  for (int row = 0; row < size; ++row) {
    text += static_cast<char>('1' + row);
    for (int column = 0; column < size; ++column) {
      const char c = square_char(diagram, row * size + column);
      text += ' ';
      text += c == kEmpty ? '.' : c;
    }
    text += '\n';
  }
  return text;
}

}  // namespace tandem::othello
