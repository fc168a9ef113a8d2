#include "engine/evaluation/suite.h"

#include <gtest/gtest.h>

#include <fstream>

#include "games/error.h"
#include "games/registry.h"

namespace tandem {
namespace {

class SuiteTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("tandem_suite_test_" +
               std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  // The error's message for a suite whose second line is `line`.
  std::string refusal(const std::string& line) const {
    const auto file = write("bad.jsonl", kGood + line + "\n");
    try {
      read_suite(game_, file);
    } catch (const Error& error) {
      const std::string message = error.what();
      const std::string place = file.string() + ":2: ";
      EXPECT_TRUE(message.starts_with(place)) << message;
      return message.substr(std::min(place.size(), message.size()));
    }
    ADD_FAILURE() << "accepted: " << line;
    return {};
  }

  const std::string kGood =
      R"({"id": "x/1", "position": "startpos moves 4", "value": -1, "best": ["4"]})"
      "\n";
  std::shared_ptr<const Game> game_ = make_game("connect_four");
  std::filesystem::path folder_;
};

TEST_F(SuiteTest, ReadsPositionsLabelsAndFlags) {
  const auto file = write(
      "two.jsonl",
      kGood +
          "\n"
          R"json({"id": "x/2", "game": "connect_four(rows=6,columns=7)", "position": "startpos moves 1 1 1 1 1 1", "value": 0, "best": ["7", "2", "3", "4", "5", "6"], "hard": true, "source": "random"})json");
  const Suite suite = read_suite(game_, file);
  EXPECT_EQ(suite.name, "two");
  ASSERT_EQ(suite.positions.size(), 2u);
  const SuitePosition& first = suite.positions[0];
  EXPECT_EQ(first.id, "x/1");
  EXPECT_EQ(first.text, "startpos moves 4");
  EXPECT_EQ(first.value, -1);
  EXPECT_EQ(first.legal.size(), 7u);
  EXPECT_EQ(first.best, std::vector<Action>{3});
  EXPECT_TRUE(first.critical());
  EXPECT_FALSE(first.hard);
  const SuitePosition& second = suite.positions[1];
  EXPECT_EQ(second.best, (std::vector<Action>{1, 2, 3, 4, 5, 6}));
  EXPECT_FALSE(second.critical());
  EXPECT_TRUE(second.hard);
}

TEST_F(SuiteTest, NamesFileLineAndReasonOfEveryFault) {
  const auto expect = [&](const std::string& line, const std::string& reason) {
    EXPECT_NE(refusal(line).find(reason), std::string::npos) << line << "\n" << refusal(line);
  };
  expect("{", "not JSON");
  expect("{\"value\": 1e999}", "not JSON");
  expect("[1]", "not a JSON object");
  expect(R"({"position": "startpos", "value": 1, "best": ["4"]})", "\"id\" is missing");
  expect(R"({"id": 7, "position": "startpos", "value": 1, "best": ["4"]})", "\"id\" is not a text");
  expect(R"({"id": "a", "value": 1, "best": ["4"]})", "\"position\" is missing");
  expect(R"({"id": "a", "position": "startpos", "best": ["4"]})", "\"value\" is missing");
  expect(R"({"id": "a", "position": "startpos", "value": 2, "best": ["4"]})", "\"value\" is 2");
  expect(R"({"id": "a", "position": "startpos", "value": 0.5, "best": ["4"]})", "\"value\" is 0.5");
  expect(R"({"id": "a", "position": "startpos", "value": "1", "best": ["4"]})",
         "\"value\" is \"1\"");
  expect(R"({"id": "a", "position": "startpos", "value": 1})", "\"best\" is missing");
  expect(R"({"id": "a", "position": "startpos", "value": 1, "best": []})", "at least one action");
  expect(R"({"id": "a", "position": "startpos", "value": 1, "best": "4"})", "at least one action");
  expect(R"({"id": "a", "position": "startpos", "value": 1, "best": [4]})", "not a text");
  expect(R"({"id": "a", "position": "startpos", "value": 1, "best": ["9"]})", "\"9\" is no action");
  expect(R"({"id": "a", "position": "startpos", "value": 1, "best": ["4", "4"]})", "stands twice");
  expect(R"({"id": "a", "position": "startpos moves 1 1 1 1 1 1", "value": 1, "best": ["1"]})",
         "\"1\" is not legal");
  expect(R"({"id": "a", "position": "startpos moves 8", "value": 1, "best": ["4"]})", "8");
  expect(R"({"id": "a", "position": "start", "value": 1, "best": ["4"]})", "start");
  expect(R"({"id": "a", "position": "startpos moves 1 2 1 2 1 2 1", "value": 1, "best": ["4"]})",
         "the game is over");
  expect(R"({"id": "x/1", "position": "startpos", "value": 1, "best": ["4"]})",
         "stands on line 1 already");
  expect(R"({"id": "a", "game": "tic_tac_toe", "position": "startpos", "value": 1, "best": ["4"]})",
         "\"game\" is \"tic_tac_toe\"");
  expect(R"({"id": "a", "game": "chess", "position": "startpos", "value": 1, "best": ["4"]})",
         "chess");
  expect(R"({"id": "a", "position": "startpos", "value": 1, "best": ["4"], "hard": "yes"})",
         "\"hard\" is \"yes\"");
  // Nested deeper than the stack.
  const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
  expect("{\"id\": " + deep + "}", "\"id\" is not a text: an array");
  expect(R"({"id": "a", "position": "startpos", "value": )" + deep + "}", "\"value\" is an array");
  expect(R"({"id": "a", "position": "startpos", "value": 1, "best": [)" + deep + "]}",
         "\"best\" holds an array");
}

TEST_F(SuiteTest, RefusesMissingAndEmptyFiles) {
  EXPECT_THROW(read_suite(game_, folder_ / "none.jsonl"), Error);
  EXPECT_THROW(read_suite(game_, folder_), Error);
  EXPECT_THROW(read_suite(game_, write("empty.jsonl", "\n")), Error);
  EXPECT_THROW(read_suites(game_, (folder_ / "none").string()), Error);
  EXPECT_THROW(read_suites(game_, ""), Error);
  std::filesystem::create_directories(folder_ / "hollow");
  EXPECT_THROW(read_suites(game_, (folder_ / "hollow").string()), Error);
}

TEST_F(SuiteTest, FoldersStandForTheirSuitesInOrder) {
  write("b.jsonl", kGood);
  write("a.jsonl", kGood);
  write("notes.txt", "not a suite");
  const auto extra = write("z.txt", kGood);
  const std::vector<Suite> suites = read_suites(game_, extra.string() + "," + folder_.string());
  ASSERT_EQ(suites.size(), 3u);
  EXPECT_EQ(suites[0].name, "z");
  EXPECT_EQ(suites[1].name, "a");
  EXPECT_EQ(suites[2].name, "b");
}

TEST_F(SuiteTest, FoldersStandForTheSuitesBelowThemToo) {
  for (const char* below : {"report", "development", "report/deep"}) {
    std::filesystem::create_directories(folder_ / below);
  }
  for (const char* name : {"report/end.jsonl", "report/begin.jsonl", "report/deep/x.jsonl",
                           "development/begin.jsonl", "own.jsonl", "report/notes.txt"}) {
    write(name, kGood);
  }
  const std::vector<Suite> suites = read_suites(game_, folder_.string());
  std::vector<std::string> names;
  for (const Suite& suite : suites) names.push_back(suite.name);
  // Only those that share a name say which folder they are from.
  EXPECT_EQ(names,
            (std::vector<std::string>{"development/begin", "own", "report/begin", "x", "end"}));
  const auto twice = (folder_ / "own.jsonl").string();
  EXPECT_EQ(read_suites(game_, twice + "," + twice)[1].name, "own");
  EXPECT_EQ(read_suites(game_, folder_.string() + "/report/")[0].name, "begin");
}

}  // namespace
}  // namespace tandem
