// Othello on 64 bits: what the rules and the solver share.
//
// Bit s is square s = row * N + column; bit 0 is a1, the top left corner, and the bits from N * N
// on stay 0. The board's side N is a template parameter, so that the compiler folds every shift and
// mask.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstdint>

namespace tandem::othello {

using Bits = std::uint64_t;

/// A position: the discs of the player to move, and his opponent's.
struct Bitboard {
  Bits mover = 0;
  Bits other = 0;

  constexpr Bits discs() const { return mover | other; }
  auto operator<=>(const Bitboard&) const = default;
};

template <int N>
inline constexpr int kSquares = N* N;

template <int N>
inline constexpr Bits kBoard = ~Bits{0} >> (64 - kSquares<N>);

/// The left column.
template <int N>
inline constexpr Bits kLeft = [] {
  Bits bits = 0;
  for (int row = 0; row < N; ++row) bits |= Bits{1} << (row * N);
  return bits;
}();

template <int N>
inline constexpr Bits kRight = kLeft<N> << (N - 1);

/// The four squares in the middle, which hold discs from the start to the end.
template <int N>
inline constexpr Bits kMiddle =
    Bits{0b11} << ((N / 2 - 1) * (N + 1)) | Bits{0b11} << ((N / 2 - 1) * (N + 1) + N);

template <int N>
inline constexpr Bits kCorners = (kLeft<N> | kRight<N>)&(Bits{1} | Bits{1} << (N - 1) |
                                                         kBoard<N> << (N * (N - 1)));

/// std::popcount, also fast where the compiler may not use the instruction.
constexpr int count(Bits bits) {
#ifdef __POPCNT__
  return std::popcount(bits);
#else
  bits -= bits >> 1 & 0x5555555555555555ull;
  bits = (bits & 0x3333333333333333ull) + (bits >> 2 & 0x3333333333333333ull);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Full;
  return static_cast<int>(bits * 0x0101010101010101ull >> 56);
#endif
}

/// The squares next to a set of squares, in all eight directions.
template <int N>
constexpr Bits neighbours(Bits bits) {
  const Bits row = bits | (bits & ~kRight<N>) << 1 | (bits & ~kLeft<N>) >> 1;
  return (row | row << N | row >> N) & kBoard<N>;
}

/// The ends, in one line and both directions, of runs of `between` that begin beside `mover`.
template <int N, int Step>
constexpr Bits ends_of_runs(Bits mover, Bits between) {
  Bits up = between & mover << Step;
  Bits down = between & mover >> Step;
  up |= between & up << Step;
  down |= between & down >> Step;
  const Bits pairs_up = between & between << Step;
  const Bits pairs_down = pairs_up >> Step;
  for (int length = 2; length < N - 2; length += 2) {  // at most N - 2 discs can be turned
    up |= pairs_up & up << (2 * Step);
    down |= pairs_down & down >> (2 * Step);
  }
  return up << Step | down >> Step;
}

/// The squares where the mover may place a disc.
template <int N>
constexpr Bits moves(Bits mover, Bits other) {
  const Bits inner = other & ~(kLeft<N> | kRight<N>);  // so that no run crosses a side edge
  const Bits ends = ends_of_runs<N, 1>(mover, inner) | ends_of_runs<N, N>(mover, other) |
                    ends_of_runs<N, N - 1>(mover, inner) | ends_of_runs<N, N + 1>(mover, inner);
  return ends & kBoard<N> & ~(mover | other);
}

/// For each square the squares that lie beyond it in a direction: four in which bits ascend (east,
/// south-west, south, south-east), then their opposites.
template <int N>
inline constexpr auto kRays = [] {
  constexpr int kSteps[8][2] = {{0, 1},  {1, -1}, {1, 0},  {1, 1},  // row, column
                                {0, -1}, {-1, 1}, {-1, 0}, {-1, -1}};
  std::array<std::array<Bits, 8>, kSquares<N>> rays{};
  for (int square = 0; square < kSquares<N>; ++square) {
    for (int direction = 0; direction < 8; ++direction) {
      int row = square / N + kSteps[direction][0];
      int column = square % N + kSteps[direction][1];
      while (row >= 0 && row < N && column >= 0 && column < N) {
        rays[square][direction] |= Bits{1} << (row * N + column);
        row += kSteps[direction][0];
        column += kSteps[direction][1];
      }
    }
  }
  return rays;
}();

/// The discs that the mover turns by placing one on an empty square: none if he may not.
template <int N>
constexpr Bits flips(int square, Bits mover, Bits other) {
  const std::array<Bits, 8>& rays = kRays<N>[square];
  Bits turned = 0;
  for (int i = 0; i < 4; ++i) {
    // Adding 1 carries through the squares off the ray and the opponent's discs on it, to the first
    // other square.
    const Bits end = ((other | ~rays[i]) + 1) & mover & rays[i];
    turned |= (end - (end != 0)) & rays[i];
  }
  for (int i = 4; i < 8; ++i) {
    const Bits not_other = (rays[i] & ~other) | 1;  // bit 0 is no harm: it counts only on the ray
    const Bits end = (~(~Bits{0} >> 1) >> std::countl_zero(not_other)) & mover & rays[i];
    turned |= (~end + 1) << 1 & rays[i];
  }
  return turned;
}

/// The board seen in a mirror: columns reversed.
template <int N>
constexpr Bits mirrored(Bits bits) {
  Bits out = 0;
  for (int column = 0; column < N; ++column) {
    out |= (bits >> column & kLeft<N>) << (N - 1 - column);
  }
  return out;
}

/// Rows exchanged with columns.
template <int N>
constexpr Bits transposed(Bits bits) {
  Bits out = 0;
  for (int square = 0; square < kSquares<N>; ++square) {
    out |= (bits >> square & 1) << (square % N * N + square / N);
  }
  return out;
}

/// The same for a board and its seven images.
template <int N>
constexpr Bitboard canonical(Bitboard board) {
  Bitboard least = board;
  for (int i = 1; i < 8; ++i) {
    const auto image = i % 2 == 1 ? mirrored<N> : transposed<N>;
    board = {image(board.mover), image(board.other)};
    least = std::min(least, board);
  }
  return least;
}

/// After the mover has placed a disc on `square`, turning `turned`; his opponent moves.
constexpr Bitboard after(Bitboard board, int square, Bits turned) {
  return {board.other ^ turned, board.mover ^ turned ^ Bits{1} << square};
}

/// The final disc difference for the mover, empty squares given to the winner.
template <int N>
constexpr int final_score(Bits mover, Bits other) {
  const int mine = count(mover);
  const int theirs = count(other);
  if (mine == theirs) return 0;
  return mine > theirs ? kSquares<N> - 2 * theirs : 2 * mine - kSquares<N>;
}

}  // namespace tandem::othello
