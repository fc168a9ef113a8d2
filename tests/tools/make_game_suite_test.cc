// tandem-make-suite for games other than Connect Four, against plain minimax over the rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "games/position_text.h"
#include "games/registry.h"
#include "tests/tools/program.h"

namespace tandem {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

struct MadeSuite {
  std::string game;
  std::string plies;
  int positions;
};

void PrintTo(const MadeSuite& suite, std::ostream* out) { *out << suite.game; }

Outcome make(const TestFolder& folder, const MadeSuite& suite, const std::string& output,
             const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments = {"--game=" + suite.game, "--output=" + output,
                                        "--plies=" + suite.plies,
                                        "--positions=" + std::to_string(suite.positions)};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_tool("tandem-make-suite", arguments, folder.path());
}

std::vector<Json> lines_of(const std::string& text) {
  std::vector<Json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(Json::parse(line));
  return lines;
}

std::vector<Action> legal_actions(const Game& game, const Position& position) {
  std::vector<Action> legal(game.info().max_legal_actions);
  legal.resize(position.legal_actions(legal));
  return legal;
}

/// Values for player 0 by minimax, which remembers the boards it has seen.
class BruteForce {
 public:
  explicit BruteForce(const Game& game) : game_(game) {}

  int value(const Position& position) {
    if (position.is_terminal()) return static_cast<int>((*position.outcome())[0]);
    const std::string text = position.to_text();
    if (const auto known = values_.find(text); known != values_.end()) return known->second;
    const bool first = position.side_to_move() == 0;
    int best = first ? -1 : 1;
    for (const Action action : legal_actions(game_, position)) {
      const int after = value_after(position, action);
      best = first ? std::max(best, after) : std::min(best, after);
      if (best == (first ? 1 : -1)) break;
    }
    return values_[text] = best;
  }

  int value_after(const Position& position, Action action) {
    const auto next = position.clone();
    next->apply(action);
    return value(*next);
  }

 private:
  const Game& game_;
  std::map<std::string, int> values_;
};

/// The planes that the network would see, in whichever symmetry they come first: alike for images
/// of one position. Moves no moves, unlike the program.
std::vector<float> canonical_planes(const Game& game, const Position& position) {
  const GameInfo& info = game.info();
  std::vector<float> planes(info.features.size());
  position.encode(planes);
  std::vector<float> first;
  for (const Symmetry& symmetry : info.symmetries) {
    std::vector<float> image(planes.size());
    const int squares = info.features.squares();
    for (int i = 0; i < info.features.size(); ++i) {
      image[i - i % squares + symmetry.squares[i % squares]] = planes[i];
    }
    if (first.empty() || image < first) first = image;
  }
  return first;
}

class MakeGameSuite : public testing::TestWithParam<MadeSuite> {
 protected:
  void SetUp() override {
    const Outcome outcome = make(folder_, GetParam(), "out");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    for (const char* suite : {"development", "report"}) {
      const auto lines = lines_of(folder_.read(file_of(suite)));
      EXPECT_EQ(static_cast<int>(lines.size()), GetParam().positions);
      lines_.insert(lines_.end(), lines.begin(), lines.end());
    }
  }

  std::string file_of(const std::string& suite) const {
    return "out/" + suite + "/plies-" + GetParam().plies + ".jsonl";
  }

  std::unique_ptr<Position> position_of(const Json& line) const {
    return parse_position_text(*game_, line["position"].get<std::string>()).position;
  }

  const TestFolder folder_;
  const std::shared_ptr<const Game> game_ = make_game(GetParam().game);
  std::vector<Json> lines_;  ///< of both suites
};

TEST_P(MakeGameSuite, LabelsAreWhatBruteForceFinds) {
  BruteForce brute_force(*game_);
  std::set<int> values;
  for (const Json& line : lines_) {
    const auto position = position_of(line);
    const int sign = position->side_to_move() == 0 ? 1 : -1;
    const int value = sign * brute_force.value(*position);
    std::vector<std::string> best;
    for (const Action action : legal_actions(*game_, *position)) {
      if (sign * brute_force.value_after(*position, action) == value) {
        best.push_back(game_->action_text(action));
      }
    }
    EXPECT_EQ(line["game"], game_->info().name);
    EXPECT_EQ(line["value"], value) << line;
    EXPECT_EQ(line["best"].get<std::vector<std::string>>(), best) << line;
    values.insert(value);
  }
  EXPECT_GT(values.size(), 1u);  // else wrong labels might pass
}

TEST_P(MakeGameSuite, PositionsDifferAlsoUnderSymmetry) {
  std::map<std::vector<float>, std::string> seen;
  for (const Json& line : lines_) {
    const auto [other, is_new] =
        seen.emplace(canonical_planes(*game_, *position_of(line)), line["id"]);
    EXPECT_TRUE(is_new) << line << " is " << other->second;
  }
}

TEST_P(MakeGameSuite, PositionsLeaveAChoiceAtThePliesAskedFor) {
  const std::string plies = GetParam().plies;
  const std::size_t first = std::stoul(plies);
  const std::size_t last = std::stoul(plies.substr(plies.find('-') + 1));
  std::set<std::size_t> seen;
  std::map<std::string, int> sources;
  for (const Json& line : lines_) {
    EXPECT_GT(legal_actions(*game_, *position_of(line)).size(), 1u) << line;
    seen.insert(parse_position_text(*game_, line["position"].get<std::string>()).moves.size());
    ++sources[line["source"]];
  }
  EXPECT_GE(*seen.begin(), first);
  EXPECT_LE(*seen.rbegin(), last);
  EXPECT_GT(seen.size(), (last - first) / 2);
  EXPECT_EQ(sources, (std::map<std::string, int>{{"player", GetParam().positions},
                                                 {"random", GetParam().positions}}));
}

TEST_P(MakeGameSuite, OtherProgramsReadIt) {
  const Outcome solved =
      run_tool("tandem-solve", {"--positions=" + file_of("report")}, folder_.path());
  const std::string count = std::to_string(GetParam().positions);
  EXPECT_THAT(solved.out, HasSubstr(count + " of " + count + " reproduced")) << solved.err;
  const Outcome evaluated =
      run_tool("tandem-eval",
               {"--game=" + GetParam().game, "--player=solver", "--suite=" + file_of("report")},
               folder_.path());
  EXPECT_EQ(evaluated.exit_code, 0) << evaluated.err;
  EXPECT_THAT(evaluated.out, HasSubstr("100.0 (")) << evaluated.out;
}

// What an interruption leaves, even kill -9: no suite yet, and a work file whose last line may be
// torn.
TEST_P(MakeGameSuite, GoesOnAfterAnInterruptionToTheSameFiles) {
  const std::string solved = folder_.read("out/solved.txt");
  std::filesystem::create_directories(folder_.path() / "cut/report");
  std::filesystem::create_directories(folder_.path() / "again");
  folder_.write("again/solved.txt", solved.substr(0, solved.size() / 2));
  ASSERT_EQ(make(folder_, GetParam(), "again").exit_code, 0);
  EXPECT_EQ(folder_.read("again/solved.txt"), solved);
  for (const char* suite : {"development", "report"}) {
    const std::string file = file_of(suite);
    EXPECT_EQ(folder_.read("again" + file.substr(3)), folder_.read(file));
  }
}

INSTANTIATE_TEST_SUITE_P(Games, MakeGameSuite,
                         testing::Values(MadeSuite{"hex(size=4,swap=false)", "5-12", 40},
                                         MadeSuite{"hex(size=3,swap=true)", "1-5", 20},
                                         MadeSuite{"othello(size=4)", "2-10", 40},
                                         MadeSuite{"tic_tac_toe", "1-6", 80},
                                         MadeSuite{"connect_four(rows=4,columns=4)", "6-13", 40}),
                         [](const auto& info) {
                           std::string name = info.param.game;
                           std::erase_if(name, [](char c) { return !std::isalnum(c); });
                           return name;
                         });

TEST(MakeGameSuiteFiles, StopsWhileItSolves) {
  const TestFolder folder;
  // Each of these takes a minute at least.
  const pid_t process = start_tool(
      "tandem-make-suite",
      {"--game=othello(size=6)", "--output=out", "--plies=0-3", "--positions=4"}, folder.path());
  for (int i = 0; i < 3000 && !std::filesystem::exists(folder.path() / "out/solved.txt"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  kill(process, SIGTERM);
  EXPECT_EQ(wait_for(process), 130);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "out/development"));
}

TEST(MakeGameSuiteFiles, NamesWhatIsWrong) {
  const TestFolder folder;
  const auto refusal = [&](const std::vector<std::string>& arguments) {
    const Outcome outcome = run_tool("tandem-make-suite", arguments, folder.path());
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    return outcome.err;
  };
  const auto refused = [&](const std::string& game, const std::string& plies) {
    return refusal({"--game=" + game, "--output=o", "--positions=4", "--plies=" + plies});
  };
  EXPECT_THAT(refusal({"--game=othelo", "--output=o"}), HasSubstr("unknown game \"othelo\""));
  EXPECT_THAT(refused("hex(size=11)", "2-4"),
              HasSubstr("there is no exact solver for hex(size=11"));
  EXPECT_THAT(refusal({"--game=tic_tac_toe", "--output=o"}), HasSubstr("such as --plies=2-20"));
  for (const std::string& plies : std::vector<std::string>{"3", "4-3", "2-9", "1-2-3"}) {
    EXPECT_THAT(
        refused("tic_tac_toe", plies),
        HasSubstr("--plies: \"" + plies + "\" is not a first and a last ply of tic_tac_toe"))
        << plies;
  }
  EXPECT_THAT(refusal({"--game=tic_tac_toe", "--output=o", "--plies=1-2", "--positions=5"}),
              HasSubstr("--positions=5: must be a positive multiple of 2"));
  EXPECT_THAT(refused("tic_tac_toe", "1-2,,3-4"), HasSubstr("between the commas is empty"));
  EXPECT_THAT(refused("connect_four", "1-2"),
              HasSubstr("--plies would change nothing: connect_four has --phases"));
  EXPECT_THAT(refusal({"--game=tic_tac_toe", "--output=o", "--plies=1-2", "--phases=end"}),
              HasSubstr("--phases would change nothing"));
  EXPECT_THAT(refusal({"--game=tic_tac_toe", "--output=o", "--plies=1-2", "--table_mib=4"}),
              HasSubstr("--table_mib would change nothing"));
}

TEST(MakeGameSuiteFiles, SaysWhichPliesAreOfNoUse) {
  const TestFolder folder;
  const auto refusal = [&](const MadeSuite& suite) {
    const Outcome outcome = make(folder, suite, suite.game);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    return outcome.err;
  };
  EXPECT_THAT(refusal({"tic_tac_toe", "0-1", 4}),
              HasSubstr("of 4 positions for plies-0-1"));  // there are four in all
  EXPECT_THAT(refusal({"othello", "20-40", 4}),
              testing::AllOf(HasSubstr("empty squares; the exact solver takes at most 26"),
                             HasSubstr("name later plies with --plies")));
}

TEST(MakeGameSuiteFiles, RefusesADamagedWorkFile) {
  const TestFolder folder;
  const std::string good =
      R"({"game":"tic_tac_toe","position":"startpos moves a1 b2 c3 c1 a3 b3 b1",)"
      R"("values":{"a2":0,"c2":-1}})";
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string line = good;
    if (!from.empty()) line.replace(line.find(from), from.size(), to);
    folder.write("work.txt", good + "\n" + line + "\n");
    return make(folder, {"tic_tac_toe", "3-5", 4}, "o", {"--work=work.txt"});
  };
  ASSERT_EQ(with("", "").exit_code, 0);
  std::filesystem::remove_all(folder.path() / "o");
  const std::vector<std::pair<std::string, std::string>> damages = {
      {"tic_tac_toe", "hex(size=3,swap=false)"},  // another game's
      {"b1", "a1"},                               // an illegal move
      {"b1", "b1 a2"},                            // other actions are legal there
      {"\"c2\":-1", "\"c2\":-7"},
      {"\"c2\":-1", "\"c2\":null"},
      {"}}", "}"},
      {"tic", "\xff\xfe"}};
  for (const auto& [from, to] : damages) {
    const Outcome outcome = with(from, to);
    EXPECT_EQ(outcome.exit_code, 2) << from << " -> " << to;
    EXPECT_THAT(outcome.err, HasSubstr("work.txt:2: ")) << from << " -> " << to;
    EXPECT_THAT(outcome.err, HasSubstr("is not a solved position of tic_tac_toe; delete the file"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "o/report"));
}

TEST(MakeGameSuiteFiles, LeavesAFileAloneThatIsNoWorkFile) {
  const TestFolder folder;
  const std::string text = "Buy milk.\nAnd bread, without a line's end";
  folder.write("notes.txt", text);
  const Outcome outcome = make(folder, {"tic_tac_toe", "3-5", 4}, "o", {"--work=notes.txt"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("notes.txt:1: "));
  EXPECT_EQ(folder.read("notes.txt"), text);
}

}  // namespace
}  // namespace tandem
