#include "games/gomoku/gomoku.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "games/conformance.h"
#include "games/error.h"
#include "games/gomoku/lines.h"
#include "games/perft.h"
#include "games/random.h"

namespace tandem {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;

/// Gomoku written a second time: a grid, and every row on it measured anew after each move.
class PlainGomoku {
 public:
  PlainGomoku(int size, GomokuRule rule) : size_(size), rule_(rule), squares_(size * size, -1) {}

  int ply() const { return ply_; }
  bool full() const { return ply_ == size_ * size_; }
  void put(int square) { squares_[square] = ply_++ % 2; }

  std::vector<Action> legal() const {
    std::vector<Action> free;
    if (winner() >= 0) return free;
    for (int square = 0; square < size_ * size_; ++square) {
      if (squares_[square] < 0) free.push_back(square);
    }
    return free;
  }

  /// -1 if nobody has won.
  int winner() const {
    for (int row = 0; row < size_; ++row) {
      for (int column = 0; column < size_; ++column) {
        for (const auto& [down, right] : {std::pair(0, 1), {1, 0}, {1, 1}, {1, -1}}) {
          if (wins(run_from(row, column, down, right))) return at(row, column);
        }
      }
    }
    return -1;
  }

  /// The longest row of one player's stones.
  int longest() const {
    int most = 0;
    for (int row = 0; row < size_; ++row) {
      for (int column = 0; column < size_; ++column) {
        for (const auto& [down, right] : {std::pair(0, 1), {1, 0}, {1, 1}, {1, -1}}) {
          most = std::max(most, run_from(row, column, down, right));
        }
      }
    }
    return most;
  }

 private:
  int at(int row, int column) const {
    if (row < 0 || row >= size_ || column < 0 || column >= size_) return -1;
    return squares_[row * size_ + column];
  }

  bool wins(int run) const { return rule_ == GomokuRule::kExact ? run == 5 : run >= 5; }

  /// The length of the row that begins at this square in this direction; 0 if none begins here.
  int run_from(int row, int column, int down, int right) const {
    const int owner = at(row, column);
    if (owner < 0 || at(row - down, column - right) == owner) return 0;
    int length = 0;
    while (at(row + length * down, column + length * right) == owner) ++length;
    return length;
  }

  int size_;
  GomokuRule rule_;
  int ply_ = 0;
  std::vector<int> squares_;
};

std::vector<Action> legal(const Game& game, const Position& position) {
  std::vector<Action> actions(game.info().max_legal_actions);
  actions.resize(position.legal_actions(actions));
  return actions;
}

void expect_same(const Game& game, const Position& position, const PlainGomoku& plain) {
  const int winner = plain.winner();
  ASSERT_EQ(position.is_terminal(), winner >= 0 || plain.full());
  ASSERT_THAT(legal(game, position), ElementsAreArray(plain.legal()));
  if (!position.is_terminal()) {
    ASSERT_EQ(position.side_to_move(), plain.ply() % 2);
    ASSERT_FALSE(position.outcome());
    return;
  }
  const float first = winner < 0 ? 0.0f : winner == 0 ? 1.0f : -1.0f;
  ASSERT_EQ(position.outcome(), (Values{first, -first})) << position.to_text();
}

/// How games end, so that tests know what they have seen.
struct Ends {
  int first = 0;
  int second = 0;
  int draws = 0;
  int overlines = 0;  ///< with a row of six or more on the board
};

/// Plays `games` games; `choose` picks a legal action.
template <typename Choose>
Ends play_games(int size, GomokuRule rule, int games, const Choose& choose) {
  const auto game = make_gomoku(size, rule);
  const auto position = game->initial_position();
  Ends ends;
  for (int i = 0; i < games; ++i) {
    position->assign(*game->initial_position());
    PlainGomoku plain(size, rule);
    expect_same(*game, *position, plain);
    while (!position->is_terminal()) {
      const Action action = choose(*position, legal(*game, *position));
      position->apply(action);
      plain.put(action);
      expect_same(*game, *position, plain);
      if (testing::Test::HasFatalFailure()) return ends;
    }
    const float first = (*position->outcome())[0];
    ++(first > 0 ? ends.first : first < 0 ? ends.second : ends.draws);
    ends.overlines += plain.longest() > 5;
  }
  return ends;
}

constexpr GomokuRule kRules[] = {GomokuRule::kFreestyle, GomokuRule::kExact};

TEST(Gomoku, KeepsTheContractOfGames) {
  for (const auto& [size, games] : {std::pair(7, 10), {9, 5}, {15, 1}, {19, 1}}) {
    for (const GomokuRule rule : kRules) {
      EXPECT_THAT(check_conformance(*make_gomoku(size, rule), {.games = games}), IsEmpty());
    }
  }
}

TEST(Gomoku, AgreesWithAPlainBoardInRandomGames) {
  for (const auto& [size, games] : {std::pair(7, 1000), {8, 300}, {11, 50}, {15, 20}, {19, 10}}) {
    for (const GomokuRule rule : kRules) {
      Random random(3, size);
      const Ends ends = play_games(size, rule, games, [&](const Position&, const auto& actions) {
        return actions[random.below(static_cast<int>(actions.size()))];
      });
      if (HasFatalFailure()) return;
      if (size == 7) {
        EXPECT_GT(std::min({ends.first, ends.second, ends.draws}), games / 20);
      }
    }
  }
}

// Each player keeps to two rows in three of his own, so that rows of five and of six and more
// appear all the time.
TEST(Gomoku, AgreesWithAPlainBoardWhereRowsAreLong) {
  for (const GomokuRule rule : kRules) {
    Ends all;
    for (const auto& [size, games] : {std::pair(7, 600), {9, 300}, {13, 30}}) {
      Random random(5, size);
      const auto choose = [&](const Position& position, const std::vector<Action>& actions) {
        for (int attempt = 0; attempt < 20; ++attempt) {
          const Action action = actions[random.below(static_cast<int>(actions.size()))];
          if (action / size % 2 == position.side_to_move()) return action;
        }
        return actions.front();
      };
      const Ends ends = play_games(size, rule, games, choose);
      if (HasFatalFailure()) return;
      all.overlines += ends.overlines;
      all.first += ends.first;
      all.second += ends.second;
    }
    EXPECT_GT(all.overlines, 100);
    EXPECT_GT(std::min(all.first, all.second), 100);
  }
}

// All lines of 19 squares.
TEST(Gomoku, FindsFiveInEveryLine) {
  for (gomoku::Line line = 0; line < gomoku::Line{1} << gomoku::kMaxSize; ++line) {
    bool five = false;
    bool longer = false;
    int run = 0;
    for (int bit = 0; bit <= gomoku::kMaxSize; ++bit) {
      if (line >> bit & 1) {
        ++run;
        continue;
      }
      five |= run == 5;
      longer |= run > 5;
      run = 0;
    }
    ASSERT_EQ(gomoku::has_five(line, true), five) << line;
    ASSERT_EQ(gomoku::has_five(line, false), five || longer) << line;
  }
}

/// Sequences of moves that a plain board allows, and those of them that end the game.
void count_plain(const PlainGomoku& plain, std::size_t depth, PathCounts& counts) {
  const std::vector<Action> actions = plain.legal();
  ++counts.paths[depth];
  counts.ended[depth] += actions.empty();
  if (depth + 1 == counts.paths.size()) return;
  for (const Action action : actions) {
    PlainGomoku next = plain;
    next.put(action);
    count_plain(next, depth + 1, counts);
  }
}

// From late positions, where many moves end the game.
TEST(Gomoku, CountsPathsLikeAPlainBoard) {
  for (const GomokuRule rule : kRules) {
    const auto game = make_gomoku(7, rule);
    Random random(11);
    std::uint64_t ended = 0;
    for (int i = 0; i < 20; ++i) {
      const auto position = game->initial_position();
      PlainGomoku plain(7, rule);
      while (plain.ply() < 38 && !position->is_terminal()) {
        const std::vector<Action> actions = legal(*game, *position);
        const Action action = actions[random.below(static_cast<int>(actions.size()))];
        position->apply(action);
        plain.put(action);
      }
      PathCounts expected{std::vector<std::uint64_t>(4), std::vector<std::uint64_t>(4)};
      count_plain(plain, 0, expected);
      const PathCounts counts = count_paths(*game, *position, 3);
      EXPECT_EQ(counts.paths, expected.paths) << position->to_text();
      EXPECT_EQ(counts.ended, expected.ended) << position->to_text();
      ended += expected.ended[1] + expected.ended[2] + expected.ended[3];
    }
    EXPECT_GT(ended, 100u);
  }
}

/// The outcome for X after his stone on `move` in a position of 9x9.
std::optional<float> after(GomokuRule rule, const std::string& text, const std::string& move) {
  const auto game = make_gomoku(9, rule);
  const auto position = game->parse_position(text);
  position->apply(*game->parse_action(move));
  const std::optional<Values> outcome = position->outcome();
  return outcome ? std::optional((*outcome)[0]) : std::nullopt;
}

TEST(Gomoku, OverlinesWinInFreestyleOnly) {
  const struct {
    const char* text;
    const char* move;
    bool exact_wins;
  } cases[] = {
      // Six in a row, by the stone in its middle.
      {"---------/---------/---------/-XX-XXX--/---------/---------/---------/---------/OO-OO-O-- "
       "X",
       "d6", false},
      // Five in the same place.
      {"---------/---------/---------/-XX-XX---/---------/---------/---------/---------/OO-OO---- "
       "X",
       "d6", true},
      // Five at both edges of the board.
      {"XX-XX----/---------/---------/---------/---------/---------/---------/---------/OO-OO---- "
       "X",
       "c9", true},
      {"----XX-XX/---------/---------/---------/---------/---------/---------/---------/OO-OO---- "
       "X",
       "g9", true},
      // Seven down, and a whole column of nine.
      {"X--------/X--------/X--------/---------/X--------/X--------/X--------/---------/-OO-OO-OO "
       "X",
       "a6", false},
      {"X--------/X--------/X--------/X-OO-----/---------/X--OO----/X-OO-----/X--------/X-OO----- "
       "X",
       "a5", false},
      // Six on each diagonal.
      {"X--------/-X-------/---------/---X-----/----X----/-----X---/---------/---------/-OO-OO-O- "
       "X",
       "c7", false},
      {"-----X---/----X----/---------/--X------/-X-------/X--------/---------/---------/-OO-OO-O- "
       "X",
       "d7", false},
      // An overline across and, by the same stone, five down: the five wins.
      {"---X-----/---X-----/XXX-XX---/---X-----/---X-----/---------/---------/OO-OO-OO-/--OO--O-- "
       "X",
       "d7", true},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(after(GomokuRule::kFreestyle, c.text, c.move), 1.0f) << c.text;
    EXPECT_EQ(after(GomokuRule::kExact, c.text, c.move).has_value(), c.exact_wins) << c.text;
  }
}

TEST(Gomoku, CanonicalNameAndFacts) {
  const auto game = make_gomoku(15, GomokuRule::kFreestyle);
  const GameInfo& info = game->info();
  EXPECT_EQ(info.name, "gomoku(size=15,rule=freestyle)");
  EXPECT_EQ(make_gomoku(7, GomokuRule::kExact)->info().name, "gomoku(size=7,rule=exact)");
  EXPECT_EQ(info.num_actions, 225);
  EXPECT_EQ(info.features, (FeatureShape{3, 15, 15}));
  EXPECT_EQ(info.symmetries.size(), 8u);
  ASSERT_TRUE(info.stones);
  EXPECT_EQ(info.stones->sgf_game, 4);
  EXPECT_FALSE(info.stones->white_is_first);
  EXPECT_THROW(make_gomoku(6, GomokuRule::kFreestyle), Error);
  EXPECT_THROW(make_gomoku(20, GomokuRule::kExact), Error);
}

TEST(Gomoku, ActionsAreSquares) {
  const auto game = make_gomoku(15, GomokuRule::kFreestyle);
  EXPECT_EQ(game->action_text(0), "a15");
  EXPECT_EQ(game->action_text(14), "o15");
  EXPECT_EQ(game->action_text(7 * 15 + 7), "h8");
  EXPECT_EQ(game->parse_action("i1"), 14 * 15 + 8);
  for (const char* bad : {"", "a", "a0", "a01", "a16", "p1", "A1", "1a", "a1 ", "a100", "a-1"}) {
    EXPECT_EQ(game->parse_action(bad), std::nullopt) << bad;
  }
}

TEST(Gomoku, EncodesTheMoversView) {
  const auto game = make_gomoku(7, GomokuRule::kFreestyle);
  const auto position = game->initial_position();
  for (const char* move : {"a7", "b6", "g1"}) position->apply(*game->parse_action(move));
  EXPECT_EQ(position->to_text(), "X------/-O-----/-------/-------/-------/-------/------X O");
  std::vector<float> expected(3 * 49);
  expected[8] = 1;        // O's stone
  expected[49] = 1;       // X's
  expected[49 + 48] = 1;  // and player 0 is not to move
  std::vector<float> planes(3 * 49);
  position->encode(planes);
  EXPECT_EQ(planes, expected);
  position->apply(3);
  position->encode(planes);
  EXPECT_EQ(std::count(planes.begin() + 2 * 49, planes.end(), 1.0f), 49);
}

std::string refusal(const std::string& text, GomokuRule rule = GomokuRule::kFreestyle) {
  try {
    make_gomoku(7, rule)->parse_position(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Gomoku, RefusesWrongTexts) {
  const std::string rest = "/-------/-------/-------/-------/-------";
  EXPECT_THAT(refusal(""), HasSubstr("no side to move"));
  EXPECT_THAT(refusal("-------/-------" + rest), HasSubstr("no side to move"));
  EXPECT_THAT(refusal("-------" + rest + " X"), HasSubstr("6 rows, expected 7"));
  EXPECT_THAT(refusal("-------/-------/-------" + rest + " X"), HasSubstr("more than 7 rows"));
  EXPECT_THAT(refusal("-------/------" + rest + " X"),
              HasSubstr("row 2 from the top has 6 squares, expected 7"));
  EXPECT_THAT(refusal("--------/-------" + rest + " X"),
              HasSubstr("row 1 from the top has more than 7 squares"));
  EXPECT_THAT(refusal("-------/--x----" + rest + " X"),
              HasSubstr("'x' at column 3 of row 2 from the top"));
  EXPECT_THAT(refusal("-------/-------" + rest + " Z"), HasSubstr("side to move is \"Z\""));
  EXPECT_THAT(refusal("-------/-------" + rest + " X "), HasSubstr("side to move is \"X \""));
  EXPECT_THAT(refusal("-------/-------" + rest + " O"), HasSubstr("the turn of X"));
  EXPECT_THAT(refusal("-------/--XX---" + rest + " O"), HasSubstr("2 X and 0 O"));
  EXPECT_THAT(refusal("-------/--O----" + rest + " X"), HasSubstr("0 X and 1 O"));
  const std::string fives = "/-------/-------/-------/-------/OOOOO-- X";
  EXPECT_THAT(refusal("XXXXX--/-------" + fives), HasSubstr("five in a row already"));
  EXPECT_THAT(refusal("XXXXX--/XXXXX--/-------/-------/O-O-O-O/OO--OO-/O----- O"),
              HasSubstr("row 7 from the top has 6"));
  EXPECT_THAT(refusal("XXXXX--/XXXXX--/-------/-------/O-O-O-O/OO--OO-/O------ O"),
              HasSubstr("can't have come from one last stone"));
  // Two fives that cross come from one stone.
  EXPECT_EQ(refusal("XXXXX--/X------/X------/X------/X-O-O-O/OO--OO-/------O O"), "accepted");
  // An overline is one move's work, or worth nothing.
  EXPECT_EQ(refusal("XXXXXX-/-------/-------/-------/-------/OO--OO-/------O O"), "accepted");
  EXPECT_EQ(
      refusal("XXXXXX-/-------/-------/-------/-------/OO--OO-/O-----O X", GomokuRule::kExact),
      "accepted");
}

}  // namespace
}  // namespace tandem
