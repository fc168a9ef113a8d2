#include "games/dots_and_boxes/dots_and_boxes.h"

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
#include "games/position_text.h"
#include "games/random.h"
#include "tests/games/dots_and_boxes/plain_board.h"

namespace tandem {
namespace {

using testing::ElementsAre;
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
class DotsAndBoxesSizes : public testing::TestWithParam<Size> {};

TEST_P(DotsAndBoxesSizes, KeepsTheContractOfGames) {
  const auto [rows, columns] = GetParam();
  EXPECT_THAT(check_conformance(*make_dots_and_boxes(rows, columns), {.games = 20}),
              testing::IsEmpty());
}

TEST_P(DotsAndBoxesSizes, AgreesWithAPlainBoardInRandomGames) {
  const auto [rows, columns] = GetParam();
  const auto game = make_dots_and_boxes(rows, columns);
  Random random(7, rows * 100 + columns);
  for (int i = 0; i < 30; ++i) {
    const auto position = game->initial_position();
    PlainDotsAndBoxes plain(rows, columns);
    while (true) {
      const std::string score =
          " " + std::to_string(plain.score(0)) + "-" + std::to_string(plain.score(1));
      ASSERT_THAT(position->to_text(), HasSubstr(score + (plain.mover() == 0 ? " A" : " B")));
      ASSERT_EQ(position->is_terminal(), plain.over());
      const std::vector<std::string> moves = plain.moves();
      ASSERT_THAT(legal_texts(*game, *position), UnorderedElementsAreArray(moves));
      if (plain.over()) break;
      ASSERT_EQ(position->side_to_move(), plain.mover());
      ASSERT_EQ(dots_and_boxes_lead(*position),
                plain.score(plain.mover()) - plain.score(1 - plain.mover()));
      ASSERT_FALSE(position->outcome());
      const std::string& move = moves[random.below(static_cast<int>(moves.size()))];
      position->apply(*game->parse_action(move));
      plain.draw(move);
    }
    const int lead = plain.score(0) - plain.score(1);
    const float first = lead > 0 ? 1.0f : lead < 0 ? -1.0f : 0.0f;
    ASSERT_EQ(position->outcome(), (Values{first, -first}));
  }
}

INSTANTIATE_TEST_SUITE_P(Boards, DotsAndBoxesSizes,
                         testing::Values(Size{1, 1}, Size{2, 2}, Size{4, 4}, Size{1, 12},
                                         Size{3, 2}, Size{5, 5}, Size{12, 2}, Size{3, 8}));

TEST(DotsAndBoxes, CanonicalNameAndFacts) {
  const auto game = make_dots_and_boxes(4, 3);
  const GameInfo& info = game->info();
  EXPECT_EQ(info.name, "dots_and_boxes(rows=4,columns=3)");
  EXPECT_EQ(info.num_actions, 5 * 3 + 4 * 4);
  EXPECT_EQ(info.max_game_length, info.num_actions);
  EXPECT_EQ(info.features, (FeatureShape{6, 9, 7}));
  EXPECT_EQ(info.symmetries.size(), 4u);
  EXPECT_EQ(make_dots_and_boxes(4, 4)->info().symmetries.size(), 8u);
  EXPECT_EQ(game->initial_position()->to_text(), ".../..../.../..../.../..../.../..../... 0-0 A");
}

// Any order of the edges is a game, whoever takes the boxes; and 2^edges sets of them can be drawn.
TEST(DotsAndBoxes, EveryOrderOfEdgesIsAGame) {
  const auto game = make_dots_and_boxes(1, 2);
  const PathCounts counts = count_paths(*game, *game->initial_position(), 7);
  EXPECT_THAT(counts.paths, ElementsAre(1, 7, 42, 210, 840, 2520, 5040, 5040));
  EXPECT_THAT(counts.ended, ElementsAre(0, 0, 0, 0, 0, 0, 0, 5040));
}

TEST(DotsAndBoxes, EdgesHaveSquaresOfTheirOwnAndOnePlane) {
  const auto game = make_dots_and_boxes(2, 2);
  const auto square = [&](const char* text) {
    const ActionPlace& place = game->info().action_map[*game->parse_action(text)];
    EXPECT_EQ(place.plane, 0);
    return place.square;
  };
  EXPECT_EQ(square("a3b3"), 1);
  EXPECT_EQ(square("a2a3"), 5);
  EXPECT_EQ(square("b2c2"), 2 * 5 + 3);
  EXPECT_EQ(square("c1c2"), 3 * 5 + 4);
  EXPECT_EQ(square("b1c1"), 4 * 5 + 3);
}

TEST(DotsAndBoxes, WhoCompletesABoxMovesAgain) {
  const auto game = make_dots_and_boxes(1, 2);
  const auto parsed = parse_position_text(*game, "startpos moves a1b1 a2b2 a1a2");
  const auto& position = parsed.position;
  EXPECT_EQ(position->side_to_move(), 1);
  position->apply(*game->parse_action("b1b2"));
  EXPECT_EQ(position->side_to_move(), 1);
  EXPECT_EQ(position->to_text(), "-./||./-. 0-1 B");
  position->apply(*game->parse_action("b1c1"));
  EXPECT_EQ(position->side_to_move(), 0);
}

TEST(DotsAndBoxes, OneEdgeCompletesTwoBoxes) {
  const auto game = make_dots_and_boxes(1, 2);
  const auto position = game->parse_position("--/|.|/-- 0-0 A");
  position->apply(*game->parse_action("b1b2"));
  EXPECT_EQ(position->to_text(), "--/|||/-- 2-0 A");
  ASSERT_TRUE(position->is_terminal());
  EXPECT_EQ(position->outcome(), (Values{1, -1}));
}

TEST(DotsAndBoxes, EqualScoresAreADraw) {
  const auto game = make_dots_and_boxes(1, 2);
  const auto position = game->parse_position("--/||./-- 0-1 A");
  position->apply(*game->parse_action("c1c2"));
  ASSERT_TRUE(position->is_terminal());
  EXPECT_EQ(position->outcome(), (Values{0, 0}));
}

TEST(DotsAndBoxes, EncodesTheMoversView) {
  const auto game = make_dots_and_boxes(1, 2);
  const auto position = game->parse_position("-./||./-. 0-1 B");
  std::vector<float> planes(game->info().features.size());
  position->encode(planes);
  EXPECT_THAT(planes, ElementsAre(0, 1, 0, 0, 0,            // drawn
                                  1, 0, 1, 0, 0,            //
                                  0, 1, 0, 0, 0,            //
                                  0, 0, 0, 1, 0,            // free
                                  0, 0, 0, 0, 1,            //
                                  0, 0, 0, 1, 0,            //
                                  0, 0, 0, 0, 0,            // complete
                                  0, 1, 0, 0, 0,            //
                                  0, 0, 0, 0, 0,            //
                                  0, 0, 0, 0, 0,            // open
                                  0, 0, 0, 1, 0,            //
                                  0, 0, 0, 0, 0,            //
                                  0.5, 0.5, 0.5, 0.5, 0.5,  // one box of two ahead
                                  0.5, 0.5, 0.5, 0.5, 0.5,  //
                                  0.5, 0.5, 0.5, 0.5, 0.5,  //
                                  0, 0, 0, 0, 0,            // B moves
                                  0, 0, 0, 0, 0,            //
                                  0, 0, 0, 0, 0));
  game->parse_position("-./||./-. 0-1 A")->encode(planes);
  EXPECT_EQ(planes[4 * 15], -0.5f);
  EXPECT_EQ(planes[5 * 15], 1.f);
}

TEST(DotsAndBoxes, ShowsTheBoard) {
  const auto game = make_dots_and_boxes(1, 2);
  EXPECT_EQ(game->parse_position("-./||./-. 0-1 B")->to_display(),
            " 2 +--+  +\n"
            "   |##|   \n"
            " 1 +--+  +\n"
            "   a  b  c\n"
            "   A 0, B 1\n");
}

TEST(DotsAndBoxes, RefusesBoardsThatDoNotFit) {
  for (const auto& [rows, columns] :
       {Size{0, 3}, Size{3, 0}, Size{1, 13}, Size{13, 1}, Size{5, 6}, Size{3, 9}, Size{-1, -1}}) {
    EXPECT_THROW(make_dots_and_boxes(rows, columns), Error) << rows << " x " << columns;
  }
}

TEST(DotsAndBoxes, RefusesActionsThatDoNotExist) {
  const auto game = make_dots_and_boxes(2, 2);
  for (const char* bad : {"", "a1", "b1a1", "a2a1", "a1c1", "a1b2", "c1d1", "a3a4", "A1B1", "a1-b1",
                          "a01b01", "a1b1 "}) {
    EXPECT_EQ(game->parse_action(bad), std::nullopt) << bad;
  }
}

TEST(DotsAndBoxes, RefusesTextsAndSaysWhatIsWrong) {
  const auto game = make_dots_and_boxes(1, 2);
  const auto reason = [&](const std::string& text) -> std::string {
    try {
      game->parse_position(text);
      return "accepted";
    } catch (const Error& error) {
      return error.what();
    }
  };
  EXPECT_EQ(reason("-./||./-. 1-0 A"), "accepted");
  for (const char* incomplete : {"", " ", "-./||./-.", "-./||./-. 1-0"}) {
    EXPECT_THAT(reason(incomplete), HasSubstr("write the edges, the score and the side to move"));
  }
  EXPECT_THAT(reason("-./||./-. 1-0 C"), HasSubstr("side to move is \"C\""));
  EXPECT_THAT(reason("-./||./-. 1-0 A "), HasSubstr("side to move is \"A \""));
  EXPECT_THAT(reason("-./||./-.  A"), HasSubstr("the score is \"\""));
  for (const char* score : {"0-0", "1-1", "2-0", "-1-2", "01-0", "1:0", "1-0-0", "+1-0"}) {
    EXPECT_THAT(reason(std::string("-./||./-. ") + score + " A"),
                HasSubstr(std::string("the score is \"") + score + "\""));
  }
  EXPECT_THAT(reason("-/||./-. 1-0 A"), HasSubstr("row 1 of edges from the top has 1 of them"));
  EXPECT_THAT(reason("-./||./-.. 1-0 A"), HasSubstr("row 3 of edges from the top has 3 of them"));
  EXPECT_THAT(reason("-./||. 1-0 A"), HasSubstr("fewer than 3 rows of edges"));
  EXPECT_THAT(reason("-./||./-./ 1-0 A"), HasSubstr("more than 3 rows of edges"));
  EXPECT_THAT(reason("-./--./-. 1-0 A"), HasSubstr("row 2 of edges from the top has a '-'"));
}

TEST(DotsAndBoxes, BoardAccessRefusesOtherGames) {
  const auto other = make_connect_four(6, 7);
  EXPECT_THROW(dots_and_boxes_geometry(*other), Error);
  EXPECT_THROW(dots_and_boxes_edges(*other->initial_position()), Error);
  EXPECT_THROW(dots_and_boxes_lead(*other->initial_position()), Error);
}

}  // namespace
}  // namespace tandem
