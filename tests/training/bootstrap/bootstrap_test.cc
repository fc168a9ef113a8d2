// What is held out, how many steps there are, and that a network learns to predict.
#include "training/bootstrap/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/training/bootstrap/recorded_fixture.h"
#include "tests/training/run/run_fixture.h"
#include "training/learning/trainer.h"

namespace tandem {
namespace {

class BootstrapTest : public testing::Test {
 protected:
  BootstrapTest() : file_(folder_.path() / "games.sgf") {}

  TemporaryFolder folder_;
  std::filesystem::path file_;
  std::vector<std::string> reports_;
};

TEST_F(BootstrapTest, HoldsOutEveryNthGameAndCountsStepsFromTheRest) {
  write_first_cell_games(file_, 40);
  RunConfig config = bootstrapped_config(file_);
  config.mutable_bootstrap()->set_held_out(0.25);
  config.mutable_bootstrap()->set_samples_per_position(2);
  const Bootstrap bootstrap(make_game(config.game()), config, reports_);
  EXPECT_EQ(bootstrap.window().games(), 30u);
  const double positions = static_cast<double>(bootstrap.window().size());
  EXPECT_EQ(bootstrap.steps(), static_cast<std::int64_t>(std::ceil(positions * 2 / 16)));
  ASSERT_FALSE(reports_.empty());
  EXPECT_TRUE(mentions(reports_[0], {"40 games from 1 files", "10 games held out"})) << reports_[0];
}

TEST_F(BootstrapTest, ANetworkThatLearnedPredictsHeldOutGames) {
  write_first_cell_games(file_, 60);
  RunConfig config = bootstrapped_config(file_);
  config.mutable_bootstrap()->set_held_out(0.2);
  config.mutable_trainer()->set_learning_rate(0.01);
  config.mutable_trainer()->set_ema_decay(0.9);
  config.mutable_trainer()->set_symmetries(false);  // the player reads from the top left
  const Bootstrap bootstrap(make_game(config.game()), config, reports_);
  Trainer trainer(make_game(config.game()), config);
  const Prediction before =
      bootstrap.predict(trainer.export_network(bootstrap.window(), FP32).snapshot);
  trainer.train_generation(bootstrap.window(), 0, 600);
  const Prediction after =
      bootstrap.predict(trainer.export_network(bootstrap.window(), FP32).snapshot);
  EXPECT_EQ(before.positions, after.positions);
  EXPECT_LT(before.move_accuracy, 0.5);
  // A game's first move is random: of n plies n - 1 can be known, and games are 5 to 8 plies long.
  EXPECT_GT(after.move_accuracy, 0.75);
  EXPECT_LT(after.move_accuracy, 0.95);
  EXPECT_LT(after.policy_loss, before.policy_loss / 2);
  EXPECT_LT(after.value_error, before.value_error / 2);
}

TEST_F(BootstrapTest, TheChecksumTellsOtherGamesApart) {
  write_first_cell_games(file_, 20, 1);
  const RunConfig config = bootstrapped_config(file_);
  const Bootstrap first(make_game(config.game()), config, reports_);
  const Bootstrap again(make_game(config.game()), config, reports_);
  write_first_cell_games(file_, 20, 2);
  const Bootstrap other(make_game(config.game()), config, reports_);
  EXPECT_EQ(first.checksum(), again.checksum());
  EXPECT_NE(first.checksum(), other.checksum());
}

TEST_F(BootstrapTest, TheSmallestShareHoldsNothingOut) {
  write_first_cell_games(file_, 5);
  RunConfig config = bootstrapped_config(file_);
  for (const double share : {1e-300, 5e-324}) {
    config.mutable_bootstrap()->set_held_out(share);
    const Bootstrap bootstrap(make_game(config.game()), config, reports_);
    EXPECT_EQ(bootstrap.window().games(), 5u);
  }
}

TEST_F(BootstrapTest, WithoutHeldOutGamesNothingIsPredicted) {
  write_first_cell_games(file_, 5);
  RunConfig config = bootstrapped_config(file_);
  config.mutable_bootstrap()->set_held_out(0);
  const Bootstrap bootstrap(make_game(config.game()), config, reports_);
  EXPECT_EQ(bootstrap.window().games(), 5u);
  const Trainer trainer(make_game(config.game()), config);
  EXPECT_EQ(bootstrap.predict(trainer.export_network(bootstrap.window(), FP32).snapshot).positions,
            0);
}

}  // namespace
}  // namespace tandem
