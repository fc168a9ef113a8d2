// Which move to try first: a guess, so it decides how long a search takes and never what it finds.
#pragma once

#include <algorithm>
#include <bit>

#include "games/othello/bitboard.h"
#include "games/othello/last_squares.h"
#include "games/othello/stability.h"

namespace tandem::othello {

/// Squares diagonally inside an empty corner give that corner away, those beside it often do.
template <int N>
constexpr int corner_danger(Bits discs, Bits empty) {
  const Bits corners = empty & kCorners<N>;
  if (corners == 0) return 0;
  const Bits near = neighbours<N>(corners) & ~corners & discs;
  constexpr Bits kInside = kBoard<N> & ~(kLeft<N> | kRight<N> | kTopAndBottom<N>);
  return 2 * count(near & kInside) + count(near & ~kInside);
}

/// How good a position looks to its mover, in tenths of a disc or so.
template <int N>
constexpr int looks(Bitboard board) {
  const Bits empty = kBoard<N> & ~board.discs();
  const Bits mine = moves<N>(board.mover, board.other);
  const Bits theirs = moves<N>(board.other, board.mover);
  const int mobility =
      count(mine) - count(theirs) + count(mine & kCorners<N>) - count(theirs & kCorners<N>);
  const int later_mobility =
      count(neighbours<N>(board.other) & empty) - count(neighbours<N>(board.mover) & empty);
  const int stable = count(stable_discs<N>(board.mover, board.other)) -
                     count(stable_discs<N>(board.other, board.mover));
  const int danger = corner_danger<N>(board.mover, empty) - corner_danger<N>(board.other, empty);
  return 12 * mobility + 6 * later_mobility + 15 * stable - 8 * danger;
}

/// How good it looks after `depth` plies of best play, if that is within alpha..beta.
template <int N>
int looks_ahead(Bitboard board, int depth, int alpha, int beta) {
  if (depth == 0) return looks<N>(board);
  Bits legal = moves<N>(board.mover, board.other);
  if (legal == 0) {
    if (moves<N>(board.other, board.mover) == 0) {
      return 10 * final_score<N>(board.mover, board.other);
    }
    return -looks_ahead<N>({board.other, board.mover}, depth - 1, -beta, -alpha);
  }
  int best = -100000;
  for (; legal != 0 && best < beta; legal &= legal - 1) {
    const int square = std::countr_zero(legal);
    const Bits turned = flips<N>(square, board.mover, board.other);
    const int value =
        -looks_ahead<N>(after(board, square, turned), depth - 1, -beta, -std::max(alpha, best));
    best = std::max(best, value);
  }
  return best;
}

/// Fastest first: above all a move should leave the opponent few moves, since the smaller tree
/// refutes sooner.
template <int N>
constexpr int quick_promise(Bitboard next, int square, Bits odd) {
  const Bits bit = Bits{1} << square;
  const Bits replies = moves<N>(next.mover, next.other);
  int promise = -16 * (count(replies) + count(replies & kCorners<N>));
  promise -= 4 * count(neighbours<N>(next.other) & ~next.discs());
  if (bit & odd) promise += 8;
  if (bit & kCorners<N>) promise += 24;
  return promise;
}

}  // namespace tandem::othello
