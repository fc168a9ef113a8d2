#include "games/hex/solver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "games/error.h"
#include "games/hex/hex.h"
#include "games/random.h"
#include "tests/games/hex/plain_hex.h"

namespace tandem {
namespace {

constexpr std::size_t kTable = std::size_t{8} << 20;

hex::Diagram diagram_of(const PlainHex& board) {
  return hex::parse_diagram(board.size(), board.text());
}

/// The value of the position and of every action, against every line of play.
void expect_values(HexSolver& solver, const PlainHex& board, PlainHexSolver& plain) {
  ASSERT_EQ(solver.value(diagram_of(board)), plain.value(board)) << board.text();
  const std::vector<SolvedAction> actions = solver.action_values(diagram_of(board));
  const std::vector<int> legal = board.legal();
  ASSERT_EQ(actions.size(), legal.size());
  for (std::size_t i = 0; i < legal.size(); ++i) {
    ASSERT_EQ(actions[i].action, legal[i]);
    ASSERT_EQ(actions[i].value, -plain.value(board.after(legal[i])))
        << board.text() << " action " << legal[i];
  }
}

/// A board with stones of either colour and the side to move by chance.
PlainHex scattered(int size, int stones, Random& random) {
  while (true) {
    PlainHex board(size, false);
    for (int left = stones; left > 0;) {
      const int row = random.below(size);
      const int column = random.below(size);
      if (board.at(row, column) != '-') continue;
      board.set(row, column, random.below(2) == 0 ? 'X' : 'O');
      --left;
    }
    board.set_mover(random.below(2) == 0 ? 'X' : 'O');
    if (!board.over()) return board;
  }
}

TEST(HexSolver, AgreesWithEveryLineOfPlayOnAll3x3Boards) {
  const auto solver = make_hex_solver(*make_hex(3, false), kTable);
  PlainHexSolver plain;
  for (int code = 0; code < 19683; ++code) {
    PlainHex board(3, false);
    int rest = code;
    for (int square = 0; square < 9; ++square, rest /= 3) {
      board.set(square / 3, square % 3, "-XO"[rest % 3]);
    }
    if (board.over()) continue;
    for (const char mover : {'X', 'O'}) {
      board.set_mover(mover);
      ASSERT_NO_FATAL_FAILURE(expect_values(*solver, board, plain));
    }
  }
}

/// Half of them from random games, half with any number of stones of either colour.
void compare_random_boards(int size, int free, int boards, std::size_t table_bytes) {
  const auto solver = make_hex_solver(*make_hex(size, false), table_bytes);
  PlainHexSolver plain;
  Random random(size);
  for (int i = 0; i < boards; ++i) {
    const int stones = size * size - free + random.below(3);
    const PlainHex board =
        i % 2 == 0 ? random_plain_hex(size, stones, random) : scattered(size, stones, random);
    ASSERT_NO_FATAL_FAILURE(expect_values(*solver, board, plain));
  }
}

TEST(HexSolver, AgreesWithEveryLineOfPlay4x4) { compare_random_boards(4, 9, 300, kTable); }
TEST(HexSolver, AgreesWithEveryLineOfPlay5x5) { compare_random_boards(5, 10, 150, kTable); }
TEST(HexSolver, AgreesWithEveryLineOfPlay6x6) { compare_random_boards(6, 10, 100, kTable); }
TEST(HexSolver, AgreesWithEveryLineOfPlay7x7) { compare_random_boards(7, 10, 60, kTable); }
TEST(HexSolver, AgreesWithEveryLineOfPlay8x8) { compare_random_boards(8, 10, 60, kTable); }
TEST(HexSolver, AgreesWithEveryLineOfPlayInATinyTable) { compare_random_boards(5, 11, 40, 0); }

TEST(HexSolver, CountsTheSwap) {
  const auto solver = make_hex_solver(*make_hex(3, true), kTable);
  PlainHexSolver plain;
  const PlainHex start(3, true);
  ASSERT_NO_FATAL_FAILURE(expect_values(*solver, start, plain));
  for (const int action : start.legal()) {
    const PlainHex next = start.after(action);
    ASSERT_NO_FATAL_FAILURE(expect_values(*solver, next, plain));
    ASSERT_NO_FATAL_FAILURE(expect_values(*solver, next.after(next.legal().back()), plain));
  }
}

/// Black's first moves that win, as a picture.
std::string winning_openings(int size) {
  const auto game = make_hex(size, false);
  const auto solver = make_hex_solver(*game, kTable);
  std::string picture;
  for (const SolvedAction& solved : solver->solve(*game->initial_position())) {
    picture += solved.value == 1 ? 'X' : '-';
    if (solved.action % size == size - 1) picture += '/';
  }
  return picture;
}

// 3x3 as the test of all 3x3 boards implies; 4x4 by another program, a table of all 4x4 boards.
TEST(HexSolver, FindsTheWinningOpenings) {
  EXPECT_EQ(winning_openings(3), "--X/XXX/X--/");
  EXPECT_EQ(winning_openings(4), "---X/--X-/-X--/X---/");
}

// Nash: the first player wins. Beck 1969: but not on a1 or b1. Besides, openings that are each
// other's image by a half turn are worth the same.
TEST(HexSolver, OpeningsFollowTheTheorems) {
  for (const int size : {4, 5}) {
    const std::string openings = winning_openings(size);
    EXPECT_THAT(openings, testing::HasSubstr("X")) << size;
    EXPECT_EQ(openings.substr(0, 2), "--") << size;
    std::string turned(openings.rbegin() + 1, openings.rend());
    EXPECT_EQ(turned + "/", openings) << size;
  }
}

TEST(HexSolver, StopsAndGoesOn) {
  const auto game = make_hex(6, false);
  const auto solver = make_hex_solver(*game, kTable);
  std::atomic<bool> stop = true;
  solver->stop_when(&stop);
  EXPECT_THROW(solver->value({.size = 6}), Interrupted);
  EXPECT_THROW(solver->solve(*game->initial_position()), Interrupted);
  stop = false;
  Random random(1);
  EXPECT_EQ(solver->action_values(diagram_of(random_plain_hex(6, 12, random))).size(), 24u);
}

TEST(HexSolver, RefusesLargeBoards) {
  EXPECT_THROW(make_hex_solver(*make_hex(9, false), kTable), Error);
}

}  // namespace
}  // namespace tandem
