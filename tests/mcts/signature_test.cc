#include "mcts/signature.h"

#include <gtest/gtest.h>

#include "games/registry.h"

namespace tandem {
namespace {

// Golden: these change only when play does. If that was the intention, put the new numbers here and
// say so in the commit; if it was not, search or rules are broken.
TEST(Signature, IsWhatItWas) {
  const SearchSignature small = search_signature(*make_game("tic_tac_toe"));
  EXPECT_EQ(small.nodes, 51215);
  EXPECT_EQ(small.hash, 15752727259616628693ull);
  const SearchSignature big = search_signature(*make_game("connect_four"));
  EXPECT_EQ(big.nodes, 303172);
  EXPECT_EQ(big.hash, 10405397078810298613ull);
}

TEST(Signature, SumsOverAllGames) {
  const SearchSignature all = search_signature();
  EXPECT_GE(all.nodes, search_signature(*make_game("connect_four")).nodes);
  EXPECT_EQ(all.hash, search_signature().hash);
}

}  // namespace
}  // namespace tandem
