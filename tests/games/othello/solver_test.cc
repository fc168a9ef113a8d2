#include "games/othello/solver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "games/error.h"
#include "games/othello/othello.h"
#include "games/othello/stability.h"
#include "tests/games/othello/plain_othello.h"

namespace tandem {
namespace {

using testing::HasSubstr;

constexpr std::size_t kTable = std::size_t{16} << 20;

int sign(int score) { return (score > 0) - (score < 0); }

struct Case {
  int size;
  int empty_squares;
  int positions;
  std::size_t table_bytes = kTable;
};

/// Every action's margin and value, and the position's score, against minimax by the plain rules.
/// Counts the positions with a pass.
void compare_with_minimax(const Case& c, int& passes) {
  const auto game = make_othello(c.size);
  const auto solver = make_othello_solver(*game, c.table_bytes);
  PlainMinimax minimax;
  Random random(29, c.size * 100 + c.empty_squares);
  for (int i = 0; i < c.positions; ++i) {
    const PlainOthello board = random_endgame(c.size, c.empty_squares, random);
    SCOPED_TRACE(board.text());
    const auto position = game->parse_position(board.text());
    ASSERT_EQ(solver->score(othello_board(*position)), minimax.score(board));
    const auto margins = solver->margins(*position);
    const std::vector<SolvedAction> values = solver->solve(*position);
    ASSERT_TRUE(margins);
    passes += board.must_pass();
    std::vector<int> legal = board.legal_squares();
    if (legal.empty()) legal.push_back(c.size * c.size);
    ASSERT_EQ(margins->size(), legal.size());
    ASSERT_EQ(values.size(), legal.size());
    for (std::size_t k = 0; k < legal.size(); ++k) {
      PlainOthello next = board;
      if (board.must_pass()) {
        next.pass();
      } else {
        next.place(legal[k]);
      }
      const int expected = -minimax.score(next);
      ASSERT_EQ((*margins)[k].action, legal[k]);
      ASSERT_EQ((*margins)[k].margin, expected) << game->action_text(legal[k]);
      ASSERT_EQ(values[k].action, legal[k]);
      ASSERT_EQ(values[k].value, sign(expected)) << game->action_text(legal[k]);
    }
  }
}

class OthelloSolverSizes : public testing::TestWithParam<int> {};

TEST_P(OthelloSolverSizes, AgreesWithMinimax) {
  int passes = 0;
  for (int empty = 1; empty <= 6; ++empty) compare_with_minimax({GetParam(), empty, 60}, passes);
  for (const int empty : {7, 8}) compare_with_minimax({GetParam(), empty, 15}, passes);
  EXPECT_GT(passes, 0);
}

INSTANTIATE_TEST_SUITE_P(Boards, OthelloSolverSizes, testing::Values(4, 6, 8));

TEST(OthelloSolver, AgreesWithMinimaxInATableOfFiveEntries) {
  int passes = 0;
  compare_with_minimax({4, 9, 40, 0}, passes);
  compare_with_minimax({6, 8, 15, 0}, passes);
}

// The whole 4x4 game: the second player wins 11 to 3 with
// two squares empty, which go to him.
TEST(OthelloSolver, SecondPlayerWins4x4) {
  const auto game = make_othello(4);
  const auto start = game->initial_position();
  const auto solver = make_othello_solver(*game, kTable);
  PlainMinimax minimax;
  EXPECT_EQ(minimax.score(PlainOthello(4)), -10);
  EXPECT_EQ(solver->score(othello_board(*start)), -10);
  const auto margins = solver->margins(*start);
  for (const SolvedMargin& move : *margins) EXPECT_EQ(move.margin, -10);
  for (const SolvedAction& move : solver->solve(*start)) EXPECT_EQ(move.value, -1);
}

// What stability calls safe keeps its colour in every continuation that random play finds.
TEST(OthelloSolver, StableDiscsAreNeverTurned) {
  using othello::Bits;
  Random random(31);
  const auto game = make_othello(8);
  const auto position = game->initial_position();
  int found = 0;
  for (int i = 0; i < 300; ++i) {
    position->assign(*game->initial_position());
    Bits safe[2] = {0, 0};
    while (!position->is_terminal()) {
      std::vector<Action> actions(game->info().max_legal_actions);
      actions.resize(position->legal_actions(actions));
      position->apply(actions[random.below(static_cast<int>(actions.size()))]);
      const othello::Bitboard board = othello_board(*position);
      const int side = position->side_to_move();
      ASSERT_EQ(safe[side] & ~board.mover, 0u) << position->to_text();
      ASSERT_EQ(safe[1 - side] & ~board.other, 0u) << position->to_text();
      safe[side] |= othello::stable_discs<8>(board.mover, board.other);
      safe[1 - side] |= othello::stable_discs<8>(board.other, board.mover);
      if (position->is_terminal()) {
        found += othello::count(safe[0] | safe[1]);
        if (board.discs() == othello::kBoard<8>) {
          EXPECT_EQ(safe[0] | safe[1], othello::kBoard<8>);
        }
      }
    }
  }
  EXPECT_GT(found, 300 * 32);
}

TEST(OthelloSolver, StopsAndGoesOn) {
  const auto game = make_othello(6);
  const auto solver = make_othello_solver(*game, kTable);
  std::atomic<bool> stop = true;
  solver->stop_when(&stop);
  const auto start = game->initial_position();
  EXPECT_THROW(solver->score(othello_board(*start)), Interrupted);
  EXPECT_THROW(solver->solve(*start), Interrupted);
  EXPECT_THROW(solver->margins(*start), Interrupted);
  stop = false;
  Random random(37);
  const PlainOthello late = random_endgame(6, 8, random);
  PlainMinimax minimax;
  EXPECT_EQ(solver->score(othello_board(*game->parse_position(late.text()))), minimax.score(late));
  EXPECT_GT(solver->nodes(), 0u);
}

TEST(OthelloSolver, RefusesWhatItCantSolve) {
  const auto game = make_othello(8);
  const auto solver = make_othello_solver(*game, kTable);
  const auto refusal = [&](const Position& position) -> std::string {
    try {
      solver->margins(position);
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_THAT(refusal(*game->initial_position()), HasSubstr("60 empty squares"));
  const std::string full(64, 'X');
  EXPECT_THAT(refusal(*game->parse_position(full + " O")), HasSubstr("the game is over"));
}

TEST(MakeSolver, AnswersForOthello) {
  for (const int size : {4, 6, 8}) {
    const auto game = make_othello(size);
    EXPECT_NE(dynamic_cast<OthelloSolver*>(make_solver(*game).get()), nullptr) << size;
  }
  const auto game = make_othello(6);
  const std::atomic<bool> stop = true;
  EXPECT_THROW(make_solver(*game, &stop)->solve(*game->initial_position()), Interrupted);
}

}  // namespace
}  // namespace tandem
