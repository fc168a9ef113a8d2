#include "tests/games/dominoes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/conformance.h"
#include "games/perft.h"
#include "games/solving/exact_solver.h"

namespace tandem {
namespace {

TEST(Dominoes, KeepsTheContractOfGames) {
  for (const int squares : {2, 5, 8, 32}) {
    EXPECT_THAT(check_conformance(*make_dominoes(squares)), testing::IsEmpty());
  }
}

// By hand: 5 squares have 4 places for the first domino; an end one leaves 2 places, an inner one
// leaves 1.
TEST(Dominoes, CountsPaths) {
  const auto game = make_dominoes(5);
  EXPECT_THAT(count_paths(*game, *game->initial_position(), 2).paths,
              testing::ElementsAre(1, 4, 6));
}

// Dawson's Kayles (Guy and Smith 1956): the first player loses exactly these rows up to 20 squares.
TEST(Dominoes, FirstPlayerLosesTheKnownRows) {
  for (int squares = 2; squares <= 20; ++squares) {
    const auto game = make_dominoes(squares);
    const bool lost = squares == 5 || squares == 9 || squares == 15;
    EXPECT_EQ(ExactSolver(*game, 200'000).value_for_first_player(*game->initial_position()),
              lost ? -1 : 1)
        << squares;
  }
}

}  // namespace
}  // namespace tandem
