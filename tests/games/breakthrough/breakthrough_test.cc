#include "games/breakthrough/breakthrough.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "games/conformance.h"
#include "games/connect_four/connect_four.h"
#include "games/error.h"
#include "games/perft.h"
#include "games/random.h"
#include "tests/games/breakthrough/plain_board.h"

namespace tandem {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::UnorderedElementsAreArray;

std::vector<std::string> legal_texts(const Game& game, const Position& position) {
  std::vector<Action> actions(game.info().max_legal_actions);
  actions.resize(position.legal_actions(actions));
  std::vector<std::string> texts;
  for (const Action action : actions) texts.push_back(game.action_text(action));
  return texts;
}

using Size = std::tuple<int, int>;
class BreakthroughSizes : public testing::TestWithParam<Size> {};

TEST_P(BreakthroughSizes, KeepsTheContractOfGames) {
  const auto [rows, columns] = GetParam();
  EXPECT_THAT(check_conformance(*make_breakthrough(rows, columns), {.games = 30}),
              testing::IsEmpty());
}

TEST_P(BreakthroughSizes, AgreesWithAPlainBoardInRandomGames) {
  const auto [rows, columns] = GetParam();
  const auto game = make_breakthrough(rows, columns);
  Random random(7, rows * 100 + columns);
  for (int i = 0; i < 30; ++i) {
    const auto position = game->initial_position();
    PlainBreakthrough plain(rows, columns);
    while (true) {
      ASSERT_EQ(position->to_text(), plain.text());
      ASSERT_EQ(position->is_terminal(), plain.over());
      const std::vector<std::string> moves = plain.moves();
      ASSERT_THAT(legal_texts(*game, *position), UnorderedElementsAreArray(moves));
      if (plain.over()) break;
      ASSERT_FALSE(position->outcome());
      ASSERT_EQ(position->side_to_move(), plain.mover() == 'W' ? 0 : 1);
      const std::string& move = moves[random.below(static_cast<int>(moves.size()))];
      position->apply(*game->parse_action(move));
      plain.play(move);
    }
    const float white = plain.winner() == 'W' ? 1.0f : -1.0f;
    ASSERT_EQ(position->outcome(), (Values{white, -white}));
  }
}

TEST_P(BreakthroughSizes, CountsPathsAsAPlainBoard) {
  const auto [rows, columns] = GetParam();
  const auto game = make_breakthrough(rows, columns);
  const int depth = columns > 5 ? 3 : 4;
  const PathCounts counts = count_paths(*game, *game->initial_position(), depth);
  EXPECT_EQ(static_cast<long>(counts.paths[depth]), PlainBreakthrough(rows, columns).paths(depth));
}

INSTANTIATE_TEST_SUITE_P(Boards, BreakthroughSizes,
                         testing::Values(Size{8, 8}, Size{5, 5}, Size{6, 5}, Size{5, 2},
                                         Size{10, 6}, Size{5, 12}, Size{7, 9}));

TEST(Breakthrough, CanonicalNameAndFacts) {
  const auto game = make_breakthrough(8, 8);
  const GameInfo& info = game->info();
  EXPECT_EQ(info.name, "breakthrough(rows=8,columns=8)");
  EXPECT_EQ(info.num_actions, 2 * 7 * (8 + 7 + 7));
  EXPECT_EQ(info.features, (FeatureShape{3, 8, 8}));
  EXPECT_FALSE(info.stones);
  EXPECT_EQ(game->initial_position()->to_text(),
            "BBBBBBBB/BBBBBBBB/--------/--------/--------/--------/WWWWWWWW/WWWWWWWW W");
}

TEST(Breakthrough, ActionsOfOneDirectionShareAPlane) {
  const auto game = make_breakthrough(5, 4);
  const GameInfo& info = game->info();
  const auto place = [&](const char* text) {
    const ActionPlace& p = info.action_map[*game->parse_action(text)];
    return std::pair(p.plane, p.square);
  };
  EXPECT_EQ(place("b2a3"), std::pair(0, 3 * 4 + 1));
  EXPECT_EQ(place("b2b3"), std::pair(1, 3 * 4 + 1));
  EXPECT_EQ(place("b2c3"), std::pair(2, 3 * 4 + 1));
  EXPECT_EQ(place("b3a2"), std::pair(3, 2 * 4 + 1));
  EXPECT_EQ(place("b3b2"), std::pair(4, 2 * 4 + 1));
  EXPECT_EQ(place("b3c2"), std::pair(5, 2 * 4 + 1));
  const Symmetry& mirror = info.symmetries[1];
  EXPECT_EQ(mirror.actions[*game->parse_action("b2a3")], *game->parse_action("c2d3"));
  EXPECT_EQ(mirror.actions[*game->parse_action("a5a4")], *game->parse_action("d5d4"));
}

TEST(Breakthrough, TheSameActionMovesOrCaptures) {
  const auto game = make_breakthrough(5, 3);
  const auto moves = game->parse_position("BBB/-B-/---/-W-/WWW W");
  moves->apply(*game->parse_action("b2c3"));
  EXPECT_EQ(moves->to_text(), "BBB/-B-/--W/---/WWW B");
  const auto captures = game->parse_position("BBB/---/--B/-W-/WWW W");
  captures->apply(*game->parse_action("b2c3"));
  EXPECT_EQ(captures->to_text(), "BBB/---/--W/---/WWW B");
}

TEST(Breakthrough, APieceIsBlockedStraightAheadButCapturesOnlyAside) {
  const auto game = make_breakthrough(5, 3);
  const auto position = game->parse_position("---/---/BBW/-W-/--- W");
  EXPECT_THAT(legal_texts(*game, *position), UnorderedElementsAreArray({"b2a3", "c3b4", "c3c4"}));
}

TEST(Breakthrough, EndsInTheLastRow) {
  const auto game = make_breakthrough(5, 3);
  const auto white = game->parse_position("--B/W--/---/-B-/--W W");
  white->apply(*game->parse_action("a4b5"));
  ASSERT_TRUE(white->is_terminal());
  EXPECT_EQ(white->outcome(), (Values{1, -1}));
  const auto black = game->parse_position("--B/W--/---/-B-/--W B");
  black->apply(*game->parse_action("b2c1"));
  ASSERT_TRUE(black->is_terminal());
  EXPECT_EQ(black->outcome(), (Values{-1, 1}));
}

TEST(Breakthrough, EndsWhenEverythingIsCaptured) {
  const auto game = make_breakthrough(5, 3);
  const auto position = game->parse_position("---/---/B--/-W-/--- B");
  position->apply(*game->parse_action("a3b2"));
  ASSERT_TRUE(position->is_terminal());
  EXPECT_EQ(position->outcome(), (Values{-1, 1}));
  EXPECT_EQ(position->to_text(), "---/---/---/-B-/--- W");
}

TEST(Breakthrough, EncodesTheMoversView) {
  const auto game = make_breakthrough(5, 2);
  const auto position = game->parse_position("B-/--/-W/--/-W B");
  std::vector<float> planes(game->info().features.size());
  position->encode(planes);
  EXPECT_THAT(planes, ElementsAreArray({1.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.f,  //
                                        0.f, 0.f, 0.f, 0.f, 0.f, 1.f, 0.f, 0.f, 0.f, 1.f,  //
                                        0.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.f}));
  game->parse_position("B-/--/-W/--/-W W")->encode(planes);
  EXPECT_EQ(planes[5], 1.f);
  EXPECT_EQ(planes[10], 1.f);
  EXPECT_EQ(planes[20], 1.f);
}

TEST(Breakthrough, KeysTellAllReachedPositionsApart) {
  const auto game = make_breakthrough(8, 8);
  std::set<std::string> texts;
  std::set<std::pair<std::uint64_t, std::uint64_t>> keys;
  std::set<std::uint64_t> hashes;
  Random random(3);
  std::vector<Action> legal(game->info().max_legal_actions);
  for (int i = 0; i < 300; ++i) {
    const auto position = game->initial_position();
    while (!position->is_terminal()) {
      texts.insert(position->to_text());
      keys.emplace(position->feature_key().high, position->feature_key().low);
      hashes.insert(position->board_hash());
      position->apply(legal[random.below(position->legal_actions(legal))]);
    }
  }
  EXPECT_EQ(keys.size(), texts.size());
  EXPECT_EQ(hashes.size(), texts.size());
}

TEST(Breakthrough, RefusesBoardsThatDoNotFit) {
  for (const auto& [rows, columns] :
       {Size{4, 8}, Size{11, 4}, Size{8, 1}, Size{5, 13}, Size{8, 9}, Size{-8, -8}}) {
    EXPECT_THROW(make_breakthrough(rows, columns), Error) << rows << " x " << columns;
  }
}

TEST(Breakthrough, RefusesActionsThatDoNotExist) {
  const auto game = make_breakthrough(5, 3);
  for (const char* bad : {"", "a1", "a1a3", "a1b1", "a1d2", "a0a1", "a5a6", "A1A2", "a1xb2",
                          "a01a02", "a1b2 ", "b2b3c4"}) {
    EXPECT_EQ(game->parse_action(bad), std::nullopt) << bad;
  }
}

TEST(Breakthrough, RefusesTextsAndSaysWhatIsWrong) {
  const auto game = make_breakthrough(5, 3);
  const auto reason = [&](const std::string& text) -> std::string {
    try {
      game->parse_position(text);
      return "accepted";
    } catch (const Error& error) {
      return error.what();
    }
  };
  EXPECT_THAT(reason(""), HasSubstr("no side to move"));
  EXPECT_THAT(reason("BBB/BBB/---/WWW/WWW"), HasSubstr("no side to move"));
  EXPECT_THAT(reason("BBB/BBB/---/WWW/WWW X"), HasSubstr("side to move is \"X\""));
  EXPECT_THAT(reason("BBB/BBB/---/WWW/WWW W "), HasSubstr("side to move is \"W \""));
  EXPECT_THAT(reason("BBB/BBB/---/WWW W"), HasSubstr("4 rows, not 5"));
  EXPECT_THAT(reason("BBB/BBB/---/WWW/WWW/--- W"), HasSubstr("more than 5 rows"));
  EXPECT_THAT(reason("BBB/BB/---/WWW/WWW W"), HasSubstr("row 4 has 2 squares"));
  EXPECT_THAT(reason("BBB/BBB/---/WWWW/WWW W"), HasSubstr("row 2 has more than 3 squares"));
  EXPECT_THAT(reason("BBB/BBB/-x-/WWW/WWW W"), HasSubstr("unknown square 'x' in row 3"));
  EXPECT_THAT(reason("BBB/BBB/-W-/WWW/WWW W"), HasSubstr("White has 7 pieces"));
  EXPECT_THAT(reason("---/BBB/---/WWW/WWB W"), testing::StrEq("accepted"));
  EXPECT_THAT(reason("---/BBB/---/WWW/WWB B"), HasSubstr("Black has reached the last row"));
  EXPECT_THAT(reason("---/BBB/---/WWW/WBB W"), HasSubstr("Black has more than one piece"));
  EXPECT_THAT(reason("---/BBB/---/---/--- W"), testing::StrEq("accepted"));
  EXPECT_THAT(reason("---/BBB/---/---/--- B"), HasSubstr("White has no pieces"));
  EXPECT_THAT(reason("---/---/---/---/--- W"), HasSubstr("Black has no pieces"));
}

TEST(Breakthrough, BoardAccessRefusesOtherGames) {
  const auto other = make_connect_four(6, 7);
  EXPECT_THROW(breakthrough_geometry(*other), Error);
  EXPECT_THROW(breakthrough_board(*other->initial_position()), Error);
}

}  // namespace
}  // namespace tandem
