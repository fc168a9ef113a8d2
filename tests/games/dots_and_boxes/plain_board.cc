#include "tests/games/dots_and_boxes/plain_board.h"

#include <algorithm>

namespace tandem {
namespace {

/// Columns and rows count from the foot on the left.
std::string dot(int column, int row) {
  return std::string(1, static_cast<char>('a' + column)) + std::to_string(row + 1);
}

}  // namespace

std::vector<std::string> plain_edges(int rows, int columns) {
  std::vector<std::string> edges;
  for (int row = 0; row <= rows; ++row) {
    for (int column = 0; column <= columns; ++column) {
      if (column < columns) edges.push_back(dot(column, row) + dot(column + 1, row));
      if (row < rows) edges.push_back(dot(column, row) + dot(column, row + 1));
    }
  }
  return edges;
}

std::vector<std::vector<std::string>> plain_boxes(int rows, int columns) {
  std::vector<std::vector<std::string>> boxes;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      boxes.push_back({dot(column, row) + dot(column + 1, row),
                       dot(column, row + 1) + dot(column + 1, row + 1),
                       dot(column, row) + dot(column, row + 1),
                       dot(column + 1, row) + dot(column + 1, row + 1)});
    }
  }
  return boxes;
}

std::vector<std::string> PlainDotsAndBoxes::moves() const {
  std::vector<std::string> free;
  for (const std::string& edge : edges_) {
    if (!drawn_.contains(edge)) free.push_back(edge);
  }
  return free;
}

void PlainDotsAndBoxes::draw(const std::string& edge) {
  drawn_.insert(edge);
  int completed = 0;
  for (const auto& box : boxes_) {
    const bool touched = std::ranges::find(box, edge) != box.end();
    const bool complete =
        std::ranges::all_of(box, [&](const std::string& side) { return drawn_.contains(side); });
    completed += touched && complete;
  }
  score_[mover_] += completed;
  if (completed == 0) mover_ = 1 - mover_;
}

std::vector<std::int8_t> plain_margins(const Game& game, int rows, int columns) {
  const int edges = game.info().num_actions;
  std::vector<std::vector<std::uint32_t>> boxes_of(edges);  // the other three edges of each
  for (const auto& box : plain_boxes(rows, columns)) {
    std::uint32_t mask = 0;
    for (const std::string& edge : box) mask |= 1u << *game.parse_action(edge);
    for (const std::string& edge : box) {
      const int number = *game.parse_action(edge);
      boxes_of[number].push_back(mask & ~(1u << number));
    }
  }
  std::vector<std::int8_t> margins(std::size_t{1} << edges, 0);
  for (std::uint32_t drawn = (1u << edges) - 1; drawn-- > 0;) {
    int best = -127;
    for (int edge = 0; edge < edges; ++edge) {
      if (drawn >> edge & 1) continue;
      int won = 0;
      for (const std::uint32_t others : boxes_of[edge]) won += (drawn & others) == others;
      const int rest = margins[drawn | 1u << edge];
      best = std::max(best, won > 0 ? won + rest : -rest);
    }
    margins[drawn] = static_cast<std::int8_t>(best);
  }
  return margins;
}

}  // namespace tandem
