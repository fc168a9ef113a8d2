// Whole games, solved: minutes of one core.
#include <gtest/gtest.h>

#include "games/othello/othello.h"
#include "games/othello/solver.h"

namespace tandem {
namespace {

// Joel Feinstein 1993: the second player wins 20 to 16.
TEST(OthelloLong, SecondPlayerWins6x6ByFour) {
  const auto game = make_othello(6);
  const auto solver = make_othello_solver(*game, std::size_t{1} << 30);
  EXPECT_EQ(solver->score(othello_board(*game->initial_position())), -4);
}

}  // namespace
}  // namespace tandem
