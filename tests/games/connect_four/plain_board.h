// Connect Four written a second time, squares in a grid and lines walked one by one, to check the
// bitboards against.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "games/connect_four/bitboard.h"
#include "games/random.h"

namespace tandem {

class PlainBoard {
 public:
  PlainBoard(int rows, int columns)
      : rows_(rows), columns_(columns), squares_(rows * columns, -1) {}

  int rows() const { return rows_; }
  int columns() const { return columns_; }
  int ply() const { return ply_; }

  /// -1 empty, else the player whose stone is there.
  int at(int row, int column) const { return squares_[row * columns_ + column]; }
  /// The lowest empty row, or rows() when the column is full.
  int height(int column) const;
  bool legal(int column) const { return height(column) < rows_; }
  std::vector<int> legal_columns() const;
  void drop(int column);

  /// Whether the player who moved last has four in a line.
  bool won() const;
  bool full() const { return ply_ == rows_ * columns_; }
  bool over() const { return won() || full(); }

  connect_four::Bitboard bits() const;

 private:
  bool line_from(int row, int column, int row_step, int column_step) const;

  int rows_;
  int columns_;
  int ply_ = 0;
  std::vector<int> squares_;
};

/// Plays `plies` random stones; starts again whenever the game ends before.
PlainBoard random_plain_board(int rows, int columns, int plies, Random& random);

/// A result and how far ahead it lies when the winner hurries and the loser delays.
struct PlainResult {
  int value = 0;  ///< for the mover: 1, 0, -1
  int plies = 0;  ///< stones until the game is over
};

/// Every line of play, remembered by position but never cut off.
class BruteForce {
 public:
  PlainResult solve(const PlainBoard& board);

 private:
  std::map<std::pair<connect_four::Bits, connect_four::Bits>, PlainResult> solved_;
};

}  // namespace tandem
