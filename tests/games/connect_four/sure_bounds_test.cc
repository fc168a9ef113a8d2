#include "games/connect_four/sure_bounds.h"

#include <gtest/gtest.h>

#include <bit>

#include "tests/games/connect_four/plain_board.h"

namespace tandem::connect_four {
namespace {

TEST(SureBounds, UpperSquaresCountFromTheTop) {
  EXPECT_EQ(upper_squares(2, 2), Bits{0b010'010});
  EXPECT_EQ(upper_squares(3, 2), Bits{0b0101'0101});
}

// The value by every line of play always lies within the bounds, and the bounds are worth
// something.
void compare_with_brute_force(int rows, int columns, int least_plies, int positions) {
  const Geometry geometry(rows, columns);
  const Bits upper = upper_squares(rows, columns);
  BruteForce brute_force;
  Random random(29, rows * 100 + columns);
  int wins_ruled_out = 0;
  int losses_proven = 0;
  for (int i = 0; i < positions; ++i) {
    const int plies = least_plies + random.below(rows * columns - 3 - least_plies);
    const PlainBoard plain = random_plain_board(rows, columns, plies, random);
    const Bitboard board = plain.bits();
    if (wins_at_once(geometry, board) || safe_squares(geometry, board) == 0) continue;
    const Bits threats = winning_squares(geometry, board.mover ^ board.all, board.all);
    const Bounds bounds = sure_bounds(geometry, board, threats, upper, rows * columns - plies);
    const int value = brute_force.solve(plain).value;
    ASSERT_LE(bounds.lower, value) << "position " << i;
    ASSERT_GE(bounds.upper, value) << "position " << i;
    wins_ruled_out += bounds.upper == 0;
    losses_proven += bounds.upper == -1;
  }
  EXPECT_GT(wins_ruled_out, positions / 100);
  EXPECT_GT(losses_proven, positions / 200);
}

TEST(SureBounds, HoldTheValue4x5) { compare_with_brute_force(4, 5, 7, 500); }
TEST(SureBounds, HoldTheValue5x4) { compare_with_brute_force(5, 4, 7, 500); }
TEST(SureBounds, HoldTheValue5x5) { compare_with_brute_force(5, 5, 12, 500); }
TEST(SureBounds, HoldTheValue6x7) { compare_with_brute_force(6, 7, 29, 1500); }

}  // namespace
}  // namespace tandem::connect_four
