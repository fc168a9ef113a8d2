// Pentago on 64 bits. Square (row, column), row 0 on top, is bit 7 * row + column: the spare bit
// after each row keeps shifted lines from wrapping into the next row.
#pragma once

#include <array>
#include <cstdint>

namespace tandem::pentago {

using Bits = std::uint64_t;

inline constexpr int kSize = 6;
inline constexpr int kSquares = kSize * kSize;
inline constexpr int kStride = kSize + 1;

/// Quadrants: 0 top left, 1 top right, 2 bottom left, 3 bottom right.
inline constexpr int kQuadrants = 4;
inline constexpr int kQuadrantSize = 3;

/// A quarter turn: counterclockwise or clockwise.
enum Direction { kLeft = 0, kRight = 1 };
inline constexpr int kDirections = 2;

constexpr int bit_number(int row, int column) { return kStride * row + column; }

/// The bit of a square, 0 .. 35 row by row from the top left corner.
constexpr Bits square_bit(int square) {
  return Bits{1} << bit_number(square / kSize, square % kSize);
}

constexpr Bits whole_board() {
  Bits bits = 0;
  for (int square = 0; square < kSquares; ++square) bits |= square_bit(square);
  return bits;
}

/// Five or more stones in a row, column or diagonal.
constexpr bool has_five(Bits stones) {
  const auto five = [stones](int step) {
    const Bits twos = stones & (stones >> step);
    return twos & (twos >> (2 * step)) & (stones >> (4 * step));
  };
  return (five(1) | five(kStride) | five(kStride - 1) | five(kStride + 1)) != 0;
}

/// What becomes of the top left quadrant's stones when it is turned: by direction, and by its nine
/// squares as nine bits, row by row.
inline constexpr auto kTurned = [] {
  std::array<std::array<std::uint32_t, 512>, kDirections> turned{};
  for (unsigned stones = 0; stones < 512; ++stones) {
    for (int row = 0; row < kQuadrantSize; ++row) {
      for (int column = 0; column < kQuadrantSize; ++column) {
        if ((stones >> (kQuadrantSize * row + column) & 1) == 0) continue;
        const int last = kQuadrantSize - 1;
        turned[kLeft][stones] |= 1u << bit_number(last - column, row);
        turned[kRight][stones] |= 1u << bit_number(column, last - row);
      }
    }
  }
  return turned;
}();

/// The number of a quadrant's first bit.
constexpr int quadrant_bit(int quadrant) {
  return bit_number(kQuadrantSize * (quadrant / 2), kQuadrantSize * (quadrant % 2));
}

/// The stones after a quarter turn of one quadrant.
constexpr Bits turned(Bits stones, int quadrant, int direction) {
  constexpr Bits kTopLeft = Bits{7} | Bits{7} << kStride | Bits{7} << (2 * kStride);
  const int first = quadrant_bit(quadrant);
  const Bits moved = stones >> first;
  const Bits nine =
      (moved & 7) | (moved >> (kStride - 3) & (7 << 3)) | (moved >> (2 * kStride - 6) & (7 << 6));
  return (stones & ~(kTopLeft << first)) | Bits{kTurned[direction][nine]} << first;
}

}  // namespace tandem::pentago
