// Othello written a second time, squares in an array and lines walked one by one, to check the
// bitboards and the solver against.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "games/random.h"

namespace tandem {

class PlainOthello {
 public:
  explicit PlainOthello(int size);

  int size() const { return size_; }
  char mover() const { return mover_; }
  int empty_squares() const;

  /// Discs of the mover less those of his opponent.
  int discs_ahead() const;

  /// Row by row from the top, then the mover: what Othello positions write.
  std::string text() const;

  /// The squares where the mover may place a disc, ascending.
  std::vector<int> legal_squares() const;
  bool must_pass() const;
  bool over() const;

  void place(int square);
  void pass();

 private:
  char opponent() const { return mover_ == 'X' ? 'O' : 'X'; }

  /// The opponent's discs between `square` and the mover's next one in a direction; none if there
  /// is no such disc.
  std::vector<int> enclosed(int square, int row_step, int column_step) const;
  std::vector<int> turned_by(int square) const;

  int size_;
  std::vector<char> squares_;
  char mover_ = 'X';
};

/// After random moves, passes included, from the start; as many squares are empty as asked for and
/// the game isn't over.
PlainOthello random_endgame(int size, int empty_squares, Random& random);

/// Minimax without any cut-off.
class PlainMinimax {
 public:
  /// The final disc difference for the mover under best play, empty squares given to the winner.
  int score(const PlainOthello& board);

 private:
  std::map<std::string, int> scores_;
};

}  // namespace tandem
