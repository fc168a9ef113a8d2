// Hex written a second time, squares in rows of characters and the winner by a walk over the whole
// board, to check the rules and the solver against.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "games/random.h"

namespace tandem {

class PlainHex {
 public:
  PlainHex(int size, bool swap) : size_(size), swap_(swap), rows_(size, std::string(size, '-')) {}

  int size() const { return size_; }
  char at(int row, int column) const { return rows_[row][column]; }
  void set(int row, int column, char stone) { rows_[row][column] = stone; }
  char mover() const { return mover_; }
  void set_mover(char mover) { mover_ = mover; }

  /// Whether these stones join their sides: X top and bottom, O left and right.
  bool joined(char stone) const;
  bool over() const { return joined('X') || joined('O'); }

  /// Numbers of free squares, row by row, and size * size for the swap.
  std::vector<int> legal() const;
  PlainHex after(int action) const;

  std::string text() const;

 private:
  int stones(char stone) const;

  int size_;
  bool swap_;
  char mover_ = 'X';
  std::vector<std::string> rows_;
};

/// A board after `plies` random moves of a game that isn't over by then.
PlainHex random_plain_hex(int size, int plies, Random& random);

/// Every line of play; positions are remembered, and a winning move ends the look at others.
class PlainHexSolver {
 public:
  /// 1 if the mover wins, else -1.
  int value(const PlainHex& board);

 private:
  std::unordered_map<std::string, int> solved_;
};

}  // namespace tandem
