// Sessions as two programs hold them: the commands that they send from start to quit, and their
// reading of the answers. After the sources of Sabaki (enginesyncer.js, and the package
// @sabaki/gtp) and of Lizzie (Leelaz.java, MoveData.java).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "games/registry.h"
#include "tests/engine/gtp/fake_player.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

struct Variation {
  std::map<std::string, std::string> values;
  std::vector<std::string> pv;

  bool operator==(const Variation&) const = default;
};

/// "info", then keys with a value each, then "pv" and vertices; one line has many of these.
std::vector<Variation> variations(const std::string& line) {
  std::vector<Variation> read;
  const std::vector<std::string> words = split(line, ' ');
  for (std::size_t i = 0; i < words.size();) {
    EXPECT_EQ(words[i++], "info") << line;
    Variation& variation = read.emplace_back();
    for (; words.at(i) != "pv"; i += 2) variation.values[words[i]] = words.at(i + 1);
    for (++i; i < words.size() && words[i] != "info"; ++i) variation.pv.push_back(words[i]);
  }
  return read;
}

/// A controller that holds one engine, and remembers what an analysis told it.
class Controller {
 public:
  explicit Controller(const std::string& game) : gtp_(make_game(game)) {}

  FakeState& state() { return gtp_.state; }
  bool engine_goes_on() const { return gtp_.goes_on; }

 protected:
  /// The lines of a response, the empty one that ends it left out.
  std::vector<std::string> lines(const std::string& command) {
    return split(gtp_.ask(command), '\n');
  }

 private:
  FakeGtp gtp_;
};

class Sabaki : public Controller {
 public:
  using Controller::Controller;

  /// The response without its sign; fails the test where Sabaki would give up.
  std::string ask(const std::string& command) {
    const std::vector<std::string> answer = lines(command);
    EXPECT_THAT(answer.front(), StartsWith("=")) << command;
    std::string text = answer.front().substr(std::min<std::size_t>(2, answer.front().size()));
    for (std::size_t i = 1; i < answer.size(); ++i) text += "\n" + answer[i];
    return text;
  }

  /// The win rate, in per cent, of each vertex; "play" is added to what was played.
  std::map<std::string, double> analyse(const std::string& command) {
    std::map<std::string, double> percent;
    for (const std::string& line : lines(command)) {
      if (line.starts_with("play ")) played.push_back(line.substr(5));
      if (!line.starts_with("info ")) continue;
      percent.clear();
      for (const Variation& variation : variations(line)) {
        const std::string& rate = variation.values.at("winrate");
        const bool fraction = rate.find('.') != std::string::npos;
        percent[variation.values.at("move")] = std::stod(rate) * (fraction ? 100 : 0.01);
        EXPECT_GT(std::stoi(variation.values.at("visits")), 0);
        EXPECT_EQ(variation.pv.front(), variation.values.at("move"));
      }
    }
    return percent;
  }

  std::vector<std::string> played;
};

TEST(GtpControllers, SabakiPlaysAndAnalyses) {
  Sabaki sabaki("go(size=9)");
  EXPECT_EQ(sabaki.ask("name"), "Tandem");
  EXPECT_EQ(sabaki.ask("version"), "1.2");
  EXPECT_EQ(sabaki.ask("protocol_version"), "2");
  const std::vector<std::string> list = split(sabaki.ask("list_commands"), '\n');
  const std::set<std::string> commands(list.begin(), list.end());
  for (const char* needed : {"analyze", "genmove_analyze", "undo", "set_free_handicap"}) {
    EXPECT_TRUE(commands.contains(needed)) << needed;
  }
  // A record with handicap is laid on the board, then one move.
  sabaki.ask("komi 0.5");
  sabaki.ask("boardsize 19");
  sabaki.ask("clear_board");
  sabaki.ask("set_free_handicap D4 Q16");
  sabaki.ask("play W C3");
  const std::map<std::string, double> black = sabaki.analyse("analyze B 50");
  EXPECT_EQ(black, (std::map<std::string, double>{{"A19", 0}, {"B19", 75}}));
  sabaki.ask("protocol_version");  // is how it ends an analysis
  EXPECT_EQ(sabaki.analyse("kata-analyze B 50 ownership true"), black);
  EXPECT_EQ(sabaki.analyse("lz-analyze B 50"), black);
  EXPECT_EQ(sabaki.analyse("genmove_analyze B 50"), black);
  EXPECT_EQ(sabaki.analyse("kata-genmove_analyze W 50").begin()->first, "A19");
  EXPECT_THAT(sabaki.played, ElementsAre("B19", "C19"));
  // Another branch of the record, two moves back.
  sabaki.ask("undo");
  sabaki.ask("undo");
  sabaki.ask("play B A1");
  EXPECT_EQ(sabaki.ask("genmove W"), "A19");
  sabaki.ask("quit");
  EXPECT_FALSE(sabaki.engine_goes_on());
}

class Lizzie : public Controller {
 public:
  using Controller::Controller;

  /// The words after "=ID", which must be the number that it gave the command: without it Lizzie
  /// takes what an analysis tells for an older one's.
  std::vector<std::string> ask(const std::string& command) {
    best_moves.clear();
    std::vector<std::string> words;
    ++id_;
    for (const std::string& line : lines(std::to_string(id_) + " " + command)) {
      if (line.starts_with("=")) {
        words = split(line.substr(1), ' ');
        EXPECT_EQ(words.at(0), std::to_string(id_)) << command;
        words.erase(words.begin());
      } else if (line.starts_with("info")) {
        best_moves = variations(line);
        for (const Variation& v : best_moves) {
          for (const char* whole : {"visits", "winrate", "prior", "lcb", "order"}) {
            EXPECT_THAT(v.values.at(whole), testing::MatchesRegex("[0-9]+")) << whole;
          }
          EXPECT_LE(std::stoi(v.values.at("winrate")), 10000);
        }
      } else if (line.starts_with("play")) {
        words.push_back(line.substr(5));
      } else {
        ADD_FAILURE() << command << ": " << line;
      }
    }
    return words;
  }

  std::vector<Variation> best_moves;

 private:
  int id_ = 0;
};

TEST(GtpControllers, LizziePlaysAndAnalyses) {
  Lizzie lizzie("go(size=9)");
  EXPECT_THAT(lizzie.ask("name"), ElementsAre("Tandem"));
  lizzie.ask("version");
  EXPECT_THAT(lizzie.ask("boardsize 19"), ElementsAre());
  EXPECT_THAT(lizzie.ask("komi 7.5"), ElementsAre());
  EXPECT_THAT(lizzie.ask("lz-analyze 10"), ElementsAre());
  const std::vector<Variation> expected = {{{{"move", "B19"},
                                             {"visits", "30"},
                                             {"winrate", "7500"},
                                             {"prior", "2500"},
                                             {"lcb", "5950"},
                                             {"order", "0"}},
                                            {"B19", "A19"}},
                                           {{{"move", "A19"},
                                             {"visits", "10"},
                                             {"winrate", "0"},
                                             {"prior", "5000"},
                                             {"lcb", "0"},
                                             {"order", "1"}},
                                            {"A19"}}};
  EXPECT_EQ(lizzie.best_moves, expected);
  EXPECT_THAT(lizzie.ask("name"), ElementsAre("Tandem"));  // is how it ends an analysis
  EXPECT_THAT(lizzie.ask("play B Q16"), ElementsAre());
  lizzie.ask("lz-analyze 10");
  EXPECT_EQ(lizzie.best_moves, expected);
  EXPECT_THAT(lizzie.ask("undo"), ElementsAre());
  // A game against the engine, with handicap.
  EXPECT_THAT(lizzie.ask("clear_board"), ElementsAre());
  EXPECT_THAT(lizzie.ask("fixed_handicap 2"), ElementsAre("D4", "Q16"));
  EXPECT_THAT(lizzie.ask("time_settings 0 2 1"), ElementsAre());
  EXPECT_THAT(lizzie.ask("genmove W"), ElementsAre("B19"));
  EXPECT_THAT(lizzie.ask("play B Q4"), ElementsAre());
  EXPECT_THAT(lizzie.ask("lz-genmove_analyze W 10"), ElementsAre("C19"));
  EXPECT_THAT(lizzie.ask("quit"), ElementsAre());
  EXPECT_FALSE(lizzie.engine_goes_on());
}

}  // namespace
}  // namespace tandem
