#include "engine/evaluation/games_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <sstream>

#include "games/error.h"
#include "games/registry.h"
#include "tests/engine/file_size_limit.h"

namespace tandem {
namespace {

// Connect Four: the first player drops into column 1 four times, the second into column 2.
PlayedPair short_pair(std::int64_t number) {
  PlayedPair pair;
  pair.number = number;
  pair.opening = {0, 1};
  pair.moves[0] = {0, 1, 0, 1, 0};
  pair.moves[1] = {0, 1, 0, 1, 0};
  pair.results = {1, -1};
  return pair;
}

class GamesFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ =
        std::filesystem::temp_directory_path() / "tandem_games_file_test" /
        (std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + ".jsonl");
    std::filesystem::remove(path_);
  }
  void TearDown() override { std::filesystem::remove(path_); }

  void write(const std::string& text) const { std::ofstream(path_, std::ios::binary) << text; }
  std::string contents() const {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }
  std::string refusal(const MatchIdentity& identity) const {
    try {
      GamesFile(path_, game_, identity);
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  }

  const MatchIdentity kIdentity = {{"game", "connect_four"}, {"seed", "1"}};
  std::shared_ptr<const Game> game_ = make_game("connect_four");
  std::filesystem::path path_;
};

TEST_F(GamesFileTest, GivesBackWhatItStored) {
  const std::vector<PlayedPair> pairs = {short_pair(0), short_pair(7)};
  {
    GamesFile file(path_, game_, kIdentity);
    EXPECT_TRUE(file.pairs().empty());
    file.append(pairs);
  }
  const GamesFile file(path_, game_, kIdentity);
  EXPECT_FALSE(file.was_torn());
  ASSERT_EQ(file.pairs().size(), 2u);
  EXPECT_EQ(file.pairs().at(0), pairs[0]);
  EXPECT_EQ(file.pairs().at(7), pairs[1]);
  EXPECT_NE(contents().find("\"moves\":\"1 2 1 2 1\""), std::string::npos) << contents();
}

// As short_pair(), but A gives up both games before B's last move, or B before A's.
PlayedPair forfeited_pair() {
  PlayedPair pair = short_pair(3);
  pair.moves[0].pop_back();  // A, who moves first there, would have won
  pair.moves[1].pop_back();  // B would have
  pair.results = {-1, 1};
  pair.forfeits[0] = Forfeit{};
  pair.forfeits[1] = Forfeit{true, "b said \"Hello\""};
  return pair;
}

TEST_F(GamesFileTest, GivesBackForfeits) {
  {
    GamesFile file(path_, game_, kIdentity);
    file.append(std::vector{forfeited_pair()});
    EXPECT_EQ(file.pairs().at(3), forfeited_pair());
  }
  EXPECT_EQ(GamesFile(path_, game_, kIdentity).pairs().at(3), forfeited_pair());
  EXPECT_NE(contents().find("\"resigned\":true"), std::string::npos) << contents();
  // Who forfeits loses, and nobody does after the end.
  const std::string good = contents();
  const auto refused_with = [&](const std::string& from, const std::string& to) {
    std::string bad = good;
    bad.replace(bad.find(from), from.size(), to);
    write(bad);
    return refusal(kIdentity);
  };
  EXPECT_NE(refused_with("\"result_for_a\":-1", "\"result_for_a\":1").find("the rules say -1"),
            std::string::npos);
  EXPECT_NE(refused_with("\"moves\":\"1 2 1 2\"", "\"moves\":\"1 2 1 2 1\"")
                .find("forfeited after its end"),
            std::string::npos);
  EXPECT_NE(refused_with(",\"resigned\":true", "").find("not played to its end"),
            std::string::npos);
}

TEST_F(GamesFileTest, CutsATornLastLineAtEveryLength) {
  {
    GamesFile file(path_, game_, kIdentity);
    file.append(std::vector{short_pair(0)});
  }
  const std::string one = contents();
  {
    GamesFile file(path_, game_, kIdentity);
    file.append(std::vector{short_pair(1)});
  }
  const std::string two = contents();
  for (std::size_t length = one.size() + 1; length < two.size(); ++length) {
    write(two.substr(0, length));
    const GamesFile file(path_, game_, kIdentity);
    EXPECT_TRUE(file.was_torn());
    EXPECT_EQ(file.pairs().size(), 1u);
    EXPECT_EQ(contents(), one);
  }
  // Also within the very first line.
  write(one.substr(0, 10));
  EXPECT_TRUE(GamesFile(path_, game_, kIdentity).was_torn());
}

TEST_F(GamesFileTest, AWriteThatFailsHalfwayLeavesNoPartOfItself) {
  const std::vector<PlayedPair> two = {short_pair(1), short_pair(2)};
  {
    GamesFile file(path_, game_, kIdentity);
    file.append(std::vector{short_pair(0)});
    const std::string before = contents();
    {
      const FileSizeLimit limit(before.size() + 20);
      EXPECT_THAT([&] { file.append(two); },
                  testing::ThrowsMessage<Error>(testing::HasSubstr("File too large")));
    }
    EXPECT_EQ(contents(), before);
    file.append(std::vector{short_pair(3)});
  }
  const GamesFile file(path_, game_, kIdentity);
  EXPECT_FALSE(file.was_torn());
  EXPECT_EQ(file.pairs().size(), 2u);
  EXPECT_TRUE(file.pairs().contains(3));
}

TEST_F(GamesFileTest, RefusesAnotherMatchAndNamesTheDifference) {
  { GamesFile(path_, game_, kIdentity); }
  const std::string message = refusal({{"game", "connect_four"}, {"seed", "2"}});
  EXPECT_NE(message.find("seed=1, not seed=2"), std::string::npos) << message;
  EXPECT_NE(message.find(path_.string()), std::string::npos) << message;
}

TEST_F(GamesFileTest, RefusesFilesThatAreNotItsOwn) {
  for (const char* text : {"not a match\n", "no newline at all", "{}\n", "[1]\n"}) {
    write(text);
    EXPECT_NE(refusal(kIdentity).find(":1: "), std::string::npos) << text;
    EXPECT_EQ(contents(), text);
  }
}

TEST_F(GamesFileTest, NamesTheLineOfAFault) {
  {
    GamesFile file(path_, game_, kIdentity);
    file.append(std::vector{short_pair(0)});
  }
  const std::string good = contents();
  const auto expect = [&](const std::string& from, const std::string& to, const std::string& why) {
    std::string bad = good;
    const std::size_t place = bad.find(from);
    ASSERT_NE(place, std::string::npos) << from;
    bad.replace(place, from.size(), to);
    write(bad);
    const std::string message = refusal(kIdentity);
    EXPECT_NE(message.find(path_.string() + ":2: "), std::string::npos) << message;
    EXPECT_NE(message.find(why), std::string::npos) << message;
  };
  expect("\"result_for_a\":1", "\"result_for_a\":0", "the rules say 1");
  expect("1 2 1 2 1", "1 2 1 2", "not played to its end");
  expect("1 2 1 2 1", "1 2 1 2 9", "\"9\" is not legal");
  expect("1 2 1 2 1", "1 2 1 2 1 1", "\"1\" is not legal");
  expect("\"pair\":0", "\"pair\":-1", "negative");
  expect("\"pair\":0", "\"pair\":0.5", "\"pair\" is 0.5, not a whole number");
  expect("\"pair\":0", "\"pair\":1e300", "not a whole number");
  expect("\"result_for_a\":1", "\"result_for_a\":true", "\"result_for_a\" is true");
  expect("\"result_for_a\":1", "\"result_for_a\":4294967297", "the rules say 1");
  expect("\"games\"", "\"game\"", "games");
  expect("{\"pair\"", "{pair", "parse error");
  write(good + good.substr(good.find('\n') + 1));
  EXPECT_NE(refusal(kIdentity).find(":3: pair 0 stands there twice"), std::string::npos);
}

TEST_F(GamesFileTest, IsLockedWhileOpen) {
  std::optional<GamesFile> first;
  first.emplace(path_, game_, kIdentity);
  EXPECT_NE(refusal(kIdentity).find("in use by another match"), std::string::npos);
  first.reset();
  EXPECT_EQ(refusal(kIdentity), "");
}

}  // namespace
}  // namespace tandem
