// From SGF files to what is trained on: records written by hand, and what is wrong with others.
#include "training/bootstrap/recorded_games.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "engine/files.h"
#include "games/registry.h"
#include "tests/training/run/run_fixture.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Writes `text` to `name` in the folder, then reads the whole folder.
class RecordedGamesTest : public testing::Test {
 protected:
  void add(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((folder_.path() / name).parent_path());
    write_file_atomically(folder_.path() / name, text);
  }
  RecordedGames read(const std::string& game) {
    return read_recorded_games(make_game(game), folder_.path().string());
  }

  TemporaryFolder folder_;
};

std::vector<int> actions(const GameRecord& record) {
  std::vector<int> result;
  for (const MoveRecord& move : record.moves()) result.push_back(move.action());
  return result;
}

TEST_F(RecordedGamesTest, MovesAreWholeTargetsAndTheResultIsEachMoversOwn) {
  // Black owns the middle row's ends in the end: b2, a1, b1, a2, b3 joins top to bottom.
  add("one.sgf", "(;GM[11]SZ[3]RE[B+];B[b2];W[a1];B[b1];W[a2];B[b3])");
  const RecordedGames read = this->read("hex(size=3)");
  ASSERT_EQ(read.games.size(), 1u);
  EXPECT_THAT(read.reports, IsEmpty());
  const GameRecord& record = read.games[0];
  EXPECT_THAT(actions(record), ElementsAre(4, 0, 1, 3, 7));
  EXPECT_THAT(record.outcome(), ElementsAre(1, -1));
  for (int ply = 0; ply < record.moves_size(); ++ply) {
    const MoveRecord& move = record.moves(ply);
    EXPECT_TRUE(move.full_search());
    EXPECT_EQ(move.policy_size(), 9 - ply);
    EXPECT_EQ(move.root_value(), ply % 2 == 0 ? 1 : -1);
  }
  EXPECT_THAT(record.moves(0).policy(), ElementsAre(0, 0, 0, 0, 1, 0, 0, 0, 0));
  // The last move: 2, 5, 6, 7 and 8 are empty.
  EXPECT_THAT(record.moves(4).policy(), ElementsAre(0, 0, 0, 1, 0));
}

TEST_F(RecordedGamesTest, HandicapStonesAreTheOpening) {
  add("handicap.sgf", "(;GM[1]SZ[5]KM[0.5]RE[W+R]AB[bb][dd];W[cc];B[bc])");
  const RecordedGames read = this->read("go(size=5,komi=0.5)");
  ASSERT_EQ(read.games.size(), 1u);
  const GameRecord& record = read.games[0];
  EXPECT_THAT(record.opening(), ElementsAre(6, 25, 18));  // Black, a pass, Black
  EXPECT_THAT(actions(record), ElementsAre(12, 11));
  EXPECT_THAT(record.outcome(), ElementsAre(-1, 1));
  EXPECT_EQ(record.moves(0).root_value(), 1);  // White moves, and wins
}

TEST_F(RecordedGamesTest, FilesAreReadInTheOrderOfTheirPaths) {
  add("b.sgf", "(;GM[11]SZ[3]RE[W+R];B[a1])(;GM[11]SZ[3]RE[W+R];B[b1])");
  add("a/z.sgf", "(;GM[11]SZ[3]RE[W+R];B[c1])");
  add("notes.txt", "not to be read");
  const RecordedGames read = this->read("hex(size=3)");
  ASSERT_EQ(read.games.size(), 3u);
  EXPECT_EQ(read.files, 2);
  EXPECT_THAT(actions(read.games[0]), ElementsAre(2));
  EXPECT_THAT(actions(read.games[1]), ElementsAre(0));
  EXPECT_THAT(actions(read.games[2]), ElementsAre(1));
}

TEST_F(RecordedGamesTest, WhatCannotBeUsedIsLeftOutWithItsReason) {
  add("1-torn.sgf", "(;GM[11]SZ[3]RE[W+R];B[a1]");
  add("2-unknown.sgf", "(;GM[11]SZ[3]RE[?];B[a1])(;GM[11]SZ[3]RE[B+R];B[a1])");
  add("3-illegal.sgf", "(;GM[11]SZ[3]RE[B+];B[a1];W[a1])");
  add("4-other.sgf", "(;GM[1]SZ[9]RE[B+R];B[aa])");
  add("5-size.sgf", "(;GM[11]SZ[4]RE[B+R];B[a1])");
  add("6-empty.sgf", "(;GM[11]SZ[3]RE[B+R])");
  const RecordedGames read = this->read("hex(size=3)");
  EXPECT_EQ(read.games.size(), 1u);
  EXPECT_EQ(read.left_out, 6);
  ASSERT_EQ(read.reports.size(), 6u);
  const auto report = [&](std::size_t i) { return read.reports[i]; };
  EXPECT_TRUE(mentions(report(0), {"left out", "1-torn.sgf"})) << report(0);
  EXPECT_TRUE(mentions(report(1), {"2-unknown.sgf: game 1", "no result"})) << report(1);
  EXPECT_TRUE(mentions(report(2), {"3-illegal.sgf: game 1", "illegal"})) << report(2);
  EXPECT_TRUE(mentions(report(3), {"4-other.sgf"})) << report(3);
  EXPECT_TRUE(mentions(report(4), {"5-size.sgf"})) << report(4);
  EXPECT_TRUE(mentions(report(5), {"6-empty.sgf", "no moves"})) << report(5);
}

TEST_F(RecordedGamesTest, LinksAndPipesThatCannotBeReadAreLeftOut) {
  add("good.sgf", "(;GM[11]SZ[3]RE[B+R];B[a1])");
  std::filesystem::create_symlink("loop.sgf", folder_.path() / "loop.sgf");
  std::filesystem::create_symlink("nowhere", folder_.path() / "dead.sgf");
  ASSERT_EQ(mkfifo((folder_.path() / "pipe.sgf").c_str(), 0600), 0);
  std::filesystem::create_directory(folder_.path() / "folder.sgf");
  const RecordedGames read = this->read("hex(size=3)");
  EXPECT_EQ(read.games.size(), 1u);
  ASSERT_EQ(read.reports.size(), 3u);
  EXPECT_TRUE(mentions(read.reports[0], {"left out", "dead.sgf"})) << read.reports[0];
  EXPECT_TRUE(mentions(read.reports[1], {"left out", "loop.sgf"})) << read.reports[1];
  EXPECT_TRUE(mentions(read.reports[2], {"left out", "pipe.sgf"})) << read.reports[2];
}

TEST_F(RecordedGamesTest, AGameThatSgfHasNoWordsForIsSaidOnce) {
  add("two.sgf", "(;GM[11]SZ[3]RE[B+R];B[a1])(;GM[11]SZ[3]RE[B+R];B[b1])");
  const std::string refusal = error_text([&] { read("tic_tac_toe"); });
  EXPECT_TRUE(mentions(refusal, {"tic_tac_toe is not a game of stones"})) << refusal;
  EXPECT_EQ(refusal.find("two.sgf"), std::string::npos) << refusal;
}

TEST_F(RecordedGamesTest, ManyReportsAreCutShort) {
  std::string text = "(;GM[11]SZ[3]RE[B+R];B[a1])";
  for (int i = 0; i < 50; ++i) text += "(;GM[11]SZ[3];B[a1])";
  add("many.sgf", text);
  const RecordedGames read = this->read("hex(size=3)");
  EXPECT_EQ(read.left_out, 50);
  EXPECT_EQ(read.reports.size(), 11u);
  EXPECT_TRUE(mentions(read.reports.back(), {"40 more"})) << read.reports.back();
}

TEST_F(RecordedGamesTest, NothingToLearnFromIsAnError) {
  const std::string none = error_text([&] { read("hex(size=3)"); });
  EXPECT_TRUE(mentions(none, {folder_.path().string(), "*.sgf"})) << none;
  add("torn.sgf", "(;GM[11]");
  const std::string unusable = error_text([&] { read("hex(size=3)"); });
  EXPECT_TRUE(mentions(unusable, {"torn.sgf", "none of its games"})) << unusable;
  const std::string missing = error_text(
      [&] { read_recorded_games(make_game("hex(size=3)"), folder_.path() / "missing"); });
  EXPECT_TRUE(mentions(missing, {"missing", "No such file"})) << missing;
}

TEST_F(RecordedGamesTest, OfSeveralSizesEachGameIsReadAsItsOwn) {
  RunConfig config;
  config.set_game("hex(size=3)");
  config.add_more_games("hex(size=4)");
  add("sizes.sgf",
      "(;GM[11]SZ[4]RE[B+R];B[d4])(;GM[11]SZ[3]RE[B+R];B[c3])(;GM[11]SZ[5]RE[B+R];B[a1])");
  const RecordedGames read = read_recorded_games(RunGames(config), folder_.path().string());
  ASSERT_EQ(read.games.size(), 2u);
  EXPECT_THAT(actions(read.games[0]), ElementsAre(15));
  EXPECT_THAT(actions(read.games[1]), ElementsAre(8));
  ASSERT_EQ(read.reports.size(), 1u);
  EXPECT_TRUE(mentions(read.reports[0], {"game 3", "size=5"})) << read.reports[0];
}

TEST_F(RecordedGamesTest, OfSeveralSizesAnotherKomiIsANote) {
  RunConfig config;
  config.set_game("go(size=5,komi=0.5)");
  config.add_more_games("go(size=6,komi=0.5)");
  add("komi.sgf", "(;GM[1]SZ[6]KM[6.5]RE[B+R];B[cc])");
  const RecordedGames read = read_recorded_games(RunGames(config), folder_.path().string());
  ASSERT_EQ(read.games.size(), 1u);
  EXPECT_TRUE(mentions(read.games[0].game(), {"size=6", "komi=0.5"})) << read.games[0].game();
  ASSERT_EQ(read.reports.size(), 1u);
  EXPECT_TRUE(mentions(read.reports[0], {"game 1", "6.5"})) << read.reports[0];
}

}  // namespace
}  // namespace tandem
