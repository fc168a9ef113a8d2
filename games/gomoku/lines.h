// A Gomoku board as its lines: every row, column and diagonal is one word of bits per player, so
// that a stone's four lines tell whether it won.
#pragma once

#include <array>
#include <cstdint>

namespace tandem::gomoku {

inline constexpr int kMaxSize = 19;
inline constexpr int kMaxSquares = kMaxSize * kMaxSize;

/// Row, column, diagonal (down to the right), antidiagonal (down to the left).
inline constexpr int kDirections = 4;
inline constexpr int kMaxLines = 2 * kMaxSize + 2 * (2 * kMaxSize - 1);

/// The squares of one line that hold a player's stones.
using Line = std::uint32_t;

/// One player's stones. Rows come first, so word r is row r from the top, bit c its column c.
using Lines = std::array<Line, kMaxLines>;

/// Where a square lies on the line through it in each direction.
struct Place {
  std::array<std::uint8_t, kDirections> line;
  std::array<std::uint8_t, kDirections> bit;
};

/// The places of all squares, which are numbered row by row from the top left corner.
class Geometry {
 public:
  explicit constexpr Geometry(int size) : size_(size) {
    for (int row = 0; row < size; ++row) {
      for (int column = 0; column < size; ++column) {
        const int numbers[kDirections] = {row, size + column, 2 * size + row - column + size - 1,
                                          4 * size - 1 + row + column};
        const int bits[kDirections] = {column, row, row, row};
        Place& place = places_[row * size + column];
        for (int d = 0; d < kDirections; ++d) {
          place.line[d] = static_cast<std::uint8_t>(numbers[d]);
          place.bit[d] = static_cast<std::uint8_t>(bits[d]);
        }
      }
    }
  }

  constexpr int size() const { return size_; }
  constexpr int squares() const { return size_ * size_; }
  constexpr int lines() const { return 6 * size_ - 2; }
  constexpr const Place& place(int square) const { return places_[square]; }

 private:
  int size_;
  std::array<Place, kMaxSquares> places_{};
};

/// Whether a line holds a row of five that wins: five or more, or exactly five.
constexpr bool has_five(Line stones, bool exact) {
  const Line twos = stones & (stones >> 1);
  const Line fours = twos & (twos >> 2);
  Line fives = fours & (stones >> 4);                   // bit i: i .. i + 4 are stones
  if (exact) fives &= ~(stones << 1) & ~(stones >> 5);  // and their neighbours aren't
  return fives != 0;
}

}  // namespace tandem::gomoku
