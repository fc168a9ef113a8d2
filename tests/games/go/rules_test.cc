// Captures, suicide and superko: examples, and the fast rules against the plain ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "games/go/go.h"
#include "games/position_text.h"
#include "games/random.h"
#include "tests/games/go/plain_go.h"

namespace tandem {
namespace {

using testing::ElementsAreArray;

std::vector<Action> legal(const Game& game, const Position& position) {
  std::vector<Action> actions(game.info().max_legal_actions);
  actions.resize(position.legal_actions(actions));
  return actions;
}

bool is_legal(const Game& game, const Position& position, const std::string& move) {
  const std::vector<Action> actions = legal(game, position);
  return std::ranges::count(actions, *game.parse_action(move)) == 1;
}

std::string rows_of(const Position& position) {
  const std::string text = position.to_text();
  return text.substr(0, text.find(' '));
}

/// Plays moves, all of which must be legal, from a position without earlier boards.
std::unique_ptr<Position> play(const Game& game, const std::string& start,
                               const std::string& moves) {
  return parse_position_text(game, "fen " + start + " moves " + moves).position;
}

std::shared_ptr<const Game> go5(bool suicide = false) {
  return make_go({.size = 5, .suicide = suicide});
}

// -- Captures and suicide
// --------------------------------------------------------------------------

TEST(GoRules, CapturesChainsWithoutLiberties) {
  const auto game = go5();
  EXPECT_EQ(rows_of(*play(*game, "-----/--X--/-XOX-/-----/----- X 0 0 -", "c2")),
            "-----/--X--/-X-X-/--X--/-----");
  EXPECT_EQ(rows_of(*play(*game, "O----/-----/-----/-----/----- X 0 0 -", "a4 pass b5")),
            "-X---/X----/-----/-----/-----");
  // Two chains at once, one of them with two stones.
  EXPECT_EQ(rows_of(*play(*game, "-XOO-/--XX-/-----/-----/----- X 0 0 -", "e5")),
            "-X--X/--XX-/-----/-----/-----");
  EXPECT_EQ(rows_of(*play(*game, "XO-OX/-X-X-/--X--/-----/----- X 0 0 -", "c5 pass c4")),
            "X-X-X/-XXX-/--X--/-----/-----");
}

TEST(GoRules, ACaptureComesBeforeSuicide) {
  const auto game = go5();
  // a5 has no liberty of its own, but takes b5 and a4.
  EXPECT_EQ(rows_of(*play(*game, "-OX--/OX---/X----/-----/----- X 0 0 -", "a5")),
            "X-X--/-X---/X----/-----/-----");
}

TEST(GoRules, SuicideIsBarredUnlessAllowed) {
  // For Black: a5 would take only itself; e1 would take d1 with it.
  const std::string start = "-O---/O----/-----/---OO/--OX- X 0 0 -";
  const auto barred = go5(false);
  const auto allowed = go5(true);
  const auto without = barred->parse_position(start);
  const auto with = allowed->parse_position(start);
  EXPECT_FALSE(is_legal(*barred, *without, "a5"));
  EXPECT_FALSE(is_legal(*barred, *without, "e1"));
  EXPECT_FALSE(is_legal(*allowed, *with, "a5")) << "it leaves the board as it was";
  ASSERT_TRUE(is_legal(*allowed, *with, "e1"));
  with->apply(*allowed->parse_action("e1"));
  EXPECT_EQ(rows_of(*with), "-O---/O----/-----/---OO/--O--");
}

// -- Superko
// ---------------------------------------------------------------------------------------

TEST(GoRules, AKoMayNotBeRetakenAtOnce) {
  const auto game = go5();
  const auto position = play(*game, "-XO--/XO-O-/-XO--/-----/----- X 0 0 -", "c4");
  EXPECT_EQ(rows_of(*position), "-XO--/X-XO-/-XO--/-----/-----");
  EXPECT_FALSE(is_legal(*game, *position, "b4"));
  const auto later = position->clone();
  for (const char* move : {"e1", "a1"}) later->apply(*game->parse_action(move));
  EXPECT_TRUE(is_legal(*game, *later, "b4")) << "the rest of the board has changed";
  // Passing changes nothing: White passes, Black plays elsewhere, White may retake.
  position->apply(25);
  position->apply(*game->parse_action("a1"));
  EXPECT_TRUE(is_legal(*game, *position, "b4"));
}

// Three kos, of which White can take the first and the third, Black the second. Each player takes
// in turn; the sixth capture would bring back the first board.
TEST(GoRules, TripleKoEndsWithTheSixthCapture) {
  const auto game = make_go();
  const std::string start =
      "X-XO-XO-O/-XO---XO-/---------/---------/---------/---------/---------/-XO------/X-XO----- "
      "O 0 1 -";
  const auto position = play(*game, start, "b9 h9 b1 c9 g9");
  EXPECT_FALSE(is_legal(*game, *position, "c1"));
  position->apply(*game->parse_action("e5"));
  position->apply(*game->parse_action("e4"));
  EXPECT_TRUE(is_legal(*game, *position, "c1"));
}

// https://senseis.xmp.net/?SendingTwoReturningOne: under positional superko the stone that returns
// to the board before the two were sent is barred. (Situational superko would allow it: then Black
// was to move, now it would be White.)
TEST(GoRules, SendingTwoReturningOneIsBarred) {
  const auto game = go5();
  const auto position = play(*game, "-----/-----/-----/OOX--/-X-X- X 0 0 -", "a1 c1");
  EXPECT_EQ(rows_of(*position), "-----/-----/-----/OOX--/--OX-");
  EXPECT_FALSE(is_legal(*game, *position, "b1"));
  EXPECT_TRUE(is_legal(*game, *position, "a1"));
}

TEST(GoRules, SuperkoIsReadFromTheText) {
  const auto game = go5();
  const auto position = play(*game, "-XO--/XO-O-/-XO--/-----/----- X 0 0 -", "c4");
  const std::string text = position->to_text();
  EXPECT_FALSE(is_legal(*game, *game->parse_position(text), "b4"));
  const std::string forgotten = text.substr(0, text.rfind(' ')) + " -";
  EXPECT_TRUE(is_legal(*game, *game->parse_position(forgotten), "b4"));
}

// -- Against the plain rules
// -----------------------------------------------------------------------

struct Seen {
  long superko = 0;        ///< points barred by superko alone
  long superko_quiet = 0;  ///< of them, those where nothing would be captured
  long suicides = 0;       ///< stones that took themselves off
  long limit = 0;          ///< games that the limit of length ended
};

void expect_same(const Game& game, const Position& position, const PlainGo& plain, Seen& seen) {
  const bool limit = plain.ply() == game.info().max_game_length;
  std::string rows = rows_of(position);
  std::erase(rows, '/');
  ASSERT_EQ(rows, plain.points());
  ASSERT_EQ(go_area_margin(position), plain.margin());
  ASSERT_EQ(position.is_terminal(), plain.over() || limit);
  if (position.is_terminal()) {
    seen.limit += limit;
    return;
  }
  ASSERT_EQ(position.side_to_move(), plain.side() == 'X' ? 0 : 1);
}

void count(const PlainGo& plain, Seen& seen) {
  for (int p = 0; p < static_cast<int>(plain.points().size()); ++p) {
    if (plain.points()[p] != '-' || !plain.repeats(p) || plain.is_suicide(p)) continue;
    ++seen.superko;
    seen.superko_quiet += !plain.captures(p);
  }
}

/// Random, but seldom a pass, and half the time a capture if one is soon found: so games get long,
/// and boards come back or would.
int choose(const std::vector<Action>& legal, const PlainGo& plain, Random& random) {
  int choices = static_cast<int>(legal.size());
  if (choices > 1 && random.below(50) != 0) --choices;
  const int any = legal[random.below(choices)];
  if (random.below(2) == 0) return any;
  for (int attempt = 0; attempt < choices; ++attempt) {
    const int action = legal[random.below(choices)];
    const bool pass = action == static_cast<int>(plain.points().size());
    if (!pass && plain.captures(action)) return action;
  }
  return any;
}

/// Compares the legal moves of every position whose ply is a multiple of `every`, and all else of
/// every position.
void play_both(const Game& game, PlainGo plain, int every, Random& random, Seen& seen) {
  const auto position = game.initial_position();
  expect_same(game, *position, plain, seen);
  while (!position->is_terminal()) {
    const std::vector<Action> actions = legal(game, *position);
    if (plain.ply() % every == 0) {
      ASSERT_THAT(actions, ElementsAreArray(plain.legal())) << position->to_text();
      count(plain, seen);
    }
    const int action = choose(actions, plain, random);
    if (action != game.info().num_actions - 1) seen.suicides += plain.is_suicide(action);
    plain.play(action);
    position->apply(action);
    expect_same(game, *position, plain, seen);
    if (testing::Test::HasFatalFailure()) return;
  }
}

void compare(int size, bool suicide, int games, Seen& seen, int every = 1) {
  const auto game = make_go({.size = size, .suicide = suicide});
  Random random(17, size * 2 + suicide);
  for (int i = 0; i < games; ++i) {
    play_both(*game, PlainGo(size, suicide), every, random, seen);
    ASSERT_FALSE(testing::Test::HasFatalFailure()) << "game " << i;
  }
}

TEST(GoRules, AgreeWithThePlainRulesOn5x5) {
  Seen seen;
  compare(5, false, 200, seen);
  EXPECT_GT(seen.superko, 100);
  EXPECT_GT(seen.superko_quiet, 0);
  EXPECT_GT(seen.limit, 10);
}

TEST(GoRules, AgreeWithThePlainRulesOn5x5WithSuicide) {
  Seen seen;
  compare(5, true, 200, seen);
  EXPECT_GT(seen.superko, 100);
  EXPECT_GT(seen.suicides, 100);
}

TEST(GoRules, AgreeWithThePlainRulesOnLargerBoards) {
  Seen seen;
  compare(6, true, 20, seen);
  compare(7, false, 20, seen);
  compare(9, false, 5, seen, 2);
  compare(9, true, 5, seen, 2);
  EXPECT_GT(seen.superko, 50);
}

TEST(GoRules, AgreeWithThePlainRulesOn13x13And19x19) {
  Seen seen;
  compare(10, true, 1, seen, 7);
  compare(13, false, 2, seen, 15);
  compare(19, true, 2, seen, 50);
}

}  // namespace
}  // namespace tandem
