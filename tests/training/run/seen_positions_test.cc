#include "training/run/seen_positions.h"

#include <gtest/gtest.h>

#include "games/position_text.h"
#include "games/registry.h"
#include "tests/training/run/run_fixture.h"
#include "training/run/run_layout.h"

namespace tandem {
namespace {

FeatureKey key_of(const Game& game, const std::string& moves) {
  return parse_position_text(game, moves).position->feature_key();
}

/// A run of one commit that holds the game 1 2 | 3 4, whose first two plies were forced.
void write_run(const std::filesystem::path& folder, const Game& game) {
  GameRecord record;
  record.set_game(game.info().name);
  for (const Action action : {0, 1}) record.add_opening(action);
  for (const Action action : {2, 3}) record.add_moves()->set_action(action);
  RunDirectory run(folder);
  Commit commit = commit_of(1);
  commit.counters.set_game(game.info().name);
  commit.finished_games = {record};
  run.commit(commit, CheckpointConfig());
}

TEST(SeenPositions, AreTheSearchedOnesAndTheirMirrorImages) {
  const TemporaryFolder folder;
  const auto game = make_game("connect_four");
  write_run(folder.path(), *game);
  const SeenPositions seen = seen_positions(*game, folder.path());
  EXPECT_EQ(seen.size(), 4u);
  EXPECT_TRUE(seen.contains(key_of(*game, "startpos moves 1 2")));
  EXPECT_TRUE(seen.contains(key_of(*game, "startpos moves 1 2 3")));
  EXPECT_TRUE(seen.contains(key_of(*game, "startpos moves 7 6")));
  EXPECT_TRUE(seen.contains(key_of(*game, "startpos moves 7 6 5")));
  EXPECT_FALSE(seen.contains(key_of(*game, "startpos moves 1"))) << "a forced ply's position";
  EXPECT_FALSE(seen.contains(key_of(*game, "startpos moves 1 2 3 4"))) << "nobody searched it";
}

TEST(SeenPositions, PassOverACommitUnderWay) {
  const TemporaryFolder folder;
  const auto game = make_game("connect_four");
  write_run(folder.path(), *game);
  std::filesystem::create_directories(folder.path() / checkpoint_folder(2));  // no manifest yet
  EXPECT_EQ(seen_positions(*game, folder.path()).size(), 4u);
}

TEST(SeenPositions, SayWhatIsWrongWithTheFolder) {
  const TemporaryFolder folder;
  const auto game = make_game("connect_four");
  EXPECT_TRUE(mentions(error_text([&] { seen_positions(*game, folder.path()); }),
                       {folder.path().string(), "not a run"}));
  write_run(folder.path(), *game);
  const auto other = make_game("tic_tac_toe");
  EXPECT_TRUE(mentions(error_text([&] { seen_positions(*other, folder.path()); }),
                       {"plays connect_four", "tic_tac_toe"}));
}

}  // namespace
}  // namespace tandem
