// Dots and Boxes written a second time, with edges by name and boxes one by one, to check the
// bitboards against.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "games/game.h"

namespace tandem {

/// The names of the edges between two neighbouring dots, "a1b1", of a board of boxes, in no
/// particular order.
std::vector<std::string> plain_edges(int rows, int columns);

/// The four edges around each box.
std::vector<std::vector<std::string>> plain_boxes(int rows, int columns);

class PlainDotsAndBoxes {
 public:
  PlainDotsAndBoxes(int rows, int columns)
      : edges_(plain_edges(rows, columns)), boxes_(plain_boxes(rows, columns)) {}

  int mover() const { return mover_; }
  int score(int player) const { return score_[player]; }
  std::vector<std::string> moves() const;
  bool over() const { return drawn_.size() == edges_.size(); }
  void draw(const std::string& edge);

 private:
  std::vector<std::string> edges_;
  std::vector<std::vector<std::string>> boxes_;
  std::set<std::string> drawn_;
  int score_[2] = {0, 0};
  int mover_ = 0;
};

/// The margin that the mover still wins, for every set of edges drawn; bit i is action i of `game`.
/// Every move of every position is tried.
std::vector<std::int8_t> plain_margins(const Game& game, int rows, int columns);

}  // namespace tandem
