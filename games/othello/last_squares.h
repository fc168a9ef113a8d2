// The search of the last few empty squares: no table, squares ordered by parity alone.
//
// All Othello searches here are null-window tests. They ask whether a position's score, the final
// disc difference for its mover, empty squares given to the winner, is at least `beta`. Scores and
// beta are even. The answer is a bound: if it is at least beta, the score is no less; if it is
// below, the score is no more.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "games/othello/bitboard.h"
#include "games/othello/stability.h"

namespace tandem::othello {

/// Below every score.
inline constexpr int kNoScore = -128;

/// The test that a child must fail for its parent to pass.
constexpr int child_beta(int beta) { return 2 - beta; }

/// The empty squares in those quarters of the board that hold an odd number of them. Whoever plays
/// there can hope to have the last move in that quarter.
template <int N>
constexpr Bits odd_quarters(Bits empty) {
  constexpr int kHalf = N / 2;
  constexpr Bits kRow = (Bits{1} << kHalf) - 1;
  constexpr Bits kQuarter = [] {
    Bits bits = 0;
    for (int row = 0; row < kHalf; ++row) bits |= kRow << (N * row);
    return bits;
  }();
  constexpr Bits kFirstSquares = (Bits{1} | Bits{1} << kHalf) * (Bits{1} | Bits{1} << (N * kHalf));
  Bits rows = empty;
  for (int i = 1; i < kHalf; ++i) rows ^= empty >> i;
  Bits quarters = rows;
  for (int i = 1; i < kHalf; ++i) quarters ^= rows >> (N * i);
  return (quarters & kFirstSquares) * kQuarter & empty;
}

/// Whether stability may be worth a look: the opponent would need so many safe discs that they are
/// rare while more squares are empty.
template <int N>
constexpr bool stability_may_refute(int empty_squares, int beta) {
  return beta >= 2 * empty_squares + N * N - 64 - 8;
}

/// An upper bound of the mover's score.
template <int N>
constexpr int stability_bound(Bitboard board) {
  return kSquares<N> - 2 * count(stable_discs<N>(board.other, board.mover));
}

template <int N>
class LastSquares {
 public:
  /// Best with up to this many empty squares.
  static constexpr int kMost = 6;

  int bound(Bitboard board, int empty_squares, int beta) {
    if (empty_squares <= 4) return by_list(board, empty_squares, beta);
    ++nodes_;
    if (stability_may_refute<N>(empty_squares, beta)) {
      const int most = stability_bound<N>(board);
      if (most < beta) return most;
    }
    const Bits legal = moves<N>(board.mover, board.other);
    if (legal == 0) {
      if (moves<N>(board.other, board.mover) == 0) {
        return final_score<N>(board.mover, board.other);
      }
      return -bound({board.other, board.mover}, empty_squares, child_beta(beta));
    }
    const Bits odd = odd_quarters<N>(kBoard<N> & ~board.discs());
    int best = kNoScore;
    for (const Bits group : {legal & odd, legal & ~odd}) {
      for (Bits left = group; left != 0; left &= left - 1) {
        const int square = std::countr_zero(left);
        const Bits turned = flips<N>(square, board.mover, board.other);
        const int score = -bound(after(board, square, turned), empty_squares - 1, child_beta(beta));
        best = std::max(best, score);
        if (best >= beta) return best;
      }
    }
    return best;
  }

  std::uint64_t nodes() const { return nodes_; }

 private:
  template <int Empty>
  using Squares = std::array<int, Empty>;

  /// For each square, those next to it: without a disc of the opponent there it's no move.
  static constexpr auto kNeighbours = [] {
    std::array<Bits, kSquares<N>> table{};
    for (int square = 0; square < kSquares<N>; ++square) {
      table[square] = neighbours<N>(Bits{1} << square);
    }
    return table;
  }();

  int by_list(Bitboard board, int empty_squares, int beta) {
    switch (empty_squares) {
      case 0:
        ++nodes_;
        return final_score<N>(board.mover, board.other);
      case 1:
        return last<1>(board, beta, listed<1>(board));
      case 2:
        return last<2>(board, beta, listed<2>(board));
      case 3:
        return last<3>(board, beta, listed<3>(board));
      default:
        return last<4>(board, beta, listed<4>(board));
    }
  }

  /// The empty squares, those of odd quarters first.
  template <int Empty>
  static Squares<Empty> listed(Bitboard board) {
    const Bits empty = kBoard<N> & ~board.discs();
    const Bits odd = odd_quarters<N>(empty);
    Squares<Empty> squares{};
    int number = 0;
    for (const Bits group : {empty & odd, empty & ~odd}) {
      for (Bits left = group; left != 0; left &= left - 1) {
        squares[number++] = std::countr_zero(left);
      }
    }
    return squares;
  }

  template <int Empty>
  static Squares<Empty - 1> without(const Squares<Empty>& squares, int i) {
    Squares<Empty - 1> rest{};
    for (int from = 0, to = 0; from < Empty; ++from) {
      if (from != i) rest[to++] = squares[from];
    }
    return rest;
  }

  template <int Empty>
  int last(Bitboard board, int beta, const Squares<Empty>& squares, bool passed = false) {
    ++nodes_;
    if constexpr (Empty == 1) {
      return last_disc(board, squares[0]);
    } else {
      int best = kNoScore;
      for (int i = 0; i < Empty; ++i) {
        const int square = squares[i];
        if ((kNeighbours[square] & board.other) == 0) continue;
        const Bits turned = flips<N>(square, board.mover, board.other);
        if (turned == 0) continue;
        const int score = -last<Empty - 1>(after(board, square, turned), child_beta(beta),
                                           without<Empty>(squares, i));
        best = std::max(best, score);
        if (best >= beta) return best;
      }
      if (best != kNoScore) return best;
      if (passed) return final_score<N>(board.mover, board.other);
      return -last<Empty>({board.other, board.mover}, child_beta(beta), squares, true);
    }
  }

  /// The exact score with one empty square.
  static int last_disc(Bitboard board, int square) {
    const int theirs = count(board.other);
    if (const Bits turned = flips<N>(square, board.mover, board.other)) {
      return kSquares<N> - 2 * (theirs - count(turned));
    }
    if (const Bits turned = flips<N>(square, board.other, board.mover)) {
      return kSquares<N> - 2 * (theirs + count(turned) + 1);
    }
    const int mine = kSquares<N> - 1 - theirs;
    return mine > theirs ? kSquares<N> - 2 * theirs : 2 * mine - kSquares<N>;
  }

  std::uint64_t nodes_ = 0;
};

}  // namespace tandem::othello
