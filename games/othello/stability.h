// Discs that can't be turned any more, by simple sure rules.
#pragma once

#include "games/othello/bitboard.h"

namespace tandem::othello {

/// The top and bottom rows.
template <int N>
inline constexpr Bits kTopAndBottom = kBoard<N> >> (N * (N - 1)) | (kBoard<N> >> (N * (N - 1)))
                                                                       << (N * (N - 1));

/// `squares` and all others on their lines in one pair of directions.
template <int N, int Step>
constexpr Bits with_lines(Bits squares) {
  // Where a step up (in bits) may lead without crossing a side edge, and a step down.
  Bits may_up = Step == N ? kBoard<N> : kBoard<N> & ~(Step == N - 1 ? kRight<N> : kLeft<N>);
  Bits may_down = Step == N ? kBoard<N> : kBoard<N> & ~(Step == N - 1 ? kLeft<N> : kRight<N>);
  Bits up = squares;
  Bits down = squares;
  for (int step = Step; step < N * Step; step *= 2) {
    up |= may_up & up << step;
    down |= may_down & down >> step;
    may_up &= may_up << step;
    may_down &= may_down >> step;
  }
  return up | down;
}

/// Discs of `mine` that are safe for good: along each of their four lines the line is full, or they
/// lie at its end, or beside another such disc.
template <int N>
constexpr Bits stable_discs(Bits mine, Bits theirs) {
  const Bits empty = kBoard<N> & ~(mine | theirs);
  constexpr Bits kSides = kLeft<N> | kRight<N>;
  constexpr Bits kEdge = kSides | kTopAndBottom<N>;
  const Bits row = ~with_lines<N, 1>(empty) | kSides;
  const Bits column = ~with_lines<N, N>(empty) | kTopAndBottom<N>;
  const Bits falling = ~with_lines<N, N + 1>(empty) | kEdge;
  const Bits rising = ~with_lines<N, N - 1>(empty) | kEdge;
  Bits stable = mine & row & column & falling & rising;
  if (stable == 0) return 0;
  // Steps over a side edge end on the other side, where lines end: no harm.
  const auto beside = [&stable](int step) { return stable << step | stable >> step; };
  for (Bits before = 0; before != stable;) {
    before = stable;
    stable = mine & (row | beside(1)) & (column | beside(N)) & (falling | beside(N + 1)) &
             (rising | beside(N - 1));
  }
  return stable;
}

}  // namespace tandem::othello
