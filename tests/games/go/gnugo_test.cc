// Our rules against GNU Go's (http://www.gnu.org/software/gnugo), where it is installed: legal
// moves and boards move by move, and the scores of finished games. TANDEM_GNUGO_GAMES sets the
// number of games of each test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "games/go/go.h"
#include "games/random.h"
#include "tests/games/go/gnugo.h"
#include "tests/games/go/plain_go.h"

namespace tandem {
namespace {

int games_to_play(int by_default) {
  const char* const games = std::getenv("TANDEM_GNUGO_GAMES");
  return games == nullptr ? by_default : std::atoi(games);
}

std::set<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::set<std::string> words;
  for (std::string word; in >> word;) {
    std::ranges::transform(word, word.begin(), [](unsigned char c) { return std::tolower(c); });
    words.insert(word);
  }
  return words;
}

/// The same game on our board, on the plain one and on GNU Go's.
class Triple {
 public:
  Triple(int size, bool suicide)
      : size_(size),
        game_(make_go({.size = size, .komi_halves = 0, .suicide = suicide})),
        position_(game_->initial_position()),
        plain_(size, suicide),
        gnugo_({"--chinese-rules", "--positional-superko",
                suicide ? "--allow-suicide" : "--forbid-suicide"}) {}

  const Game& game() const { return *game_; }
  const Position& position() const { return *position_; }
  const PlainGo& plain() const { return plain_; }
  GnuGo& gnugo() { return gnugo_; }
  Action pass() const { return size_ * size_; }

  void start() {
    gnugo_.ask("boardsize " + std::to_string(size_));
    gnugo_.ask("clear_board");
    gnugo_.ask("komi 0");
    position_->assign(*game_->initial_position());
    plain_ = PlainGo(size_, plain_.allows_suicide());
  }

  /// False if GNU Go refuses the move.
  bool play(Action action) {
    const std::string command = "play " + mover() + " " + game_->action_text(action);
    position_->apply(action);
    plain_.play(action);
    return gnugo_.accepts(command);
  }

  std::string mover() const { return position_->side_to_move() == 0 ? "black" : "white"; }

  std::vector<Action> legal() const {
    std::vector<Action> actions(game_->info().max_legal_actions);
    actions.resize(position_->legal_actions(actions));
    return actions;
  }

  std::set<std::string> names(char colour) const {
    std::set<std::string> names;
    for (int p = 0; p < pass(); ++p) {
      if (plain_.points()[p] == colour) names.insert(game_->action_text(p));
    }
    return names;
  }

 private:
  int size_;
  std::shared_ptr<const Game> game_;
  std::unique_ptr<Position> position_;
  PlainGo plain_;
  GnuGo gnugo_;
};

class GoAgainstGnuGo : public testing::TestWithParam<std::tuple<int, bool>> {
 protected:
  void SetUp() override {
    if (GnuGo::path().empty()) GTEST_SKIP() << "GNU Go (program gnugo) is not installed";
  }
};

struct LegalCounts {
  long games = 0;
  long positions = 0;
  long points = 0;      ///< empty points judged
  long suicides = 0;    ///< of them: barred by us for suicide alone
  long superko = 0;     ///< barred by us for superko alone
  long only_gnugo = 0;  ///< barred by us, allowed by GNU Go
};

/// What we bar and GNU Go allows must be a repetition by the plain rules.
void compare_legal(Triple& triple, LegalCounts& counts) {
  std::set<std::string> ours;
  for (const Action action : triple.legal()) ours.insert(triple.game().action_text(action));
  ours.erase("pass");
  const std::set<std::string> theirs = words_of(triple.gnugo().ask("all_legal " + triple.mover()));
  ++counts.positions;
  for (int p = 0; p < triple.pass(); ++p) {
    if (triple.plain().points()[p] != '-') continue;
    const std::string name = triple.game().action_text(p);
    const bool suicide = triple.plain().is_suicide(p);
    const bool repeats = triple.plain().repeats(p);
    ++counts.points;
    if (!ours.contains(name)) {
      counts.suicides += suicide && !repeats;
      counts.superko += repeats && !suicide;
    }
    if (ours.contains(name) == theirs.contains(name)) continue;
    ASSERT_TRUE(theirs.contains(name)) << name << " at " << triple.position().to_text();
    ASSERT_TRUE(repeats) << name << " at " << triple.position().to_text();
    ++counts.only_gnugo;
  }
}

// Random games with few passes: every empty point of every position, and the stones.
TEST_P(GoAgainstGnuGo, LegalMovesAndCaptures) {
  const auto [size, suicide] = GetParam();
  Triple triple(size, suicide);
  LegalCounts counts;
  for (int number = 0; number < games_to_play(size == 5 ? 12 : 4); ++number) {
    Random random(31, number * 100 + size * 2 + suicide);
    triple.start();
    ++counts.games;
    while (!triple.position().is_terminal()) {
      compare_legal(triple, counts);
      if (HasFatalFailure()) return;
      const std::vector<Action> actions = triple.legal();
      int choices = static_cast<int>(actions.size());
      if (choices > 1 && random.below(50) != 0) --choices;
      ASSERT_TRUE(triple.play(actions[random.below(choices)])) << triple.position().to_text();
      ASSERT_EQ(words_of(triple.gnugo().ask("list_stones black")), triple.names('X'));
      ASSERT_EQ(words_of(triple.gnugo().ask("list_stones white")), triple.names('O'));
    }
  }
  std::cout << counts.games << " games, " << counts.positions << " positions, " << counts.points
            << " empty points; barred for suicide alone " << counts.suicides
            << ", for superko alone " << counts.superko << "; repetitions that GNU Go allows "
            << counts.only_gnugo << "\n";
}

/// "B+24.5", "W+1.0" or "0", for Black.
double score_of(const std::string& text) {
  if (text.size() < 3 || text[1] != '+') return 0;
  return (text[0] == 'B' ? 1 : -1) * std::stod(text.substr(2));
}

// Games in which nobody fills an own eye and both pass only when nothing else is left. Then no
// stones are left that GNU Go would take off as dead.
TEST_P(GoAgainstGnuGo, ScoresOfFinishedGames) {
  const auto [size, suicide] = GetParam();
  Triple triple(size, suicide);
  int finished = 0;
  for (int number = 0; number < games_to_play(size == 5 ? 20 : 6); ++number) {
    Random random(37, number * 100 + size * 2 + suicide);
    triple.start();
    while (!triple.position().is_terminal()) {
      std::vector<Action> actions = triple.legal();
      std::erase_if(actions,
                    [&](Action a) { return a == triple.pass() || triple.plain().is_own_eye(a); });
      const int choices = static_cast<int>(actions.size());
      const Action action = choices == 0 ? triple.pass() : actions[random.below(choices)];
      ASSERT_TRUE(triple.play(action)) << triple.position().to_text();
    }
    if (!triple.plain().over()) continue;  // the limit of length, of which GNU Go knows nothing
    ++finished;
    ASSERT_EQ(go_area_margin(triple.position()), score_of(triple.gnugo().ask("final_score")))
        << triple.position().to_text();
  }
  std::cout << finished << " finished games with the same score\n";
  EXPECT_GT(finished, 0);
}

INSTANTIATE_TEST_SUITE_P(Boards, GoAgainstGnuGo,
                         testing::Values(std::tuple(5, false), std::tuple(5, true),
                                         std::tuple(7, false), std::tuple(9, true)));

}  // namespace
}  // namespace tandem
