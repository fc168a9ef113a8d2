// What is fixed about a board of one size: its points, who neighbours whom, Zobrist keys.
#pragma once

#include <array>
#include <cstdint>

#include "games/go/point_set.h"

namespace tandem::go {

/// A player's number, or what else can stand on a point.
using Colour = std::uint8_t;
inline constexpr Colour kBlack = 0;
inline constexpr Colour kWhite = 1;
inline constexpr Colour kEmpty = 2;

/// The Zobrist key of a stone, the same on boards of all sizes: position texts hold hashes, so it
/// must never change. SplitMix64's output number 2 * point + colour + 1 from state 0.
constexpr std::uint64_t stone_key(int point, Colour colour) {
  std::uint64_t z = static_cast<std::uint64_t>(2 * point + colour + 1) * 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

/// A board of size x size points, size <= MaxSize; point = row * size + column, row 0 on top. Code
/// that works on points is instantiated for a few MaxSizes, so that small boards are small in
/// memory.
template <int MaxSize>
struct Geometry {
  static constexpr int kMaxSize = MaxSize;
  static constexpr int kMaxPoints = MaxSize * MaxSize;
  static constexpr int kOffBoard = kMaxPoints;  ///< stands for every point beyond the edge
  using Points = PointSet<(kMaxPoints + 63) / 64>;

  explicit Geometry(int board_size)
      : size(board_size), points(size * size), board(Points::first(points)) {
    for (int p = 0; p < points; ++p) {
      const int row = p / size;
      const int column = p % size;
      if (column > 0) not_west_edge.add(p);
      if (column < size - 1) not_east_edge.add(p);
      const auto at = [&](bool on_board, int neighbour) {
        return static_cast<std::uint16_t>(on_board ? neighbour : kOffBoard);
      };
      neighbours[p] = {at(row > 0, p - size), at(column > 0, p - 1), at(column < size - 1, p + 1),
                       at(row < size - 1, p + size)};
      for (const int neighbour : neighbours[p]) {
        if (neighbour != kOffBoard) beside_point[p].add(neighbour);
      }
      for (const Colour colour : {kBlack, kWhite}) keys[colour][p] = stone_key(p, colour);
    }
  }

  /// The points that have a neighbour in the set.
  Points beside(const Points& set) const {
    return (set.up(size) & board) | set.down(size) | (set & not_west_edge).down(1) |
           (set & not_east_edge).up(1);
  }

  int size;
  int points;
  Points board;
  Points not_west_edge;
  Points not_east_edge;
  std::array<std::array<std::uint16_t, 4>, kMaxPoints> neighbours{};
  std::array<Points, kMaxPoints> beside_point{};  ///< its neighbours
  std::array<std::array<std::uint64_t, kMaxPoints>, 2> keys{};
};

}  // namespace tandem::go
