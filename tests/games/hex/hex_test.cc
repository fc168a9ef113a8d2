#include "games/hex/hex.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "games/conformance.h"
#include "games/error.h"
#include "games/perft.h"
#include "games/position_text.h"
#include "games/random.h"
#include "games/tic_tac_toe/tic_tac_toe.h"
#include "tests/games/hex/plain_hex.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void expect_same(const Position& position, const PlainHex& plain) {
  ASSERT_EQ(position.to_text(), plain.text());
  ASSERT_EQ(position.is_terminal(), plain.over()) << plain.text();
  std::vector<Action> legal(plain.size() * plain.size());
  legal.resize(position.legal_actions(legal));
  ASSERT_EQ(legal, plain.legal()) << plain.text();
  if (!plain.over()) {
    ASSERT_EQ(position.outcome(), std::nullopt);
    ASSERT_EQ(position.side_to_move(), plain.mover() == 'X' ? 0 : 1);
    return;
  }
  ASSERT_NE(plain.joined('X'), plain.joined('O')) << plain.text();
  ASSERT_EQ(position.outcome(), (plain.joined('X') ? Values{1, -1} : Values{-1, 1}))
      << plain.text();
}

TEST(Hex, KeepsTheContractOfGames) {
  for (const int size : {3, 4, 5, 7}) {
    for (const bool swap : {false, true}) {
      EXPECT_THAT(check_conformance(*make_hex(size, swap), {.games = 30}), IsEmpty());
    }
  }
}

TEST(Hex, KeepsTheContractOfGamesOnLargeBoards) {
  for (const int size : {11, 13}) {
    for (const bool swap : {false, true}) {
      EXPECT_THAT(check_conformance(*make_hex(size, swap), {.games = 4}), IsEmpty());
    }
  }
}

TEST(Hex, RandomGamesFollowThePlainRules) {
  for (int size = kHexMinSize; size <= kHexMaxSize; ++size) {
    for (const bool swap : {false, true}) {
      const auto game = make_hex(size, swap);
      for (int number = 0; number < 2000 / (size * size); ++number) {
        Random random(size, number);
        const auto position = game->initial_position();
        PlainHex plain(size, swap);
        while (true) {
          ASSERT_NO_FATAL_FAILURE(expect_same(*position, plain));
          if (plain.over()) break;
          const std::vector<int> legal = plain.legal();
          // The swap, which is last, more often than by chance.
          const bool last = random.below(8) == 0;
          const int action = last ? legal.back() : legal[random.below(legal.size())];
          position->apply(action);
          plain = plain.after(action);
        }
      }
    }
  }
}

// The winners of many games, looked at only at their ends.
TEST(Hex, WinnersAreThoseOfAFloodFill) {
  for (const int size : {4, 6, 9, 11}) {
    const auto game = make_hex(size, false);
    const auto position = game->initial_position();
    std::vector<Action> order(size * size);
    std::iota(order.begin(), order.end(), 0);
    Random random(5, size);
    for (int number = 0; number < 1000; ++number) {
      for (int i = size * size - 1; i > 0; --i) std::swap(order[i], order[random.below(i + 1)]);
      position->assign(*game->initial_position());
      PlainHex plain(size, false);
      for (const Action action : order) {
        if (position->is_terminal()) break;
        plain = plain.after(action);
        position->apply(action);
      }
      ASSERT_NO_FATAL_FAILURE(expect_same(*position, plain));
    }
  }
}

TEST(Hex, EveryFullBoardHasExactlyOneWinner) {
  Random random(3);
  for (int size = kHexMinSize; size <= kHexMaxSize; ++size) {
    const auto game = make_hex(size, false);
    for (int number = 0; number < 100; ++number) {
      PlainHex plain(size, false);
      const int black = 1 + random.below(99);  // per cent of the stones
      for (int square = 0; square < size * size; ++square) {
        plain.set(square / size, square % size, random.below(100) < black ? 'X' : 'O');
      }
      ASSERT_TRUE(plain.over()) << plain.text();
      ASSERT_NO_FATAL_FAILURE(expect_same(*game->parse_position(plain.text()), plain));
    }
  }
}

void count(const PlainHex& board, int depth, int ply, PathCounts& counts,
           std::vector<std::set<std::string>>& positions) {
  ++counts.paths[ply];
  counts.ended[ply] += board.over();
  positions[ply].insert(board.text());
  if (ply == depth) return;
  for (const int action : board.legal()) {
    count(board.after(action), depth, ply + 1, counts, positions);
  }
}

TEST(Hex, CountsPathsAndPositionsLikeThePlainRules) {
  for (const auto& [size, depth] : {std::pair{3, 7}, {4, 4}, {5, 3}, {7, 3}}) {
    for (const bool swap : {false, true}) {
      PathCounts plain{std::vector<std::uint64_t>(depth + 1),
                       std::vector<std::uint64_t>(depth + 1)};
      std::vector<std::set<std::string>> texts(depth + 1);
      count(PlainHex(size, swap), depth, 0, plain, texts);
      const auto game = make_hex(size, swap);
      const PathCounts counted = count_paths(*game, *game->initial_position(), depth);
      EXPECT_EQ(counted.paths, plain.paths) << game->info().name;
      EXPECT_EQ(counted.ended, plain.ended) << game->info().name;
      std::vector<std::uint64_t> sizes;
      for (const auto& set : texts) sizes.push_back(set.size());
      EXPECT_EQ(count_positions(*game, *game->initial_position(), depth), sizes)
          << game->info().name;
    }
  }
}

std::string text_after(const Game& game, const std::string& moves) {
  return parse_position_text(game, "startpos moves " + moves).position->to_text();
}

TEST(Hex, NamesSquaresFromTheTopLeft) {
  const auto game = make_hex(13, true);
  EXPECT_EQ(game->action_text(0), "a1");
  EXPECT_EQ(game->action_text(12), "m1");
  EXPECT_EQ(game->action_text(13 * 12 + 8), "i13");
  EXPECT_EQ(game->action_text(169), "swap-pieces");
  EXPECT_EQ(game->parse_action("n1"), std::nullopt);
  EXPECT_EQ(game->parse_action("a0"), std::nullopt);
  EXPECT_EQ(game->parse_action("a01"), std::nullopt);
  EXPECT_EQ(game->parse_action("A1"), std::nullopt);
  EXPECT_EQ(game->parse_action("a14"), std::nullopt);
  EXPECT_EQ(make_hex(13, false)->parse_action("swap-pieces"), std::nullopt);
  EXPECT_EQ(text_after(*make_hex(3, false), "b1 c2"), "-X-/--O/--- X");
}

TEST(Hex, BlackJoinsTopAndBottomWhiteLeftAndRight) {
  const auto game = make_hex(3, false);
  const auto outcome = [&](const std::string& moves) {
    return parse_position_text(*game, "startpos moves " + moves).position->outcome();
  };
  EXPECT_EQ(outcome("b1 a1 b2 a2 b3"), (Values{1, -1}));
  EXPECT_EQ(outcome("c1 a1 b2 a2 a3"), (Values{1, -1}));  // down to the left
  EXPECT_EQ(outcome("a1 c1 b2 a2 c3"), std::nullopt);     // no neighbours down to the right
  EXPECT_EQ(outcome("a1 a2 b1 b2 c1 c2"), (Values{-1, 1}));
  EXPECT_EQ(outcome("a1 a3 b1 b2 c3 c1"), (Values{-1, 1}));
}

TEST(Hex, SwapMirrorsTheFirstStone) {
  const auto game = make_hex(4, true);
  EXPECT_EQ(text_after(*game, "d1"), "---X/----/----/---- O");
  EXPECT_EQ(text_after(*game, "d1 swap-pieces"), "----/----/----/O--- X");
  EXPECT_EQ(text_after(*game, "b2 swap-pieces b1"), "-X--/-O--/----/---- O");
  EXPECT_THROW(text_after(*game, "swap-pieces"), Error);
  EXPECT_THROW(text_after(*game, "b2 b3 swap-pieces"), Error);
  EXPECT_THROW(text_after(*game, "b2 swap-pieces swap-pieces"), Error);
  EXPECT_THROW(text_after(*game, "b2 swap-pieces b1 swap-pieces"), Error);
}

TEST(Hex, ShowsTheNetworkTheMoversView) {
  const auto game = make_hex(3, true);
  std::vector<float> planes(game->info().features.size());
  game->parse_position("---/X--/--- O")->encode(planes);
  EXPECT_EQ(planes[3], 0);
  EXPECT_EQ(planes[9 + 3], 1);
  EXPECT_EQ(std::accumulate(planes.begin(), planes.begin() + 18, 0.0f), 1);
  EXPECT_EQ(planes[18], 0);
  EXPECT_EQ(std::vector<float>(planes.begin() + 27, planes.end()), std::vector<float>(9, 1.0f));
  game->parse_position("---/X--/-O- X")->encode(planes);
  EXPECT_EQ(planes[3], 1);
  EXPECT_EQ(planes[9 + 7], 1);
  EXPECT_EQ(std::vector<float>(planes.begin() + 18, planes.begin() + 27),
            std::vector<float>(9, 1.0f));
  EXPECT_EQ(planes[27], 0);
}

TEST(Hex, ReadsAnyStonesForAnalysis) {
  const auto game = make_hex(3, true);
  for (const char* text : {"XX-/---/--- O", "---/-O-/--- O", "---/---/--- O", "X--/X--/X-- X"}) {
    EXPECT_EQ(game->parse_position(text)->to_text(), text);
  }
}

TEST(Hex, RefusesWrongTexts) {
  const auto game = make_hex(3, false);
  const auto refusal = [&](const std::string& text) -> std::string {
    try {
      game->parse_position(text);
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_THAT(refusal(""), HasSubstr("no side to move"));
  EXPECT_THAT(refusal("---/---/---"), HasSubstr("no side to move"));
  EXPECT_THAT(refusal("---/---/--- "), HasSubstr("side to move is \"\""));
  EXPECT_THAT(refusal("---/---/--- x"), HasSubstr("side to move is \"x\""));
  EXPECT_THAT(refusal("---/---/--- X "), HasSubstr("side to move is \"X \""));
  EXPECT_THAT(refusal("---/-?-/--- X"), HasSubstr("'?' on square b2"));
  EXPECT_THAT(refusal("---/--/--- X"), HasSubstr("row 2 has 2 squares, not 3"));
  EXPECT_THAT(refusal("---/----/--- X"), HasSubstr("row 2 has 4 squares, not 3"));
  EXPECT_THAT(refusal("---/--- X"), HasSubstr("2 rows, not 3"));
  EXPECT_THAT(refusal("---/---/---/--- X"), HasSubstr("more than 3 rows"));
  EXPECT_THAT(refusal("---/---/---/ X"), HasSubstr("more than 3 rows"));
  EXPECT_NE(refusal(std::string("---/-\0-/--- X", 13)), "accepted");
}

TEST(Hex, RefusesSizesOutOfRange) {
  EXPECT_THROW(make_hex(2, false), Error);
  EXPECT_THROW(make_hex(14, false), Error);
  EXPECT_EQ(make_hex(11, false)->info().name, "hex(size=11,swap=false)");
  EXPECT_EQ(make_hex(3, true)->info().name, "hex(size=3,swap=true)");
}

TEST(Hex, GivesItsRulesAndStones) {
  const auto game = make_hex(4, true);
  EXPECT_EQ(hex_rules(*game).size, 4);
  EXPECT_TRUE(hex_rules(*game).swap);
  EXPECT_THROW(hex_rules(*make_tic_tac_toe()), Error);
  EXPECT_THROW(hex_diagram(*make_tic_tac_toe()->initial_position()), Error);
  EXPECT_EQ(hex::diagram_text(hex_diagram(*game->parse_position("XO--/----/--O-/---X O"))),
            "XO--/----/--O-/---X O");
}

}  // namespace
}  // namespace tandem
