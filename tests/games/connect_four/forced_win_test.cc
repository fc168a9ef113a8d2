#include "games/connect_four/forced_win.h"

#include <gtest/gtest.h>

#include "tests/games/connect_four/plain_board.h"

namespace tandem::connect_four {
namespace {

void compare_with_brute_force(int rows, int columns, int plies, int positions) {
  ForcedWins forced(Geometry(rows, columns), 10);  // a small table, so that entries are overwritten
  BruteForce brute_force;
  Random random(13, rows * 100 + columns);
  for (int i = 0; i < positions; ++i) {
    const PlainBoard board = random_plain_board(rows, columns, plies + random.below(4), random);
    const PlainResult result = brute_force.solve(board);
    for (int within = 0; within <= 20; ++within) {
      ASSERT_EQ(forced.wins_within(board.bits(), within),
                result.value == 1 && result.plies <= within)
          << "position " << i << " within " << within;
      ASSERT_EQ(forced.loses_within(board.bits(), within),
                result.value == -1 && result.plies <= within)
          << "position " << i << " within " << within;
    }
  }
}

TEST(ForcedWins, AgreeWithEveryLineOfPlay4x5) { compare_with_brute_force(4, 5, 7, 200); }
TEST(ForcedWins, AgreeWithEveryLineOfPlay5x4) { compare_with_brute_force(5, 4, 7, 200); }
TEST(ForcedWins, AgreeWithEveryLineOfPlay6x7) { compare_with_brute_force(6, 7, 30, 100); }

}  // namespace
}  // namespace tandem::connect_four
