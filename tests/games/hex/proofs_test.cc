// What the solver takes for certain without search, against every line of play.
#include <gtest/gtest.h>

#include "games/hex/bitboard.h"
#include "games/hex/inferior_cells.h"
#include "games/hex/virtual_connections.h"
#include "games/random.h"
#include "tests/games/hex/plain_hex.h"

namespace tandem {
namespace {

using hex::Bitboard;
using hex::Bits;

constexpr int kSize = 4;

Bits bit_of(int square) { return hex::bit(8 * (square / kSize) + square % kSize); }

/// X's view of the board.
Bitboard bitboard_of(const PlainHex& board) {
  Bitboard bits;
  for (int square = 0; square < kSize * kSize; ++square) {
    const char stone = board.at(square / kSize, square % kSize);
    if (stone == 'X') bits.mine |= bit_of(square);
    if (stone == 'O') bits.theirs |= bit_of(square);
  }
  return bits;
}

/// The board with `stone` on each of the squares that is free.
PlainHex filled(PlainHex board, Bits squares, char stone) {
  for (int square = 0; square < kSize * kSize; ++square) {
    const int row = square / kSize;
    const int column = square % kSize;
    if ((squares & bit_of(square)) && board.at(row, column) == '-') board.set(row, column, stone);
  }
  return board;
}

int value(PlainHexSolver& plain, PlainHex board, char mover) {
  board.set_mover(mover);
  return plain.value(board);
}

/// Calls `check` with boards of any stones, nobody having won, at most 9 squares free.
template <class Check>
void for_many_boards(Check check) {
  Random random(11);
  for (int checked = 0; checked < 300;) {
    PlainHex board(kSize, false);
    const int free = 4 + random.below(6);  // in 16
    for (int square = 0; square < kSize * kSize; ++square) {
      if (random.below(16) < free) continue;
      board.set(square / kSize, square % kSize, random.below(2) == 0 ? 'X' : 'O');
    }
    if (board.over() || board.legal().size() > 9) continue;
    check(board);
    ++checked;
  }
}

TEST(HexVirtualConnections, HoldAgainstEveryLineOfPlay) {
  hex::VirtualConnections connections(kSize);
  PlainHexSolver plain;
  int full = 0;
  int semi = 0;
  int narrowed = 0;
  for_many_boards([&](const PlainHex& board) {
    const Bitboard bits = bitboard_of(board);
    const hex::SidesJoined joined = connections.join_sides(bits.mine, bits.theirs, false);
    if (joined.full) {
      ++full;
      EXPECT_EQ(value(plain, filled(board, ~*joined.full, 'O'), 'O'), -1) << board.text();
      return;
    }
    if (!joined.semi) return;
    ++semi;
    EXPECT_EQ(value(plain, filled(board, ~*joined.semi, 'O'), 'X'), 1) << board.text();
    for (const int action : board.legal()) {
      if (joined.must_play & bit_of(action)) continue;
      ++narrowed;
      EXPECT_EQ(value(plain, filled(board, bit_of(action) | ~joined.threats, 'O'), 'X'), 1)
          << board.text() << " action " << action;
    }
  });
  EXPECT_GT(full, 20);
  EXPECT_GT(semi, 20);
  EXPECT_GT(narrowed, 20);
}

TEST(HexInferiorCells, FillingInKeepsTheWinner) {
  PlainHexSolver plain;
  int squares = 0;
  for_many_boards([&](const PlainHex& board) {
    const Bitboard bits = bitboard_of(board);
    const hex::Filled result = hex::fill_in(kSize, bits);
    EXPECT_EQ(bits.mine & ~result.board.mine, 0u);
    EXPECT_EQ(bits.theirs & ~result.board.theirs, 0u);
    const PlainHex after = filled(filled(board, result.board.mine, 'X'), result.board.theirs, 'O');
    for (const char mover : {'X', 'O'}) {
      EXPECT_EQ(value(plain, after, mover), value(plain, board, mover)) << board.text();
    }
    // A winner needs what he captured, and nothing that is dead or the other's.
    const PlainHex without = filled(board, result.board.all() & ~result.mine, 'O');
    EXPECT_EQ(value(plain, without, 'O'), value(plain, board, 'O')) << board.text();
    squares += std::popcount(result.board.all() & ~bits.all());
  });
  EXPECT_GT(squares, 200);
}

TEST(HexInferiorCells, SomeWinningMoveIsNotVulnerable) {
  PlainHexSolver plain;
  int pruned = 0;
  for_many_boards([&](PlainHex board) {
    board.set_mover('X');
    Bits free = 0;
    for (const int action : board.legal()) free |= bit_of(action);
    const hex::Vulnerable vulnerable = hex::vulnerable_squares(kSize, bitboard_of(board), free);
    if (vulnerable.squares == free) return;
    bool wins = false;
    for (const int action : board.legal()) {
      if (vulnerable.squares & bit_of(action)) {
        ++pruned;
      } else {
        wins |= plain.value(board.after(action)) == -1;
      }
    }
    EXPECT_EQ(wins, plain.value(board) == 1) << board.text();
  });
  EXPECT_GT(pruned, 100);
}

TEST(HexBitboard, TurnsAndMirrorsSquares) {
  for (int size = 3; size <= hex::kMaxBitboardSize; ++size) {
    for (int row = 0; row < size; ++row) {
      for (int column = 0; column < size; ++column) {
        const Bits square = hex::bit(8 * row + column);
        EXPECT_EQ(hex::transposed(square), hex::bit(8 * column + row));
        EXPECT_EQ(hex::half_turned(size, square),
                  hex::bit(8 * (size - 1 - row) + size - 1 - column));
      }
    }
  }
}

}  // namespace
}  // namespace tandem
