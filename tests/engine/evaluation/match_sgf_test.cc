#include "engine/evaluation/match_sgf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/error.h"
#include "games/registry.h"
#include "games/sgf/game_record.h"
#include "tests/games/sgf/stones_game.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;
using testing::SizeIs;

TEST(MatchSgf, HoldsEveryGameWithItsPlayersAndResult) {
  const auto game = make_stones();
  PlayedPair pair;
  pair.opening = {3};
  pair.moves[0] = {24, 25, 25};  // 24 is worth more than 3: the second player, B, wins
  pair.moves[1] = {25};
  pair.results = {-1, -1};
  pair.forfeits[1] = Forfeit{true, "a died: [core dumped]"};
  PlayedPair resigned = pair;
  resigned.number = 1;
  resigned.results = {1, -1};
  resigned.moves[0] = {};
  resigned.forfeits[0] = Forfeit{};
  resigned.moves[1] = {25, 25};
  resigned.forfeits[1].reset();
  const std::string text = match_sgf(*game, "a,visits=1", "b", {{0, pair}, {1, resigned}});
  const std::vector<SgfRecord> records = read_records(*game, text, "match.sgf");
  ASSERT_THAT(records, SizeIs(4));
  EXPECT_EQ(records[0].black, "a,visits=1");
  EXPECT_EQ(records[0].white, "b");
  EXPECT_THAT(records[0].moves, ElementsAre(3, 24, 25, 25));
  EXPECT_EQ(records[0].result_text, "W+");
  EXPECT_THAT(records[0].by_rules, Optional(Values{-1, 1}));
  EXPECT_EQ(records[1].black, "b");
  EXPECT_THAT(records[1].moves, ElementsAre(3, 25));
  EXPECT_EQ(records[1].result_text, "B+F");
  EXPECT_THAT(text, HasSubstr("GC[a died\\: [core dumped\\]]"));
  EXPECT_EQ(records[2].result_text, "B+R");
  EXPECT_THAT(records[2].moves, ElementsAre(3));
  EXPECT_EQ(records[3].result_text, "B+");
}

TEST(MatchSgf, RefusesGamesWithoutStones) {
  EXPECT_THROW(match_sgf(*make_game("connect_four"), "a", "b", {{0, PlayedPair{}}}), Error);
}

}  // namespace
}  // namespace tandem
