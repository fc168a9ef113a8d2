// Breakthrough written a second time, squares in a grid and moves tried one by one, to check the
// bitboards against.
#pragma once

#include <string>
#include <vector>

namespace tandem {

class PlainBreakthrough {
 public:
  PlainBreakthrough(int rows, int columns);

  /// 'W' or 'B'.
  char mover() const { return mover_; }
  bool over() const { return winner() != '-'; }
  /// '-' while the game goes on.
  char winner() const;

  /// In the game's notation, in no particular order.
  std::vector<std::string> moves() const;
  void play(const std::string& move);

  /// In the game's notation.
  std::string text() const;

  /// Sequences of `depth` moves.
  long paths(int depth) const;

 private:
  char& at(const std::string& name);
  std::string name(int row, int column) const;
  long count(char piece) const;

  std::vector<std::string> grid_;  ///< rows from the foot
  char mover_ = 'W';
};

}  // namespace tandem
