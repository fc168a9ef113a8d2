#include "games/go/go.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "games/conformance.h"
#include "games/error.h"
#include "games/go/geometry.h"
#include "games/position_text.h"
#include "games/tic_tac_toe/tic_tac_toe.h"

namespace tandem {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> legal(const Game& game, const Position& position) {
  std::vector<Action> actions(game.info().max_legal_actions);
  actions.resize(position.legal_actions(actions));
  std::vector<std::string> names;
  for (const Action action : actions) names.push_back(game.action_text(action));
  return names;
}

std::string refusal(const Game& game, const std::string& text) {
  try {
    game.parse_position(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Go, KeepsTheContractOfGames) {
  EXPECT_THAT(check_conformance(*make_go({.size = 5}), {.games = 12}), IsEmpty());
  EXPECT_THAT(
      check_conformance(*make_go({.size = 7, .komi_halves = 0, .suicide = true}), {.games = 4}),
      IsEmpty());
  EXPECT_THAT(check_conformance(*make_go({.size = 9}), {.games = 2}), IsEmpty());
}

TEST(Go, KeepsTheContractOfGamesOnLargeBoards) {
  EXPECT_THAT(
      check_conformance(*make_go({.size = 13, .komi_halves = -3}), {.games = 1, .perft_nodes = 1}),
      IsEmpty());
  EXPECT_THAT(check_conformance(*make_go({.size = 19, .komi_halves = 14, .suicide = true}),
                                {.games = 1, .perft_nodes = 1}),
              IsEmpty());
}

TEST(Go, CanonicalNameAndFacts) {
  const auto game = make_go();
  const GameInfo& info = game->info();
  EXPECT_EQ(info.name, "go(size=9,komi=7.5,suicide=false)");
  EXPECT_EQ(make_go({.size = 19, .komi_halves = -1, .suicide = true})->info().name,
            "go(size=19,komi=-0.5,suicide=true)");
  EXPECT_EQ(make_go({.komi_halves = 14})->info().name, "go(size=9,komi=7,suicide=false)");
  EXPECT_EQ(info.num_actions, 82);
  EXPECT_EQ(info.max_game_length, 162);
  EXPECT_EQ(info.features, (FeatureShape{13, 9, 9}));
  EXPECT_EQ(info.action_map[80].square, 80);
  EXPECT_EQ(info.action_map[81].square, ActionPlace::kGlobal);
  EXPECT_EQ(info.symmetries.size(), 8u);
  ASSERT_TRUE(info.stones);
  EXPECT_EQ(info.stones->sgf_game, 1);
}

TEST(Go, RefusesOptionsOutOfRange) {
  for (const int size : {-1, 0, 4, 20, 1000}) EXPECT_THROW(make_go({.size = size}), Error) << size;
  for (const int komi : {-723, 723, -2147483647 - 1, 2147483647}) {
    EXPECT_THROW(make_go({.komi_halves = komi}), Error) << komi;
  }
}

TEST(Go, PointsAreGtpVertices) {
  const auto game = make_go({.size = 19});
  EXPECT_EQ(game->action_text(0), "a19");
  EXPECT_EQ(game->action_text(18), "t19");
  EXPECT_EQ(game->action_text(8), "j19");
  EXPECT_EQ(game->action_text(18 * 19), "a1");
  EXPECT_EQ(game->action_text(361), "pass");
  for (Action action = 0; action <= 361; ++action) {
    EXPECT_EQ(game->parse_action(game->action_text(action)), action);
  }
  for (const char* bad : {"", "a", "1", "i5", "u1", "a0", "a20", "a01", "A1", "a1 ", "PASS", "a-1",
                          "a99999999999", "passs"}) {
    EXPECT_EQ(game->parse_action(bad), std::nullopt) << bad;
  }
}

// The text of a game's positions holds hashes, so the keys are for ever: SplitMix64's first outputs
// from state 0, as its author's test programs print them.
TEST(Go, StoneKeysAreSplitMix64) {
  EXPECT_EQ(go::stone_key(0, go::kBlack), 0xE220A8397B1DCDAFull);
  EXPECT_EQ(go::stone_key(0, go::kWhite), 0x6E789E6AA1B965F4ull);
  EXPECT_EQ(go::stone_key(1, go::kBlack), 0x06C45D188009454Full);
  EXPECT_EQ(go::stone_key(1, go::kWhite), 0xF88BB8A8724C81ECull);
}

TEST(Go, WritesAndReadsPositions) {
  const auto game = make_go({.size = 5});
  EXPECT_EQ(game->initial_position()->to_text(), "-----/-----/-----/-----/----- X 0 0 -");
  const auto position = parse_position_text(*game, "startpos moves a5 pass b5").position;
  EXPECT_EQ(position->to_text(),
            "XX---/-----/-----/-----/----- O 0 3 0000000000000000,e220a8397b1dcdaf");
  EXPECT_EQ(position->to_display(),
            " 5 X X . . .\n 4 . . . . .\n 3 . . . . .\n 2 . . . . .\n 1 . . . . .\n"
            "   a b c d e\n");
}

TEST(Go, RefusesTextsThatAreNoPositions) {
  const auto game = make_go({.size = 5});
  const std::string rows = "-----/-----/-----/-----/-----";
  const std::string h = "0123456789abcdef";
  struct Wrong {
    std::string text;
    std::string reason;
  };
  for (const auto& [text, reason] : {
           Wrong{"", "expected rows"},
           Wrong{rows, "expected rows"},
           Wrong{rows + " X 0 0", "expected rows"},
           Wrong{rows + " X 0 0 - ", "expected rows"},
           Wrong{rows + "  X 0 0 -", "expected rows"},
           Wrong{rows + " X 0 0 - -", "expected rows"},
           Wrong{"-----/----/-----/-----/----- X 0 0 -", "row 2 from the top has 4 points, not 5"},
           Wrong{"-----/------/-----/-----/---- X 0 0 -", "row 2 from the top has more than 5"},
           Wrong{"-----/--x--/-----/-----/----- X 0 0 -", "row 2 from the top, column 3 is 'x'"},
           Wrong{"-----/-----/-----/-----/---- X 0 0 -", "the rows are 28 characters long"},
           Wrong{rows + "/----- X 0 0 -", "the rows are 35 characters long"},
           Wrong{rows + " O 0 0 -", "side to move is \"O\", but after 0 plies it is X"},
           Wrong{rows + " XX 0 0 -", "side to move is \"XX\""},
           Wrong{rows + " X 3 4 -", "number of passes is \"3\""},
           Wrong{rows + " X -1 4 -", "number of passes is \"-1\""},
           Wrong{rows + " X 2 0 -", "2 passes in 0 plies"},
           Wrong{rows + " X 0 00 -", "ply is \"00\""},
           Wrong{rows + " X 0 52 -", "ply is \"52\", expected a number from 0 to 50"},
           Wrong{rows + " X 0 99999999999999999999 -", "ply is"},
           Wrong{rows + " X 0 2 " + h + ",", "earlier board 2 is \"\""},
           Wrong{rows + " X 0 2 0123456789ABCDEF", "expected 16 digits"},
           Wrong{rows + " X 0 2 123", "expected 16 digits"},
           Wrong{rows + " X 0 2 " + h + "0", "expected 16 digits"},
           Wrong{rows + " X 2 2 " + h, "1 earlier boards, but only 0 plies"},
           Wrong{rows + " X 0 2 " + h + "," + h, "stood twice"},
           Wrong{rows + " X 0 2 0000000000000000", "stood twice"},
           Wrong{"XO---/O----/-----/-----/----- X 0 0 -", "the chain at a5 has no liberty"},
       }) {
    EXPECT_THAT(refusal(*game, text), HasSubstr(reason)) << text;
  }
  EXPECT_EQ(refusal(*game, rows + " X 0 2 " + h), "accepted");
}

// -- Ends and counting
// -----------------------------------------------------------------------------

TEST(Go, TwoPassesEndTheGame) {
  const auto game = make_go({.size = 5, .komi_halves = 0});
  const auto position = parse_position_text(*game, "startpos moves pass c3 pass").position;
  EXPECT_FALSE(position->is_terminal());
  position->apply(25);
  EXPECT_TRUE(position->is_terminal());
  EXPECT_THAT(legal(*game, *position), IsEmpty());
  EXPECT_EQ(position->outcome(), (Values{-1, 1}));
  EXPECT_EQ(go_area_margin(*position), -25);
}

TEST(Go, TheLongestGameIsCountedAsItStands) {
  const auto game = make_go({.size = 5});
  const auto position = game->parse_position("-----/-----/--X--/-----/----- O 1 49 -");
  EXPECT_EQ(position->outcome(), std::nullopt);
  position->apply(0);
  EXPECT_TRUE(position->is_terminal());
  EXPECT_EQ(go_area_margin(*position), 0);
  EXPECT_EQ(position->outcome(), (Values{-1, 1}));
}

// Black has 7 stones and 5 points around them, White 7 and 4; two points are neutral.
TEST(Go, KomiDecides) {
  const std::string text = "-XXOO/-X-O-/-XXOO/-X-O-/-XO-- X 2 2 -";
  struct Komi {
    int halves;
    float black;
  };
  EXPECT_EQ(go_area_margin(*make_go({.size = 5})->parse_position(text)), 12 - 11);
  for (const auto& [halves, black] :
       {Komi{1, 1}, Komi{2, 0}, Komi{3, -1}, Komi{0, 1}, Komi{-100, 1}}) {
    const auto game = make_go({.size = 5, .komi_halves = halves});
    EXPECT_EQ(game->parse_position(text)->outcome(), (Values{black, -black})) << halves;
  }
}

TEST(Go, AreaOfOtherGamesIsRefused) {
  EXPECT_THROW(go_area_margin(*make_tic_tac_toe()->initial_position()), Error);
}

// -- Features
// --------------------------------------------------------------------------------------

TEST(Go, EncodesTheMoversView) {
  const auto game = make_go({.size = 5, .komi_halves = 15});
  // Black to move; ply 42 of 50: 8 plies left. a5 would be suicide.
  const auto position = game->parse_position("-OX--/OO---/-----/---XX/--OO- X 1 42 -");
  std::vector<float> planes(game->info().features.size());
  position->encode(planes);
  const auto plane = [&](int number) {
    std::string text;
    for (int p = 0; p < 25; ++p) {
      if (p > 0 && p % 5 == 0) text += '/';
      text += planes[number * 25 + p] == 0 ? '-' : planes[number * 25 + p] == 1 ? '1' : '?';
    }
    return text;
  };
  EXPECT_EQ(plane(0), "-----/-----/-----/-----/-----");
  EXPECT_EQ(plane(1), "--1--/-----/-----/-----/-----");  // c5: d5, c4
  EXPECT_EQ(plane(2), "-----/-----/-----/-----/-----");
  EXPECT_EQ(plane(3), "-----/-----/-----/---11/-----");  // c2, d3, e3, e1
  EXPECT_EQ(plane(4), "-----/-----/-----/-----/-----");
  EXPECT_EQ(plane(5), "-----/-----/-----/-----/-----");
  EXPECT_EQ(plane(6), "-----/-----/-----/-----/--11-");  // b1, c2, e1
  EXPECT_EQ(plane(7), "-1---/11---/-----/-----/-----");  // a5, a3, b3, c4
  EXPECT_EQ(plane(8), "1----/-----/-----/-----/-----");
  EXPECT_EQ(plane(9), "11111/11111/11111/11111/11111");   // White has passed
  EXPECT_EQ(plane(10), "11111/11111/11111/11111/11111");  // Black moves
  EXPECT_FLOAT_EQ(planes[11 * 25], -0.75f);
  EXPECT_FLOAT_EQ(planes[12 * 25], 8 / 25.0f);

  position->apply(24);  // e1
  position->encode(planes);
  EXPECT_EQ(plane(8), "-----/-----/-----/-----/-----");
  EXPECT_EQ(plane(9), "-----/-----/-----/-----/-----");
  EXPECT_EQ(plane(10), "-----/-----/-----/-----/-----");
  EXPECT_FLOAT_EQ(planes[11 * 25], 0.75f);
}

}  // namespace
}  // namespace tandem
