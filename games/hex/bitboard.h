// Hex on 64 bits, for the solver: boards up to 8x8. Square (row, column) is bit 8 * row + column
// whatever the size, so that mirroring in the long diagonal, which exchanges the players' sides, is
// the transposition of an 8x8 matrix.
#pragma once

#include <bit>
#include <cstdint>

namespace tandem::hex {

using Bits = std::uint64_t;

inline constexpr int kMaxBitboardSize = 8;

constexpr Bits bit(int square) { return Bits{1} << square; }
constexpr int first_square(Bits bits) { return std::countr_zero(bits); }

/// Every square of a board.
constexpr Bits whole_board(int size) {
  Bits bits = 0;
  for (int row = 0; row < size; ++row) bits |= ((Bits{1} << size) - 1) << (8 * row);
  return bits;
}
constexpr Bits top_row(int size) { return (Bits{1} << size) - 1; }
constexpr Bits bottom_row(int size) { return top_row(size) << (8 * (size - 1)); }

/// Squares that touch one of these, off the board too where the size is below 8: mask the result.
constexpr Bits neighbours(Bits bits) {
  constexpr Bits kNotFirst = 0xFEFEFEFEFEFEFEFEull;
  constexpr Bits kNotLast = 0x7F7F7F7F7F7F7F7Full;
  const Bits right = (bits & kNotLast) << 1;
  const Bits left = (bits & kNotFirst) >> 1;
  return right | left | bits << 8 | bits >> 8 | right >> 8 | left << 8;
}

/// (row, column) goes to (column, row). Hacker's Delight, 7-3.
constexpr Bits transposed(Bits x) {
  Bits t = (x ^ (x >> 7)) & 0x00AA00AA00AA00AAull;
  x ^= t ^ (t << 7);
  t = (x ^ (x >> 14)) & 0x0000CCCC0000CCCCull;
  x ^= t ^ (t << 14);
  t = (x ^ (x >> 28)) & 0x00000000F0F0F0F0ull;
  return x ^ t ^ (t << 28);
}

/// Turned by 180 degrees.
constexpr Bits half_turned(int size, Bits x) {
  x = ((x >> 1) & 0x5555555555555555ull) | ((x & 0x5555555555555555ull) << 1);
  x = ((x >> 2) & 0x3333333333333333ull) | ((x & 0x3333333333333333ull) << 2);
  x = ((x >> 4) & 0x0F0F0F0F0F0F0F0Full) | ((x & 0x0F0F0F0F0F0F0F0Full) << 4);
  x = __builtin_bswap64(x);
  return x >> (63 - 9 * (size - 1));
}

/// A position seen by its mover, who always joins top and bottom: White's is transposed.
struct Bitboard {
  Bits mine = 0;
  Bits theirs = 0;

  bool operator==(const Bitboard&) const = default;

  constexpr Bits all() const { return mine | theirs; }
  constexpr Bitboard transposed() const { return {hex::transposed(theirs), hex::transposed(mine)}; }
  constexpr Bitboard half_turned(int size) const {
    return {hex::half_turned(size, mine), hex::half_turned(size, theirs)};
  }
  /// The opponent's view once the mover has put a stone on `square`.
  constexpr Bitboard after(Bits square) const {
    return Bitboard{mine | square, theirs}.transposed();
  }
};

}  // namespace tandem::hex
