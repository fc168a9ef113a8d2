// The suites that ship with the project keep what they promise.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "games/connect_four/connect_four.h"
#include "games/connect_four/forced_win.h"
#include "games/connect_four/solver.h"
#include "games/position_text.h"

namespace tandem {
namespace {

using connect_four::Bitboard;
using connect_four::Bits;
using testing::AllOf;
using testing::Ge;
using testing::Le;

struct Labelled {
  Bitboard board;
  int ply = 0;
  bool terminal = false;
  std::set<std::string> legal;
  int value = 0;
  std::vector<std::string> best;
  bool hard = false;
  bool random = false;
};

const std::shared_ptr<const Game>& game() {
  static const std::shared_ptr<const Game> kGame = make_connect_four(6, 7);
  return kGame;
}

const connect_four::Geometry kGeometry(6, 7);

Labelled parse(const std::string& line) {
  const auto json = nlohmann::json::parse(line);
  Labelled entry;
  const ParsedPosition parsed =
      parse_position_text(*game(), json.at("position").get<std::string>());
  entry.board = connect_four_board(*parsed.position);
  entry.ply = static_cast<int>(parsed.moves.size());
  entry.terminal = parsed.position->is_terminal();
  std::vector<Action> legal(7);
  legal.resize(parsed.position->legal_actions(legal));
  for (const Action action : legal) entry.legal.insert(game()->action_text(action));
  entry.value = json.at("value");
  entry.best = json.at("best").get<std::vector<std::string>>();
  entry.hard = json.at("hard");
  entry.random = json.at("source") == "random";
  EXPECT_TRUE(entry.random || json.at("source") == "player");
  EXPECT_EQ(json.at("game"), "connect_four");
  return entry;
}

struct Phase {
  std::string name;
  int first_ply;
  int last_ply;
  bool half_hard;
};

const std::vector<Phase> kPhases = {{"opening", 0, 7, false},
                                    {"begin", 8, 14, true},
                                    {"middle", 15, 28, true},
                                    {"end", 29, 41, false}};
const std::vector<std::string> kSuites = {"development", "report"};

const std::vector<Labelled>& suite(const std::string& name, const std::string& phase) {
  static std::map<std::string, std::vector<Labelled>> read;
  auto& entries = read[name + "/" + phase];
  if (!entries.empty()) return entries;
  std::ifstream in(std::string(TANDEM_SOURCE_DIR) + "/suites/connect_four/" + name + "/" + phase +
                   ".jsonl");
  for (std::string line; std::getline(in, line);) entries.push_back(parse(line));
  return entries;
}

template <class Check>
void for_each_file(Check check) {
  for (const std::string& name : kSuites) {
    for (const Phase& phase : kPhases) {
      SCOPED_TRACE(name + "/" + phase.name);
      check(phase, suite(name, phase.name));
    }
  }
}

TEST(ConnectFourSuites, HoldPositionsOfTheirPhaseHalfFromEachSource) {
  for_each_file([](const Phase& phase, const std::vector<Labelled>& entries) {
    ASSERT_GE(entries.size(), 1000u);
    for (const Labelled& entry : entries) {
      ASSERT_THAT(entry.ply, AllOf(Ge(phase.first_ply), Le(phase.last_ply)));
      ASSERT_FALSE(entry.terminal);
      ASSERT_FALSE(connect_four::wins_at_once(kGeometry, entry.board));
      ASSERT_FALSE(entry.best.empty());
      for (const std::string& action : entry.best) ASSERT_TRUE(entry.legal.contains(action));
    }
    const auto count = [&](auto property) {
      return std::count_if(entries.begin(), entries.end(), property);
    };
    const auto half = static_cast<std::ptrdiff_t>(entries.size() / 2);
    EXPECT_EQ(count([](const Labelled& e) { return e.random; }), half);
    if (phase.half_hard) {
      EXPECT_EQ(count([](const Labelled& e) { return e.hard; }), half);
      EXPECT_EQ(count([](const Labelled& e) { return e.hard && e.random; }), half / 2);
    }
  });
}

TEST(ConnectFourSuites, ShareNoPositionNorItsMirrorImage) {
  std::set<Bits> seen;
  std::size_t positions = 0;
  for_each_file([&](const Phase&, const std::vector<Labelled>& entries) {
    for (const Labelled& entry : entries) seen.insert(canonical_key(kGeometry, entry.board));
    positions += entries.size();
  });
  EXPECT_EQ(seen.size(), positions);
}

TEST(ConnectFourSuites, MarkAsHardWhatIsMoreThanFourteenPliesAhead) {
  connect_four::ForcedWins forced(kGeometry, 16);
  for_each_file([&](const Phase&, const std::vector<Labelled>& entries) {
    for (std::size_t i = 0; i < entries.size(); i += 50) {
      const Labelled& entry = entries[i];
      bool near = 42 - entry.ply <= 14;
      if (entry.value == 1) near |= forced.wins_within(entry.board, 14);
      if (entry.value == -1) near |= forced.loses_within(entry.board, 14);
      EXPECT_EQ(entry.hard, !near) << "line " << i + 1;
    }
  });
}

void expect_solved(ConnectFourSolver& solver, const Labelled& entry) {
  const auto actions = solver.action_values(entry.board);
  int value = -1;
  for (const SolvedAction& solved : actions) value = std::max(value, solved.value);
  std::vector<std::string> best;
  for (const SolvedAction& solved : actions) {
    if (solved.value == value) best.push_back(game()->action_text(solved.action));
  }
  EXPECT_EQ(entry.value, value);
  EXPECT_EQ(entry.best, best);
}

// All that is quick to solve, and a few of the rest.
TEST(ConnectFourSuites, LabelsAreWhatTheSolverFinds) {
  const auto solver = make_connect_four_solver(*game(), std::size_t{64} << 20);
  for_each_file([&](const Phase& phase, const std::vector<Labelled>& entries) {
    int early = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const int ply = entries[i].ply;
      if (ply < 7 || (ply == 7 && ++early > 2) || (ply < 18 && i % 50 != 0 && ply > 7)) continue;
      SCOPED_TRACE("line " + std::to_string(i + 1));
      expect_solved(*solver, entries[i]);
    }
  });
}

}  // namespace
}  // namespace tandem
