#include "games/othello/othello.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "games/conformance.h"
#include "games/error.h"
#include "games/perft.h"
#include "games/tic_tac_toe/tic_tac_toe.h"
#include "tests/games/othello/plain_othello.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;

std::vector<Action> legal(const Game& game, const Position& position) {
  std::vector<Action> actions(game.info().max_legal_actions);
  actions.resize(position.legal_actions(actions));
  return actions;
}

/// The legal actions by the plain rules.
std::vector<Action> legal(const PlainOthello& plain) {
  if (plain.must_pass()) return {plain.size() * plain.size()};
  return plain.legal_squares();
}

void play(PlainOthello& plain, Action action) {
  if (action == plain.size() * plain.size()) {
    plain.pass();
  } else {
    plain.place(action);
  }
}

class OthelloSizes : public testing::TestWithParam<int> {};

TEST_P(OthelloSizes, KeepsTheContractOfGames) {
  EXPECT_THAT(check_conformance(*make_othello(GetParam()), {.games = 50}), testing::IsEmpty());
}

TEST_P(OthelloSizes, AgreesWithThePlainRulesInRandomGames) {
  const int size = GetParam();
  const auto game = make_othello(size);
  Random random(3, size);
  int passes = 0;
  std::set<float> results;
  for (int i = 0; i < 200; ++i) {
    const auto position = game->initial_position();
    PlainOthello plain(size);
    while (true) {
      ASSERT_EQ(position->to_text(), plain.text());
      const std::vector<Action> actions = legal(plain);
      ASSERT_THAT(legal(*game, *position), ElementsAreArray(actions)) << plain.text();
      ASSERT_EQ(position->is_terminal(), plain.over());
      if (plain.over()) break;
      ASSERT_FALSE(position->outcome());
      passes += plain.must_pass();
      const Action action = actions[random.below(static_cast<int>(actions.size()))];
      position->apply(action);
      play(plain, action);
    }
    const int ahead = plain.mover() == 'X' ? plain.discs_ahead() : -plain.discs_ahead();
    const float first = ahead > 0 ? 1.0f : ahead < 0 ? -1.0f : 0.0f;
    ASSERT_EQ(position->outcome(), (Values{first, -first}));
    results.insert(first);
  }
  EXPECT_GT(passes, 0);
  EXPECT_EQ(results.size(), 3u);
}

INSTANTIATE_TEST_SUITE_P(Boards, OthelloSizes, testing::Values(4, 6, 8));

/// Adds the number of paths of each length from here, as PathCounts.
void count_plain(const PlainOthello& board, int ply, PathCounts& counts) {
  ++counts.paths[ply];
  if (board.over()) {
    ++counts.ended[ply];
    return;
  }
  if (ply + 1 == static_cast<int>(counts.paths.size())) return;
  for (const Action action : legal(board)) {
    PlainOthello next = board;
    play(next, action);
    count_plain(next, ply + 1, counts);
  }
}

void expect_plain_counts(int size, int depth) {
  const auto game = make_othello(size);
  const PathCounts counts = count_paths(*game, *game->initial_position(), depth);
  PathCounts expected{std::vector<std::uint64_t>(depth + 1), std::vector<std::uint64_t>(depth + 1)};
  count_plain(PlainOthello(size), 0, expected);
  EXPECT_THAT(counts.paths, ElementsAreArray(expected.paths));
  EXPECT_THAT(counts.ended, ElementsAreArray(expected.ended));
}

// Deep enough for passes and ends of games.
TEST(Othello, CountsPathsAsThePlainRules4x4) { expect_plain_counts(4, 9); }
TEST(Othello, CountsPathsAsThePlainRules6x6) { expect_plain_counts(6, 6); }

// Aart Bik's table, in which a pass is a move (OEIS A124004). Counts that leave passes out have
// 3005320 after the ninth move.
TEST(Othello, CountsPathsAsPublished8x8) {
  const auto game = make_othello(8);
  EXPECT_THAT(count_paths(*game, *game->initial_position(), 9).paths,
              ElementsAre(1, 4, 12, 56, 244, 1396, 8200, 55092, 390216, 3005288));
}

TEST(Othello, CanonicalNameAndFacts) {
  const auto game = make_othello(8);
  const GameInfo& info = game->info();
  EXPECT_EQ(info.name, "othello(size=8)");
  EXPECT_EQ(info.num_actions, 65);
  EXPECT_EQ(info.features, (FeatureShape{4, 8, 8}));
  EXPECT_EQ(info.action_map[64].square, ActionPlace::kGlobal);
  EXPECT_EQ(info.symmetries.size(), 4u);
  ASSERT_TRUE(info.stones);
  EXPECT_EQ(info.stones->sgf_game, 2);
  EXPECT_TRUE(info.stones->row_1_on_top);
  EXPECT_FALSE(info.stones->letters_skip_i);
  EXPECT_FALSE(info.stones->white_is_first);
  for (const int size : {-8, 0, 2, 5, 7, 10}) EXPECT_THROW(make_othello(size), Error) << size;
}

TEST(Othello, StartsWithWhiteOnD4) {
  const auto game = make_othello(8);
  const auto position = game->initial_position();
  EXPECT_EQ(position->to_text(),
            "---------------------------OX------XO--------------------------- X");
  std::vector<std::string> moves;
  for (const Action action : legal(*game, *position)) moves.push_back(game->action_text(action));
  EXPECT_THAT(moves, ElementsAre("d3", "c4", "f5", "e6"));
  EXPECT_EQ(make_othello(4)->initial_position()->to_display(),
            "  a b c d\n1 . . . .\n2 . O X .\n3 . X O .\n4 . . . .\n");
}

TEST(Othello, ActionsAreSquaresFromTheTopLeft) {
  const auto game = make_othello(6);
  EXPECT_EQ(game->action_text(0), "a1");
  EXPECT_EQ(game->action_text(6), "a2");
  EXPECT_EQ(game->action_text(36), "pass");
  EXPECT_EQ(game->parse_action("f6"), 35);
  for (const char* bad : {"", "a", "a0", "a7", "g1", "A1", "1a", "a10", "pass ", "PASS", "37"}) {
    EXPECT_EQ(game->parse_action(bad), std::nullopt) << bad;
  }
}

TEST(Othello, EncodesTheMoversView) {
  const auto game = make_othello(4);
  const auto position = game->initial_position();
  std::vector<float> planes(game->info().features.size());
  position->encode(planes);
  EXPECT_EQ(planes[3 * 16], 1.0f);
  position->apply(*game->parse_action("b1"));
  // - X - -   O may go to a1, c1 and a3.
  // - X X -
  // - X O -
  // - - - -
  position->encode(planes);
  EXPECT_THAT(planes, ElementsAreArray({0.f, 0.f, 0.f, 0.f,  //
                                        0.f, 0.f, 0.f, 0.f,  //
                                        0.f, 0.f, 1.f, 0.f,  //
                                        0.f, 0.f, 0.f, 0.f,  //

                                        0.f, 1.f, 0.f, 0.f,  //
                                        0.f, 1.f, 1.f, 0.f,  //
                                        0.f, 1.f, 0.f, 0.f,  //
                                        0.f, 0.f, 0.f, 0.f,  //

                                        1.f, 0.f, 1.f, 0.f,  //
                                        0.f, 0.f, 0.f, 0.f,  //
                                        1.f, 0.f, 0.f, 0.f,  //
                                        0.f, 0.f, 0.f, 0.f,  //

                                        0.f, 0.f, 0.f, 0.f,  //
                                        0.f, 0.f, 0.f, 0.f,  //
                                        0.f, 0.f, 0.f, 0.f,  //
                                        0.f, 0.f, 0.f, 0.f}));
}

TEST(Othello, PassIsTheOnlyMoveOfAMoverWithoutSquares) {
  const auto game = make_othello(4);
  // O has no disc to enclose any X with; X can still take d2.
  const auto position = game->parse_position("XXXXXXO-XXXXXXXX O");
  EXPECT_THAT(legal(*game, *position), ElementsAre(16));
  EXPECT_FALSE(position->is_terminal());
  position->apply(16);
  EXPECT_EQ(position->to_text(), "XXXXXXO-XXXXXXXX X");
  EXPECT_EQ(position->side_to_move(), 0);
  position->apply(*game->parse_action("d2"));
  EXPECT_TRUE(position->is_terminal());
  EXPECT_EQ(position->outcome(), (Values{1, -1}));
}

// With the whole board in view and keys that must hold 64 squares, the side and the board's size.
TEST(Othello, FeatureKeysTellSidesAndSizesApart) {
  std::set<std::pair<std::uint64_t, std::uint64_t>> keys;
  for (const int size : {4, 6, 8}) {
    const auto game = make_othello(size);
    const std::string black(size * size, 'X');
    const std::string white(size * size, 'O');
    for (const std::string& text : {black + " X", black + " O", white + " X", white + " O"}) {
      const FeatureKey key = game->parse_position(text)->feature_key();
      EXPECT_TRUE(keys.emplace(key.high, key.low).second) << text;
    }
  }
}

TEST(Othello, SaysWhatIsWrongWithAText) {
  const auto game = make_othello(4);
  const auto refusal = [&](const std::string& text) -> std::string {
    try {
      game->parse_position(text);
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  const std::string start = "-----OX--XO-----";
  EXPECT_EQ(refusal(start + " X"), "accepted");
  EXPECT_EQ(refusal(start + " O"), "accepted");
  EXPECT_EQ(refusal("X----XX--XX----O O"), "accepted");
  EXPECT_THAT(refusal(""), HasSubstr("0 squares, not 16"));
  EXPECT_THAT(refusal(start + "- X"), HasSubstr("17 squares, not 16"));
  EXPECT_THAT(refusal(start), HasSubstr("no side to move"));
  EXPECT_THAT(refusal(start + " "), HasSubstr("side to move is \"\""));
  EXPECT_THAT(refusal(start + " x"), HasSubstr("side to move is \"x\""));
  EXPECT_THAT(refusal(start + "  X"), HasSubstr("side to move is \" X\""));
  EXPECT_THAT(refusal(start + " X "), HasSubstr("side to move is \"X \""));
  EXPECT_THAT(refusal("-----OX--XOx---- X"), HasSubstr("unknown 'x' on d3"));
  EXPECT_THAT(refusal("-----OX--X------ X"), HasSubstr("c3 is empty"));
}

TEST(Othello, BitboardAccessRefusesOtherGames) {
  const auto other = make_tic_tac_toe();
  EXPECT_THROW(othello_size(*other), Error);
  EXPECT_THROW(othello_board(*other->initial_position()), Error);
  EXPECT_EQ(othello_size(*make_othello(6)), 6);
}

}  // namespace
}  // namespace tandem
