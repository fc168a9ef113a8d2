// Sets of edges that are worth the same.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <utility>
#include <vector>

#include "games/dots_and_boxes/bitboard.h"
#include "games/dots_and_boxes/dots_and_boxes.h"

namespace tandem::dots_and_boxes {

/// Names one set for all that the board's symmetries lead to, and for all that differ only by edges
/// on the rim that border the same box: in a corner, either of two.
class Equivalence {
 public:
  /// `game` must be a Dots and Boxes game.
  explicit Equivalence(const Game& game) {
    const Geometry g = dots_and_boxes_geometry(game);
    for (Bits rest = g.boxes; rest != 0; rest &= rest - 1) {
      const Bits box = rest & -rest;
      add_equal_edges(edges_around(g, box) & ~edges_around(g, g.boxes & ~box));
    }
    for (std::size_t i = 1; i < game.info().symmetries.size(); ++i) {
      permutations_.push_back(permutation(game.info().symmetries[i].actions));
    }
  }

  Bits canonical(Bits edges) const {
    Bits least = lowest_drawn(edges);
    for (const Permutation& permutation : permutations_) {
      least = std::min(least, lowest_drawn(permuted(permutation, edges)));
    }
    return least;
  }

 private:
  /// For each byte of a set, where its edges go.
  using Permutation = std::array<std::array<Bits, 256>, 8>;

  static Permutation permutation(const std::vector<Action>& actions) {
    Permutation result{};
    for (int edge = 0; edge < static_cast<int>(actions.size()); ++edge) {
      for (int byte = 0; byte < 256; ++byte) {
        if (byte >> edge % 8 & 1) result[edge / 8][byte] |= bit(actions[edge]);
      }
    }
    return result;
  }

  static Bits permuted(const Permutation& permutation, Bits edges) {
    Bits result = 0;
    for (int i = 0; edges != 0; edges >>= 8, ++i) result |= permutation[i][edges & 0xFF];
    return result;
  }

  /// All pairs, in the order of a bubble sort.
  void add_equal_edges(Bits edges) {
    for (int last = std::popcount(edges) - 1; last > 0; --last) {
      Bits rest = edges;
      for (int i = 0; i < last; ++i) {
        const int low = std::countr_zero(rest);
        rest &= rest - 1;
        equal_pairs_.emplace_back(low, std::countr_zero(rest));
      }
    }
  }

  /// Of edges that are worth the same, the lowest are drawn.
  Bits lowest_drawn(Bits edges) const {
    for (const auto& [low, high] : equal_pairs_) {
      const Bits exchange = edges >> high & ~(edges >> low) & 1;
      edges ^= exchange << low | exchange << high;
    }
    return edges;
  }

  std::vector<std::pair<int, int>> equal_pairs_;
  std::vector<Permutation> permutations_;
};

}  // namespace tandem::dots_and_boxes
