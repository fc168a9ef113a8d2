#include "games/dots_and_boxes/notation.h"

#include <bit>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem::dots_and_boxes {
namespace {

constexpr char kFree = '.';

[[noreturn]] void fail(std::string_view text, const std::string& what) {
  throw Error(fmt::format("dots_and_boxes position \"{}\": {}", text, what));
}

/// A row of horizontal edges, of which there are rows + 1, or the vertical ones below it.
struct EdgeRow {
  int first;
  int count;
  char drawn;
};

EdgeRow edge_row(const Geometry& g, int row) {
  const int first = row / 2 * g.stride;
  return row % 2 == 0 ? EdgeRow{first, g.columns, '-'}
                      : EdgeRow{first + g.columns, g.columns + 1, '|'};
}

std::string dot_text(const Geometry& g, int row, int column) {
  return fmt::format("{}{}", static_cast<char>('a' + column), g.rows + 1 - row);
}

Bits parse_edges(const Geometry& g, std::string_view text, std::string_view whole) {
  Bits edges = 0;
  const int rows = 2 * g.rows + 1;
  for (int row = 0; row < rows; ++row) {
    const EdgeRow expected = edge_row(g, row);
    const std::string_view part = text.substr(0, text.find('/'));
    const bool last = part.size() == text.size();
    if (static_cast<int>(part.size()) != expected.count) {
      fail(whole, fmt::format("row {} of edges from the top has {} of them, not {}", row + 1,
                              part.size(), expected.count));
    }
    for (int i = 0; i < expected.count; ++i) {
      if (part[i] == expected.drawn) {
        edges |= bit(expected.first + i);
      } else if (part[i] != kFree) {
        fail(whole, fmt::format("row {} of edges from the top has a '{}'; write {} or .", row + 1,
                                part[i], expected.drawn));
      }
    }
    if (last != (row + 1 == rows)) {
      fail(whole, fmt::format("{} than {} rows of edges", last ? "fewer" : "more", rows));
    }
    if (!last) text.remove_prefix(part.size() + 1);
  }
  return edges;
}

/// Reads "A-B", two numbers that add up to the complete boxes.
std::array<int, 2> parse_score(const Geometry& g, Bits edges, std::string_view text,
                               std::string_view whole) {
  const int complete = std::popcount(complete_boxes(g, edges));
  for (int first = 0; first <= complete; ++first) {
    if (text == fmt::format("{}-{}", first, complete - first)) return {first, complete - first};
  }
  fail(whole, fmt::format("the score is \"{}\"; write A's boxes, '-' and B's, which add up to the "
                          "{} complete ones",
                          text, complete));
}

}  // namespace

std::string edge_text(const Geometry& g, int edge) {
  const Place place = edge_place(g, edge);
  const int row = place.row / 2;
  const int column = place.column / 2;
  const bool horizontal = place.row % 2 == 0;
  return horizontal ? dot_text(g, row, column) + dot_text(g, row, column + 1)
                    : dot_text(g, row + 1, column) + dot_text(g, row, column);
}

std::string board_text(const Geometry& g, const Board& board) {
  std::string text;
  for (int row = 0; row < 2 * g.rows + 1; ++row) {
    const EdgeRow edges = edge_row(g, row);
    if (row > 0) text += '/';
    for (int i = 0; i < edges.count; ++i) {
      text += board.edges & bit(edges.first + i) ? edges.drawn : kFree;
    }
  }
  return text +
         fmt::format(" {}-{} {}", board.boxes[0], board.boxes[1], board.mover == 0 ? 'A' : 'B');
}

Board parse_board(const Geometry& g, std::string_view text) {
  const std::size_t first_space = text.find(' ');
  const std::size_t second_space =
      first_space == std::string_view::npos ? first_space : text.find(' ', first_space + 1);
  if (second_space == std::string_view::npos) {
    fail(text, "write the edges, the score and the side to move, as in \"./../. 0-0 A\"");
  }
  Board board;
  board.edges = parse_edges(g, text.substr(0, first_space), text);
  board.boxes = parse_score(g, board.edges,
                            text.substr(first_space + 1, second_space - first_space - 1), text);
  const std::string_view side = text.substr(second_space + 1);
  if (side != "A" && side != "B") {
    fail(text, fmt::format("side to move is \"{}\"; write A or B", side));
  }
  board.mover = side == "A" ? 0 : 1;
  return board;
}

std::string board_display(const Geometry& g, const Board& board) {
  const Bits complete = complete_boxes(g, board.edges);
  std::string text;
  for (int row = 0; row <= g.rows; ++row) {
    const EdgeRow horizontal = edge_row(g, 2 * row);
    text += fmt::format("{:2} +", g.rows + 1 - row);
    for (int i = 0; i < horizontal.count; ++i) {
      text += board.edges & bit(horizontal.first + i) ? "--+" : "  +";
    }
    text += '\n';
    if (row == g.rows) break;
    const EdgeRow vertical = edge_row(g, 2 * row + 1);
    text += "   ";
    for (int i = 0; i < vertical.count; ++i) {
      text += board.edges & bit(vertical.first + i) ? '|' : ' ';
      if (i < g.columns) text += complete & bit(horizontal.first + i) ? "##" : "  ";
    }
    text += '\n';
  }
  text += "   ";
  for (int column = 0; column <= g.columns; ++column) {
    text += static_cast<char>('a' + column);
    if (column < g.columns) text += "  ";
  }
  return text + fmt::format("\n   A {}, B {}\n", board.boxes[0], board.boxes[1]);
}

}  // namespace tandem::dots_and_boxes
