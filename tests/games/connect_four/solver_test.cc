#include "games/connect_four/solver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <vector>

#include "games/connect_four/connect_four.h"
#include "games/error.h"
#include "tests/games/connect_four/plain_board.h"

namespace tandem {
namespace {

constexpr std::size_t kTable = std::size_t{16} << 20;

/// Every action's value against every line of play.
void compare_with_brute_force(int rows, int columns, int least_plies, int positions,
                              std::size_t table_bytes) {
  const auto game = make_connect_four(rows, columns);
  const auto solver = make_connect_four_solver(*game, table_bytes);
  BruteForce brute_force;
  Random random(17, rows * 100 + columns);
  for (int i = 0; i < positions; ++i) {
    const int plies = least_plies + random.below(rows * columns / 2);
    const PlainBoard board =
        random_plain_board(rows, columns, std::min(plies, rows * columns - 4), random);
    const std::vector<SolvedAction> actions = solver->action_values(board.bits());
    const std::vector<int> legal = board.legal_columns();
    ASSERT_EQ(actions.size(), legal.size());
    for (std::size_t k = 0; k < legal.size(); ++k) {
      PlainBoard next = board;
      next.drop(legal[k]);
      ASSERT_EQ(actions[k].action, legal[k]);
      ASSERT_EQ(actions[k].value, -brute_force.solve(next).value) << "position " << i;
    }
  }
}

TEST(ConnectFourSolver, AgreesWithEveryLineOfPlay4x4) {
  compare_with_brute_force(4, 4, 0, 500, kTable);
}
TEST(ConnectFourSolver, AgreesWithEveryLineOfPlay4x5) {
  compare_with_brute_force(4, 5, 6, 300, kTable);
}
TEST(ConnectFourSolver, AgreesWithEveryLineOfPlay5x4) {
  compare_with_brute_force(5, 4, 6, 300, kTable);
}
TEST(ConnectFourSolver, AgreesWithEveryLineOfPlay5x5) {
  compare_with_brute_force(5, 5, 11, 200, kTable);
}
TEST(ConnectFourSolver, AgreesWithEveryLineOfPlay6x7) {
  compare_with_brute_force(6, 7, 29, 300, kTable);
}
TEST(ConnectFourSolver, AgreesWithEveryLineOfPlayOnAll64Bits) {
  compare_with_brute_force(7, 8, 44, 100, kTable);
}
TEST(ConnectFourSolver, AgreesWithEveryLineOfPlayInATinyTable) {
  compare_with_brute_force(5, 5, 11, 100, 0);
}

// The values of the empty boards, as John Tromp published them.
TEST(ConnectFourSolver, SolvesEmptyBoardsAsPublished) {
  struct Published {
    int rows;
    int columns;
    int value;
  };
  for (const auto& [rows, columns, value] : {Published{4, 4, 0},
                                             {4, 5, 0},
                                             {4, 6, -1},
                                             {4, 7, 0},
                                             {5, 4, 0},
                                             {5, 5, 0},
                                             {5, 6, 0},
                                             {6, 4, 0},
                                             {6, 5, 0},
                                             {7, 4, 0}}) {
    const auto solver = make_connect_four_solver(*make_connect_four(rows, columns), kTable);
    EXPECT_EQ(solver->value({}), value) << rows << " rows, " << columns << " columns";
  }
}

TEST(ConnectFourSolver, MirrorImagesHaveMirroredValues) {
  const auto game = make_connect_four(6, 7);
  const auto solver = make_connect_four_solver(*game, kTable);
  const connect_four::Geometry geometry(6, 7);
  Random random(23);
  for (int i = 0; i < 10; ++i) {
    const connect_four::Bitboard board = random_plain_board(6, 7, 18, random).bits();
    const auto mirror = make_connect_four_solver(*game, kTable);
    const auto ours = solver->action_values(board);
    const auto theirs = mirror->action_values({connect_four::mirrored(geometry, board.mover),
                                               connect_four::mirrored(geometry, board.all)});
    ASSERT_EQ(ours.size(), theirs.size());
    for (std::size_t k = 0; k < ours.size(); ++k) {
      const SolvedAction& other = theirs[ours.size() - 1 - k];
      EXPECT_EQ(ours[k].action, 6 - other.action);
      EXPECT_EQ(ours[k].value, other.value);
    }
  }
}

TEST(ConnectFourSolver, SolvesThroughTheGeneralInterface) {
  const auto game = make_connect_four(4, 4);
  const auto solver = make_connect_four_solver(*game, kTable);
  const std::vector<SolvedAction> actions = solver->solve(*game->initial_position());
  ASSERT_EQ(actions.size(), 4u);
  for (int column = 0; column < 4; ++column) {
    EXPECT_EQ(actions[column].action, column);
    EXPECT_EQ(actions[column].value, 0);
  }
}

TEST(ConnectFourSolver, StopsAndGoesOn) {
  const auto game = make_connect_four(5, 6);
  const auto solver = make_connect_four_solver(*game, kTable);
  std::atomic<bool> stop = true;
  solver->stop_when(&stop);
  EXPECT_THROW(solver->value({}), Interrupted);
  EXPECT_THROW(solver->solve(*game->initial_position()), Interrupted);
  stop = false;
  const PlainBoard late = [] {
    Random random(1);
    return random_plain_board(5, 6, 16, random);
  }();
  EXPECT_EQ(solver->action_values(late.bits()).size(), late.legal_columns().size());
}

TEST(MakeSolver, AnswersForConnectFourUpToTheStandardBoard) {
  EXPECT_TRUE(make_solver(*make_connect_four(6, 7)) != nullptr);
  EXPECT_TRUE(make_solver(*make_connect_four(7, 6)) != nullptr);
  EXPECT_TRUE(make_solver(*make_connect_four(7, 7)) == nullptr);
  EXPECT_TRUE(make_solver(*make_connect_four(7, 8)) == nullptr);
}

TEST(MakeSolver, IsStoppedFromOutside) {
  const auto game = make_connect_four(6, 7);
  const std::atomic<bool> stop = true;
  const auto solver = make_solver(*game, &stop);
  EXPECT_THROW(solver->solve(*game->initial_position()), Interrupted);
}

}  // namespace
}  // namespace tandem
