// The moves of Dots and Boxes among which there is always a best one.
//
// Let "n free" be the number of a box's free edges. Proofs are in short; v is the margin that the
// mover still wins.
//
// Sure captures. An edge e that completes a box may be taken at once if the box on its other side,
// if any, doesn't have exactly two free edges. For a move f that completes nothing, the opponent
// could answer e himself: -v(after f) <= -1 - v(after e and f), while e and then f gives 1 -
// v(after e and f). (f completes nothing after e either: that would take a box with the free edges
// e and f.) If f completes a box, e can be taken before it just as well.
//
// Double-dealing. Else the other box has the free edges e and f. Then a best move is to complete a
// box or to draw such an f, which gives both boxes away. For another move g, the opponent could
// take e and f and more: -v(after g) <= -2 - v(after e, f, g); while e, f and then g gives 2 -
// v(after e, f, g), or, if g completes a box after e and f, e and then g gives 1 - 2 - v(after e,
// f, g).
//
// Openings. With no box to complete, an edge of a box with two free edges opens the chain of such
// boxes linked by free edges. If the chain has three boxes or more, the opponent takes all, or all
// but two and gives those back, wherever it was opened; if it has one, he takes that. So any of its
// edges will do, and if it has two, the one between them, which leaves him no choice, is as good as
// the others. A ring is taken whole or up to four, wherever it was opened. The exception are chains
// both of whose ends lead to the same box, which then becomes part of them: there all edges count.
#pragma once

#include <bit>

#include "games/dots_and_boxes/bitboard.h"

namespace tandem::dots_and_boxes {

/// Boxes by their number of free edges.
struct FreeCounts {
  Bits one;
  Bits two;
};

constexpr FreeCounts count_free(const Geometry& g, Bits free) {
  const Bits left = free >> g.columns;
  const Bits right = free >> (g.columns + 1);
  const Bits below = free >> g.stride;
  const Bits first_sum = free ^ left;
  const Bits second_sum = right ^ below;
  const Bits odd = first_sum ^ second_sum;
  const Bits pairs = (free & left) ^ (right & below) ^ (first_sum & second_sum);
  return {odd & ~pairs & g.boxes, ~odd & pairs & g.boxes};
}

/// The moves to search, in three sets; if there is a sure capture, it is the only one.
struct ChainMoves {
  Bits captures = 0;  ///< complete a box
  Bits safe = 0;      ///< give nothing
  Bits giving = 0;    ///< let the opponent complete a box
};

/// One edge for each chain that a move may open, or several where they may differ.
constexpr Bits openings(const Geometry& g, Bits free, Bits two) {
  Bits moves = 0;
  while (two != 0) {
    Bits chain = two & -two;
    Bits edges = edges_around(g, chain) & free;
    for (Bits last = 0; chain != last;) {
      last = chain;
      chain |= boxes_beside(g, edges) & two;
      edges = edges_around(g, chain) & free;
    }
    two &= ~chain;

    // Edges that lead out of the chain, to boxes or off the board.
    const Bits inside = edges_between(g, chain) & free;
    const Bits ends = edges & ~inside;
    const Bits one_end = ends & -ends;
    const bool same_box =
        (boxes_beside(g, one_end) & boxes_beside(g, ends & ~one_end) & ~chain) != 0;
    if (same_box) {
      moves |= edges;
    } else {
      const Bits wanted = inside != 0 && (inside & (inside - 1)) == 0 ? inside : edges;
      moves |= wanted & -wanted;
    }
  }
  return moves;
}

/// `edges` are drawn, but not all.
constexpr ChainMoves chain_moves(const Geometry& g, Bits edges) {
  const Bits free = g.all & ~edges;
  const FreeCounts counts = count_free(g, free);
  const Bits around_two = edges_around(g, counts.two) & free;
  const Bits captures = edges_around(g, counts.one) & free;
  if (captures == 0) {
    return {0, free & ~around_two, openings(g, free, counts.two)};
  }
  const Bits sure = captures & ~around_two;
  if (sure != 0) return {sure & -sure, 0, 0};
  const Bits second_boxes = boxes_beside(g, captures) & counts.two;
  return {captures, 0, edges_around(g, second_boxes) & free & ~captures};
}

}  // namespace tandem::dots_and_boxes
