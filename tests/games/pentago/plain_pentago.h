// Pentago written a second time, squares in a grid and quadrants turned square by square, to check
// the bitboards against.
#pragma once

#include <array>
#include <vector>

#include "games/game.h"

namespace tandem {

class PlainPentago {
 public:
  /// -1 empty, else the player whose stone is there; row 0 on top.
  using Grid = std::array<std::array<int, 6>, 6>;

  PlainPentago() { grid_.fill({-1, -1, -1, -1, -1, -1}); }

  const Grid& grid() const { return grid_; }
  int ply() const { return ply_; }
  bool over() const { return over_; }
  bool has_five(int player) const;
  std::vector<Action> legal() const;
  void apply(Action action);

 private:
  void turn_right(int first_row, int first_column);

  Grid grid_;
  int ply_ = 0;
  bool over_ = false;
};

}  // namespace tandem
