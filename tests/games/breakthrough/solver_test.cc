#include "games/breakthrough/solver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "games/breakthrough/breakthrough.h"
#include "games/error.h"
#include "games/random.h"
#include "games/solving/exact_solver.h"

namespace tandem {
namespace {

constexpr std::size_t kTable = std::size_t{1} << 20;

/// Up to `most` pieces a side on random squares, none on its goal.
std::unique_ptr<Position> sparse_position(const Game& game, int most, Random& random) {
  const int rows = game.info().features.height;
  const int columns = game.info().features.width;
  std::vector<std::string> board(rows, std::string(columns, '-'));
  for (const char piece : {'W', 'B'}) {
    for (int count = 1 + random.below(most); count > 0;) {
      const int row = random.below(rows - 1) + (piece == 'W' ? 1 : 0);
      char& square = board[row][random.below(columns)];
      if (square != '-') continue;
      square = piece;
      --count;
    }
  }
  std::string text;
  for (const std::string& row : board) text += (text.empty() ? "" : "/") + row;
  return game.parse_position(text + (random.below(2) == 0 ? " W" : " B"));
}

/// Every action's value against the generic solver, which tries all moves of all positions.
void compare_with_every_line(int rows, int columns, int pieces, int positions,
                             std::size_t table_bytes) {
  const auto game = make_breakthrough(rows, columns);
  const auto solver = make_breakthrough_solver(*game, table_bytes);
  Random random(17, rows * 100 + columns);
  int wins = 0;
  int losses = 0;
  for (int i = 0; i < positions; ++i) {
    const auto position = sparse_position(*game, pieces, random);
    ExactSolver every_line(*game, 1'000'000);
    const std::vector<SolvedAction> expected = every_line.solve(*position);
    const std::vector<SolvedAction> actual = solver->solve(*position);
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t k = 0; k < actual.size(); ++k) {
      ASSERT_EQ(actual[k].action, expected[k].action);
      ASSERT_EQ(actual[k].value, expected[k].value)
          << position->to_text() << " " << game->action_text(actual[k].action);
      ++(actual[k].value > 0 ? wins : losses);
    }
  }
  EXPECT_GT(wins, positions);
  EXPECT_GT(losses, positions);
}

TEST(BreakthroughSolver, AgreesWithEveryLineOfPlay5x2) {
  compare_with_every_line(5, 2, 4, 300, kTable);
}
TEST(BreakthroughSolver, AgreesWithEveryLineOfPlay10x3) {
  compare_with_every_line(10, 3, 2, 50, kTable);
}
TEST(BreakthroughSolver, AgreesWithEveryLineOfPlay5x4) {
  compare_with_every_line(5, 4, 3, 150, kTable);
}
TEST(BreakthroughSolver, AgreesWithEveryLineOfPlayInATinyTable) {
  compare_with_every_line(5, 4, 3, 50, 0);
}
TEST(BreakthroughSolver, AgreesWithEveryLineOfPlay5x6) {
  compare_with_every_line(5, 6, 2, 150, kTable);
}
TEST(BreakthroughSolver, AgreesWithEveryLineOfPlayOnAll32Squares) {
  compare_with_every_line(8, 4, 2, 50, kTable);
}

TEST(BreakthroughSolver, MirrorImagesHaveMirroredValues) {
  const auto game = make_breakthrough(5, 4);
  const Symmetry& mirror = game->info().symmetries[1];
  std::vector<Action> legal(game->info().max_legal_actions);
  Random random(23);
  for (int i = 0; i < 10; ++i) {
    const auto position = game->initial_position();
    const auto image = game->initial_position();
    for (int ply = 0; ply < 10 && !position->is_terminal(); ++ply) {
      const Action action = legal[random.below(position->legal_actions(legal))];
      position->apply(action);
      image->apply(mirror.actions[action]);
    }
    if (position->is_terminal()) continue;
    const auto solver = make_breakthrough_solver(*game, kTable);
    const auto other = make_breakthrough_solver(*game, kTable);
    const std::vector<SolvedAction> images = other->solve(*image);
    for (const auto& [action, value] : solver->solve(*position)) {
      const auto found = std::ranges::find(images, mirror.actions[action], &SolvedAction::action);
      ASSERT_NE(found, images.end());
      EXPECT_EQ(found->value, value);
    }
  }
}

TEST(BreakthroughSolver, TheSecondPlayerWinsTheSmallestBoards) {
  const auto game = make_breakthrough(5, 2);
  ExactSolver every_line(*game, 100'000);
  EXPECT_EQ(every_line.value_for_first_player(*game->initial_position()), -1);
  for (const int columns : {2, 3, 4}) {
    const auto board = make_breakthrough(5, columns);
    const auto solver = make_breakthrough_solver(*board, std::size_t{8} << 20);
    EXPECT_EQ(solver->value(breakthrough_board(*board->initial_position())), -1);
  }
}

// littlegolem.net, forum "Breakthrough", "5x5 solved" (2006): a win for the second player. All
// first moves lose then.
TEST(BreakthroughSolver, TheSecondPlayerWins5x5AsPublished) {
  const auto game = make_breakthrough(5, 5);
  const auto solver = make_breakthrough_solver(*game, std::size_t{64} << 20);
  const std::vector<SolvedAction> actions = solver->solve(*game->initial_position());
  EXPECT_EQ(actions.size(), 13u);
  for (const auto& [action, value] : actions) EXPECT_EQ(value, -1) << game->action_text(action);
}

TEST(BreakthroughSolver, StopsAndGoesOn) {
  const auto game = make_breakthrough(6, 5);
  const auto solver = make_breakthrough_solver(*game, kTable);
  std::atomic<bool> stop = true;
  solver->stop_when(&stop);
  EXPECT_THROW(solver->value(breakthrough_board(*game->initial_position())), Interrupted);
  EXPECT_THROW(solver->solve(*game->initial_position()), Interrupted);
  stop = false;
  const auto late = game->parse_position("-B---/--B--/W----/---B-/-W---/--W-- W");
  EXPECT_EQ(solver->solve(*late).size(), 7u);
  EXPECT_GT(solver->nodes(), 0u);
}

TEST(BreakthroughSolver, RefusesLargerBoardsAndOtherGames) {
  EXPECT_NO_THROW(make_breakthrough_solver(*make_breakthrough(8, 4), kTable));
  EXPECT_THROW(make_breakthrough_solver(*make_breakthrough(6, 6), kTable), Error);
}

}  // namespace
}  // namespace tandem
