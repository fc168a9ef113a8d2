#include "games/sgf/game_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "games/error.h"
#include "games/random.h"
#include "games/registry.h"
#include "games/sgf/stone_board.h"
#include "tests/games/sgf/stones_game.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;
using Pass = StonesOptions::Pass;

constexpr Values kFirstWins = {1, -1};
constexpr Values kSecondWins = {-1, 1};

/// "go(size=9)", or a test that says that it isn't there.
std::shared_ptr<const Game> game_or_none(const std::string& name) {
  try {
    return make_game(name);
  } catch (const Error&) {
    return nullptr;
  }
}

#define GAME_OR_SKIP(variable, name)        \
  const auto variable = game_or_none(name); \
  if (!variable) GTEST_SKIP() << "no " << (name)

SgfRecord read_one(const Game& game, const std::string& text) {
  std::vector<SgfRecord> records = read_records(game, text, "file.sgf");
  EXPECT_EQ(records.size(), 1u);
  return std::move(records.at(0));
}

std::string refusal(const Game& game, const std::string& text) {
  try {
    read_records(game, text, "file.sgf");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::vector<std::string> words(const Game& game, const std::vector<Action>& moves) {
  const StoneBoard board(game);
  std::vector<std::string> result;
  for (const Action action : moves) result.push_back(board.vertex(action));
  return result;
}

TEST(SgfRecord, ReadsAGame) {
  const auto game = make_stones();
  const SgfRecord record = read_one(*game,
                                    "(;GM[40]FF[4]SZ[5]KM[0.5]PB[Ann \\[9p\\]]PW[Bob]RE[W+Resign]\n"
                                    ";B[aa]C[hi](;W[ee];B[ba];W[])(;W[ab]))");
  EXPECT_EQ(record.black, "Ann [9p]");
  EXPECT_EQ(record.white, "Bob");
  EXPECT_THAT(words(*game, record.moves), ElementsAre("A5", "E1", "B5", "pass"));
  EXPECT_THAT(record.setup, IsEmpty());
  EXPECT_EQ(record.by_rules, std::nullopt);
  EXPECT_THAT(record.recorded, Optional(kSecondWins));
  EXPECT_THAT(record.result(), Optional(kSecondWins));
  EXPECT_THAT(record.notes, IsEmpty());
}

TEST(SgfRecord, ReadsEveryFormOfAPass) {
  const auto game = make_stones();
  EXPECT_THAT(words(*game, read_one(*game, "(;;B[tt];W[aa];B[ ];W[bb];B[Pass])").moves),
              ElementsAre("pass", "A5", "pass", "B4", "pass"));
  // On larger boards "tt" is a point.
  const auto large = make_stones({.size = 20});
  EXPECT_THAT(words(*large, read_one(*large, "(;;B[tt])").moves), ElementsAre("U1"));
}

TEST(SgfRecord, ReadsResults) {
  const auto game = make_stones();
  const auto result = [&](const std::string& text) {
    return read_one(*game, "(;RE[" + text + "];B[aa])").recorded;
  };
  EXPECT_THAT(result("B+3.5"), Optional(kFirstWins));
  EXPECT_THAT(result("B+"), Optional(kFirstWins));
  EXPECT_THAT(result("w+T"), Optional(kSecondWins));
  EXPECT_THAT(result("W+Forfeit"), Optional(kSecondWins));
  EXPECT_THAT(result("0"), Optional(Values{}));
  EXPECT_THAT(result("Draw"), Optional(Values{}));
  EXPECT_EQ(result("Void"), std::nullopt);
  EXPECT_EQ(result("?"), std::nullopt);
  EXPECT_EQ(result(""), std::nullopt);
  EXPECT_THAT(read_one(*game, "(;RE[Ann won])").notes,
              ElementsAre(HasSubstr("RE[Ann won] is no result")));
}

TEST(SgfRecord, ComparesTheResultWithTheRules) {
  const auto game = make_stones();  // the squares' numbers count, 24 more than 0
  const std::string moves = ";B[aa];W[ee];B[];W[])";
  const SgfRecord right = read_one(*game, "(;RE[W+23.5]" + moves);
  EXPECT_THAT(right.by_rules, Optional(kSecondWins));
  EXPECT_THAT(right.notes, IsEmpty());
  const SgfRecord wrong = read_one(*game, "(;RE[B+5]" + moves);
  EXPECT_THAT(wrong.by_rules, Optional(kSecondWins));
  EXPECT_THAT(wrong.result(), Optional(kFirstWins));
  EXPECT_THAT(wrong.notes, ElementsAre("RE[B+5] is not what the rules say: White wins"));
  EXPECT_THAT(read_one(*game, "(;" + moves).result(), Optional(kSecondWins));
}

TEST(SgfRecord, InsertsPassesThatTheRecordLeavesOut) {
  // As records of Othello do: the pass is forced, and nobody needs to hear of it.
  const auto forced = make_stones({.pass = Pass::kForced});
  const SgfRecord othello = read_one(*forced, "(;;B[aa];B[ba];W[bb])");
  EXPECT_THAT(words(*forced, othello.moves), ElementsAre("A5", "pass", "B5", "B4"));
  EXPECT_THAT(othello.notes, IsEmpty());
  EXPECT_THAT(words(*forced, read_one(*forced, "(;;B[aa];W[];B[ba])").moves),
              ElementsAre("A5", "pass", "B5"));
  EXPECT_THAT(refusal(*forced, "(;;B[bb];B[ba])"), HasSubstr("move 2, B[ba]: it is White's turn"));
  EXPECT_THAT(refusal(*forced, "(;;B[bb];W[])"), HasSubstr("move 2, W[]: illegal at"));
  // In Go it is a choice.
  const auto free = make_stones();
  const SgfRecord go = read_one(*free, "(;;W[aa];W[ba];B[bb])");
  EXPECT_THAT(words(*free, go.moves), ElementsAre("pass", "A5", "pass", "B5", "B4"));
  EXPECT_THAT(go.notes, ElementsAre(HasSubstr("White moves twice in a row at move 1"),
                                    HasSubstr("at move 2; a pass was put in")));
  EXPECT_THAT(refusal(*free, "(;;B[aa];W[];W[bb])"), HasSubstr("the game has ended"));
}

TEST(SgfRecord, ReadsHexSwaps) {
  const auto hex =
      make_stones({.pass = Pass::kNever,
                   .swap = true,
                   .notation = {.sgf_game = 11, .row_1_on_top = true, .letters_skip_i = false}});
  for (const char* swap : {"swap-pieces", "Swap-Pieces", "swap"}) {
    const auto text = std::string("(;GM[11]SZ[5:5];B[c1];W[") + swap + "];B[b2])";
    EXPECT_THAT(words(*hex, read_one(*hex, text).moves), ElementsAre("C1", "swap-pieces", "B2"));
  }
  // The stone stays black and White moves: in the mirror, with colours changed.
  const SgfRecord sides = read_one(*hex, "(;RE[B+];B[c1];W[swap-sides];W[e2];B[a5])");
  EXPECT_THAT(words(*hex, sides.moves), ElementsAre("C1", "swap-pieces", "B5", "E1"));
  EXPECT_THAT(sides.recorded, Optional(kSecondWins));
  const SgfRecord resigned = read_one(*hex, "(;;B[a1];W[bb];B[resign])");
  EXPECT_THAT(words(*hex, resigned.moves), ElementsAre("A1", "B2"));
  EXPECT_THAT(resigned.result(), Optional(kSecondWins));
  EXPECT_THAT(refusal(*hex, "(;;B[resign];W[bb])"), HasSubstr("gave it up"));
  EXPECT_THAT(refusal(*hex, "(;;B[])"), HasSubstr("no pass in stones"));
}

TEST(SgfRecord, LaysTheStonesThatStandThereFirst) {
  const auto game = make_stones();
  // Two handicap stones: White begins.
  const SgfRecord handicap = read_one(*game, "(;HA[2]AB[aa][ee];W[cc];B[dd])");
  EXPECT_THAT(words(*game, handicap.setup), ElementsAre("A5", "pass", "E1"));
  EXPECT_THAT(words(*game, handicap.moves), ElementsAre("C3", "D2"));
  // Rectangles, and who is to move.
  const SgfRecord problem = read_one(*game, "(;AB[aa:ba]AW[ac]PL[B];)");
  EXPECT_THAT(words(*game, problem.setup), ElementsAre("A5", "A3", "B5", "pass"));
  const SgfRecord first_node = read_one(*game, "(;FF[4];AW[cc]PL[white];W[aa])");
  EXPECT_THAT(words(*game, first_node.setup), ElementsAre("pass", "C3", "pass"));
  EXPECT_THAT(words(*game, first_node.moves), ElementsAre("A5"));

  EXPECT_THAT(refusal(*game, "(;AB[aa]AW[aa])"), HasSubstr("two stones stand on aa"));
  EXPECT_THAT(refusal(*game, "(;AB[zz])"), HasSubstr("AB[zz] is no point"));
  EXPECT_THAT(refusal(*game, "(;AB[bb:aa])"), HasSubstr("AB[bb:aa] is no rectangle"));
  EXPECT_THAT(refusal(*game, "(;AB[ba:ab])"), HasSubstr("AB[ba:ab] is no rectangle"));
  EXPECT_THAT(refusal(*game, "(;AB[aa:ee][aa])"), HasSubstr("more points than the board has"));
  EXPECT_THAT(refusal(*game, "(;PL[x])"), HasSubstr("neither B nor W"));
  EXPECT_THAT(refusal(*game, "(;;B[aa];AW[bb])"), HasSubstr("AW after move 1"));
  EXPECT_THAT(refusal(*game, "(;AE[bb])"), HasSubstr("AE takes stones away"));
  const auto no_pass = make_stones({.pass = Pass::kNever});
  EXPECT_THAT(words(*no_pass, read_one(*no_pass, "(;AB[aa][bb]AW[cc])").setup),
              ElementsAre("A5", "C3", "B4"));
  EXPECT_THAT(refusal(*no_pass, "(;AB[aa][bb])"), HasSubstr("would have to pass"));
}

TEST(SgfRecord, RefusesGroupsWithoutLibertiesInGo) {
  const auto game = make_stones({.notation = {.sgf_game = 1}});
  EXPECT_THAT(refusal(*game, "(;AB[aa]AW[ba][ab])"), HasSubstr("the group of aa has no liberty"));
  EXPECT_EQ(refusal(*game, "(;AB[aa][ba]AW[ab][ca])"), "");
}

TEST(SgfRecord, KnowsOthellosFirstStones) {
  const auto game = make_stones({.size = 4, .notation = {.sgf_game = 2}});
  EXPECT_THAT(read_one(*game, "(;AW[bb][cc]AB[cb][bc];B[aa])").setup, IsEmpty());
}

TEST(SgfRecord, NamesGameLineAndMoveOfAFault) {
  const auto game = make_stones();
  EXPECT_EQ(refusal(*game, "(;SZ[5];B[aa])\n(;SZ[5];B[aa]\n;W[bb];B[bb])"),
            "file.sgf: game 2: line 3:7: move 3, B[bb]: illegal at x.....o.................. x");
  EXPECT_THAT(refusal(*game, "(;SZ[9])"), HasSubstr("game 1: line 1:2: SZ[9]: the board of "
                                                    "stones(size=5,komi=0.5) is 5x5"));
  EXPECT_THAT(refusal(*game, "(;SZ[5:6])"), HasSubstr("SZ[5:6]"));
  EXPECT_THAT(refusal(*game, "(;SZ[nine])"), HasSubstr("SZ[nine] is not a number"));
  EXPECT_THAT(refusal(*game, "(;GM[1])"), HasSubstr("GM[1] is another game"));
  EXPECT_THAT(refusal(*game, "(;;B[ff])"), HasSubstr("move 1, B[ff]: this is no point"));
  EXPECT_THAT(refusal(*game, "(;;B[aa]W[bb])"), HasSubstr("move 1: a node holds two moves"));
  EXPECT_THAT(refusal(*game, "(;;B[aa][bb])"), HasSubstr("move 1: a node holds two moves"));
  EXPECT_THAT(refusal(*game, "(;;B[];W[];B[aa])"), HasSubstr("move 3, B[aa]: the game has ended"));
  EXPECT_THAT(refusal(*game, "(;B[aa]"), HasSubstr("file.sgf:1:8"));
  EXPECT_THAT(refusal(*make_game("tic_tac_toe"), "(;)"), HasSubstr("not a game of stones"));
}

TEST(SgfRecord, NotesWhatIsUnlikeTheGame) {
  const auto game = make_stones();
  EXPECT_THAT(read_one(*game, "(;KM[6.5])").notes, ElementsAre(HasSubstr("KM[6.5]")));
  EXPECT_THAT(read_one(*game, "(;KM[0.50])").notes, IsEmpty());
  EXPECT_THAT(read_one(*game, "(;HA[2];W[aa])").notes, testing::Contains(HasSubstr("HA[2]")));
  EXPECT_THAT(read_one(*game, "(;;B[];W[];B[])").notes, ElementsAre(HasSubstr("after the end")));
}

TEST(SgfRecord, WritesWhatOthersRead) {
  const auto game = make_stones();
  PlayedGame played{"Ann", "Bob: [x]", {0, 24, 25, 1}, kSecondWins, GameEnd::kResigned, ""};
  EXPECT_EQ(write_sgf({record_tree(*game, played)}),
            "(;FF[4]CA[UTF-8]GM[40]AP[Tandem]SZ[5]KM[0.5]RU[stones(size=5,komi=0.5)]"
            "PB[Ann]PW[Bob\\: [x\\]]RE[W+R]\n;B[aa];W[ee];B[];W[ba])\n");
  played.result = Values{};
  played.end = GameEnd::kByRules;
  EXPECT_THAT(write_sgf({record_tree(*game, played)}), HasSubstr("RE[0]"));
  played.result = kFirstWins;
  played.end = GameEnd::kForfeited;
  EXPECT_THAT(write_sgf({record_tree(*game, played)}), HasSubstr("RE[B+F]"));
  const auto white_first = make_stones({.notation = {.sgf_game = 40, .white_is_first = true}});
  EXPECT_THAT(write_sgf({record_tree(*white_first, played)}),
              testing::AllOf(HasSubstr("PB[Bob"), HasSubstr("RE[W+F]"), HasSubstr(";W[aa];B[ee]")));
}

TEST(SgfRecord, NamesTheGameThatWasPlayed) {
  const auto game = make_stones();
  const auto name = [&](const std::string& text) {
    return recorded_game_name(*game, parse_sgf(text, "test")[0]);
  };
  EXPECT_EQ(name("(;SZ[9]KM[-2.50])"), "stones(size=9,komi=-2.5)");
  EXPECT_EQ(name("(;RU[Japanese])"), game->info().name);
  EXPECT_EQ(name("(;SZ[5]RU[stones(size=7,komi=3)])"), "stones(size=7,komi=3)");
  EXPECT_THROW(name("(;KM[3.75])"), Error);
}

/// A game at random, to its end or to a random length.
PlayedGame random_game(const Game& game, Random& random) {
  const auto position = game.initial_position();
  std::vector<Action> legal(static_cast<std::size_t>(game.info().max_legal_actions));
  PlayedGame played{"first", "second", {}, {}, GameEnd::kByRules, ""};
  for (int most = random.below(2) == 0 ? random.below(40) : 100000;
       most > 0 && !position->is_terminal(); --most) {
    const int count = position->legal_actions(legal);
    played.moves.push_back(legal[static_cast<std::size_t>(random.below(count))]);
    position->apply(played.moves.back());
  }
  played.result = position->outcome();
  return played;
}

void expect_round_trips(const Game& game, int count) {
  Random random(1);
  for (int i = 0; i < count; ++i) {
    const PlayedGame played = random_game(game, random);
    const std::string text = write_sgf({record_tree(game, played)});
    const SgfRecord back = read_one(game, text);
    ASSERT_THAT(back.moves, ElementsAreArray(played.moves)) << text;
    ASSERT_EQ(back.result(), played.result) << text;
    ASSERT_THAT(back.notes, IsEmpty()) << text;
    ASSERT_THAT(back.setup, IsEmpty()) << text;
  }
}

TEST(SgfRecord, RandomGamesComeBack) {
  for (const Pass pass : {Pass::kAlways, Pass::kForced, Pass::kNever}) {
    for (const int sgf_game : {40, 11}) {
      expect_round_trips(*make_stones({.size = 6,
                                       .pass = pass,
                                       .swap = pass == Pass::kNever,
                                       .notation = {.sgf_game = sgf_game,
                                                    .row_1_on_top = sgf_game == 11,
                                                    .letters_skip_i = false}}),
                         30);
    }
  }
}

class RealGame : public testing::TestWithParam<const char*> {};

TEST_P(RealGame, RandomGamesComeBack) {
  GAME_OR_SKIP(game, GetParam());
  expect_round_trips(*game, 20);
}

INSTANTIATE_TEST_SUITE_P(Games, RealGame,
                         testing::Values("go(size=5)", "go(size=9)", "othello(size=6)", "othello",
                                         "hex(size=5,swap=true)", "hex(size=11)",
                                         "gomoku(size=15)"));

TEST(RealGames, GoHandicapIsLaidAndPlayed) {
  GAME_OR_SKIP(go, "go(size=9,komi=0.5)");
  const SgfRecord record = read_one(*go, "(;GM[1]SZ[9]HA[4]KM[0.5]AB[cc][gc][cg][gg];W[ee];B[ed])");
  const auto position = go->initial_position();
  for (const Action action : record.setup) position->apply(action);
  const StoneBoard board(*go);
  EXPECT_EQ(board.colour_of(position->side_to_move()), StoneColour::kWhite);
  for (const Action action : record.moves) position->apply(action);
  EXPECT_EQ(board.colour_of(position->side_to_move()), StoneColour::kWhite);
  EXPECT_FALSE(position->is_terminal());
}

TEST(RealGames, OthelloRecordsMayLeaveOutPasses) {
  GAME_OR_SKIP(othello, "othello");
  // Whatever passes a random game has, a record without them reads the same.
  Random random(3);
  const StoneBoard board(*othello);
  int passes = 0;
  for (int i = 0; i < 20; ++i) {
    const PlayedGame played = random_game(*othello, random);
    SgfTree tree = record_tree(*othello, played);
    std::string text = "(;";
    for (const int node : tree.main_line()) {
      for (const SgfProperty& p : tree.nodes[static_cast<std::size_t>(node)].properties) {
        if (p.name != "B" && p.name != "W") continue;
        if (p.values[0].empty()) {
          ++passes;
        } else {
          text += ";" + p.name + "[" + p.values[0] + "]";
        }
      }
    }
    std::vector<Action> moves = read_one(*othello, text + ")").moves;
    // A pass at the end is followed by no move that would tell of it.
    std::vector<Action> expected = played.moves;
    while (!expected.empty() && !board.square_of(expected.back())) expected.pop_back();
    EXPECT_THAT(moves, ElementsAreArray(expected)) << text;
  }
  EXPECT_GT(passes, 0);
}

}  // namespace
}  // namespace tandem
