#include "tests/games/pentago/plain_pentago.h"

namespace tandem {

bool PlainPentago::has_five(int player) const {
  const int steps[4][2] = {{0, 1}, {1, 0}, {1, 1}, {1, -1}};
  for (int row = 0; row < 6; ++row) {
    for (int column = 0; column < 6; ++column) {
      for (const auto& [down, right] : steps) {
        int length = 0;
        int r = row;
        int c = column;
        while (r < 6 && c >= 0 && c < 6 && grid_[r][c] == player) {
          ++length;
          r += down;
          c += right;
        }
        if (length >= 5) return true;
      }
    }
  }
  return false;
}

std::vector<Action> PlainPentago::legal() const {
  std::vector<Action> actions;
  if (over_) return actions;
  for (int row = 0; row < 6; ++row) {
    for (int column = 0; column < 6; ++column) {
      if (grid_[row][column] >= 0) continue;
      for (int turn = 0; turn < 8; ++turn) actions.push_back((row * 6 + column) * 8 + turn);
    }
  }
  return actions;
}

void PlainPentago::turn_right(int first_row, int first_column) {
  const auto old = grid_;
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      grid_[first_row + column][first_column + 2 - row] =
          old[first_row + row][first_column + column];
    }
  }
}

void PlainPentago::apply(Action action) {
  const int square = action / 8;
  const int quadrant = action / 2 % 4;
  const int mover = ply_++ % 2;
  grid_[square / 6][square % 6] = mover;
  over_ = has_five(mover);
  if (over_) return;
  for (int quarter = 0; quarter < (action % 2 == 1 ? 1 : 3); ++quarter) {
    turn_right(quadrant / 2 * 3, quadrant % 2 * 3);
  }
  over_ = has_five(0) || has_five(1) || ply_ == 36;
}

}  // namespace tandem
