#include "games/dots_and_boxes/solver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "games/dots_and_boxes/dots_and_boxes.h"
#include "games/error.h"
#include "games/random.h"
#include "games/solving/exact_solver.h"
#include "tests/games/dots_and_boxes/plain_board.h"

namespace tandem {
namespace {

constexpr std::size_t kTable = std::size_t{1} << 20;

/// All sets of edges, or a random selection of them, against all moves tried in all positions.
void compare_with_plain_margins(int rows, int columns, int selection, std::size_t table_bytes) {
  const auto game = make_dots_and_boxes(rows, columns);
  const std::vector<std::int8_t> margins = plain_margins(*game, rows, columns);
  const auto solver = make_dots_and_boxes_solver(*game, table_bytes);
  Random random(5, rows * 100 + columns);
  const int sets = static_cast<int>(margins.size());
  for (int i = 0; i < std::min(sets, selection); ++i) {
    const int edges = sets <= selection ? i : random.below(sets);
    ASSERT_EQ(solver->margin(edges), margins[edges]) << "edges " << edges;
  }
}

TEST(DotsAndBoxesSolver, AgreesWithEveryLineOfPlay1x1) {
  compare_with_plain_margins(1, 1, 16, kTable);
}
TEST(DotsAndBoxesSolver, AgreesWithEveryLineOfPlay1x5) {
  compare_with_plain_margins(1, 5, 1 << 16, kTable);
}
TEST(DotsAndBoxesSolver, AgreesWithEveryLineOfPlay2x2) {
  compare_with_plain_margins(2, 2, 1 << 12, kTable);
}
TEST(DotsAndBoxesSolver, AgreesWithEveryLineOfPlay3x2) {
  compare_with_plain_margins(3, 2, 1 << 17, kTable);
}
TEST(DotsAndBoxesSolver, AgreesWithEveryLineOfPlayInATinyTable) {
  compare_with_plain_margins(2, 3, 2000, 0);
}

// A corner box has two edges on the rim, a long chain or a ring in the middle; 3x3 has all of it.
TEST(DotsAndBoxesSolver, AgreesWithEveryLineOfPlay3x3) {
  compare_with_plain_margins(3, 3, 200'000, std::size_t{64} << 20);
}

TEST(DotsAndBoxesSolver, CountsTheLeadAndTheBoxJustTaken) {
  const auto game = make_dots_and_boxes(1, 2);
  const auto solver = make_dots_and_boxes_solver(*game, kTable);
  const auto expect = [&](const char* text, std::size_t actions, int margin) {
    const auto position = game->parse_position(text);
    const auto margins = solver->margins(*position);
    ASSERT_TRUE(margins);
    EXPECT_EQ(margins->size(), actions);
    for (const SolvedMargin& m : *margins) EXPECT_EQ(m.margin, margin) << text;
    for (const SolvedAction& a : solver->solve(*position)) {
      EXPECT_EQ(a.value, (margin > 0) - (margin < 0)) << text;
    }
  };
  expect("-./||./-. 0-1 B", 3, 2);  // three edges are left: B draws the last one
  expect("-./||./-. 1-0 B", 3, 0);
  expect("-./||./-. 1-0 A", 3, 2);
  expect("--/||./-. 0-1 B", 2, 0);
  expect("--/||./-- 0-1 A", 1, 0);
  expect("--/||./-- 1-0 A", 1, 2);
}

TEST(DotsAndBoxesSolver, ValuesAreThoseOfTheGenericSolver) {
  const auto game = make_dots_and_boxes(2, 2);
  const auto solver = make_dots_and_boxes_solver(*game, kTable);
  ExactSolver generic(*game, 100'000);
  std::vector<Action> legal(game->info().max_legal_actions);
  Random random(3);
  for (int i = 0; i < 30; ++i) {
    const auto position = game->initial_position();
    for (int plies = random.below(10); plies > 0; --plies) {
      position->apply(legal[random.below(position->legal_actions(legal))]);
    }
    const auto expected = generic.solve(*position);
    const auto actual = solver->solve(*position);
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t k = 0; k < actual.size(); ++k) {
      EXPECT_EQ(actual[k].action, expected[k].action);
      EXPECT_EQ(actual[k].value, expected[k].value) << position->to_text();
    }
  }
}

// "Winning Ways" and others: who begins wins, but only on the rim.
TEST(DotsAndBoxesSolver, Solves2x2AsPublished) {
  const auto game = make_dots_and_boxes(2, 2);
  const auto solver = make_dots_and_boxes_solver(*game, kTable);
  for (const auto& [action, value] : solver->solve(*game->initial_position())) {
    const std::string edge = game->action_text(action);
    const bool inside = edge == "b1b2" || edge == "b2b3" || edge == "a2b2" || edge == "b2c2";
    EXPECT_EQ(value, inside ? 0 : 1) << edge;
  }
}

// David Wilson, Dots-and-Boxes Analysis Results (wilson.engr.wisc.edu/boxes): every first move
// loses by 3.
TEST(DotsAndBoxesSolver, Solves3x3AsPublished) {
  const auto game = make_dots_and_boxes(3, 3);
  const auto solver = make_dots_and_boxes_solver(*game, std::size_t{16} << 20);
  const auto margins = solver->margins(*game->initial_position());
  ASSERT_TRUE(margins);
  EXPECT_EQ(margins->size(), 24u);
  for (const auto& [action, margin] : *margins) EXPECT_EQ(margin, -3) << game->action_text(action);
}

TEST(DotsAndBoxesSolver, StopsAndGoesOn) {
  const auto game = make_dots_and_boxes(4, 4);
  const auto solver = make_dots_and_boxes_solver(*game, kTable);
  std::atomic<bool> stop = true;
  solver->stop_when(&stop);
  EXPECT_THROW(solver->margin(0), Interrupted);
  EXPECT_THROW(solver->solve(*game->initial_position()), Interrupted);
  EXPECT_THROW(solver->margins(*game->initial_position()), Interrupted);
  stop = false;
  const auto late = game->parse_position("----/|...|/-.--/|...|/----/|.|.|/----/|||||/---- 2-2 A");
  EXPECT_EQ(solver->solve(*late).size(), 9u);
  EXPECT_GT(solver->nodes(), 0u);
}

}  // namespace
}  // namespace tandem
