#include "training/learning/trainer.h"

#include <gtest/gtest.h>

#include <limits>

#include "engine/network/network_module.h"
#include "engine/network/safetensors.h"
#include "games/error.h"
#include "tests/training/learning/learning_fixture.h"
#include "tests/training/run/run_fixture.h"
#include "training/learning/losses.h"
#include "training/learning/sample_builder.h"

namespace tandem {
namespace {

class TrainerTest : public testing::Test {
 protected:
  Trainer new_trainer() { return Trainer(game_, config_); }

  RunConfig config_ = tiny_config();
  std::shared_ptr<const Game> game_ = make_game("tic_tac_toe");
  ReplayWindow window_ = scripted_window(config_);
};

TEST_F(TrainerTest, LearnsItsWindow) {
  // The scripted answers know no symmetry, so these targets can only be learned by heart.
  config_.mutable_trainer()->set_symmetries(false);
  config_.mutable_network()->set_channels(32);
  Trainer trainer(game_, config_);
  const TrainingStatistics first = trainer.train_generation(window_, 3, 20);
  trainer.train_generation(window_, 3, 300);
  const TrainingStatistics last = trainer.train_generation(window_, 3, 20);
  EXPECT_EQ(trainer.step(), 340);
  EXPECT_LT(last.policy_loss - last.target_entropy,
            0.7 * (first.policy_loss - first.target_entropy));
  EXPECT_LT(last.value_loss, 0.8 * first.value_loss);
  EXPECT_LT(last.reply_loss, first.reply_loss);
  EXPECT_EQ(last.staleness, 3);  // all games are of generation 0
  EXPECT_EQ(last.learning_rate, config_.trainer().learning_rate());
}

TEST_F(TrainerTest, WarmsUpLinearly) {
  Trainer trainer(game_, config_);
  EXPECT_NEAR(trainer.train_generation(window_, 0, 2).learning_rate, 0.002 * 2 / 5, 1e-9);
}

TEST_F(TrainerTest, GoesOnFromItsStateBitForBit) {
  Trainer whole(game_, config_);
  whole.train_generation(window_, 0, 7);
  Trainer resumed(game_, config_);
  resumed.restore(whole.state(), "state");
  EXPECT_EQ(resumed.step(), 7);
  EXPECT_EQ(resumed.state(), whole.state());
  whole.train_generation(window_, 0, 9);
  resumed.train_generation(window_, 0, 9);
  EXPECT_EQ(resumed.state(), whole.state());
  EXPECT_EQ(resumed.export_network(window_, FP32).safetensors,
            whole.export_network(window_, FP32).safetensors);
}

TEST_F(TrainerTest, ExportingChangesNothing) {
  Trainer trainer(game_, config_);
  trainer.train_generation(window_, 0, 3);
  const std::string before = trainer.state();
  const std::string network = trainer.export_network(window_, FP32).safetensors;
  EXPECT_EQ(trainer.state(), before);
  EXPECT_EQ(trainer.export_network(window_, FP32).safetensors, network);
}

TEST_F(TrainerTest, ExportsTheAverageOfTheWeights) {
  config_.mutable_trainer()->set_ema_decay(0.5);
  Trainer trainer(game_, config_);
  const std::string name = "value.hidden.weight";
  auto average = from_safetensors(trainer.state(), "state").at("average." + name).clone();
  for (int step = 1; step <= 12; ++step) {
    trainer.train_generation(window_, 0, 1);
    const double decay = std::min(0.5, step / (10.0 + step));
    const auto weight = from_safetensors(trainer.state(), "state").at("network." + name);
    average = decay * average + (1 - decay) * weight;
  }
  const auto exported =
      from_safetensors(trainer.export_network(window_, FP32).safetensors, "export").at(name);
  EXPECT_TRUE(torch::allclose(exported, average, 1e-5, 1e-6));
}

TEST_F(TrainerTest, ExportHasNoTrainingOnlyHeads) {
  const auto tensors =
      from_safetensors(new_trainer().export_network(window_, FP32).safetensors, "export");
  EXPECT_TRUE(tensors.contains("policy.features.weight"));
  for (const auto& [name, tensor] : tensors) EXPECT_FALSE(name.starts_with("reply")) << name;
}

// One position, played once: every batch is the same, so a step can be made again with LibTorch's
// own optimizer.
TEST_F(TrainerTest, StepsAsLibTorchDoes) {
  config_.mutable_trainer()->set_symmetries(false);
  config_.mutable_trainer()->set_gradient_clip(0.05);
  config_.mutable_trainer()->set_weight_decay(0);
  config_.mutable_trainer()->set_warmup_steps(0);
  config_.mutable_trainer()->set_soft_policy_weight(0.5);
  GameRecord record;
  for (const GameRecord& game : scripted_games(config_)) {
    if (game.moves_size() > 1) record = game;
  }
  while (record.moves_size() > 1) record.mutable_moves()->RemoveLast();
  ReplayWindow window(config_.replay(), 0);
  window.add(record);
  window.set_total_positions(1);

  Trainer trainer(game_, config_);
  NetworkModule module(game_->info(), config_.network(), true);
  TensorMap network;
  for (const auto& [name, tensor] : from_safetensors(trainer.state(), "state")) {
    if (name.starts_with("network.")) network.emplace(name.substr(8), tensor.clone());
  }
  set_network_tensors(module, network, "copy");
  TrainingBatch batch(game_->info(), 16);
  SampleBuilder builder(game_, config_.trainer().search_value_fraction());
  for (int i = 0; i < 16; ++i) builder.build(record, 0, 0, batch.row(i));
  torch::optim::AdamW optimizer(module->parameters(),
                                torch::optim::AdamWOptions(0.002).weight_decay(0));
  module->train();
  for (int step = 0; step < 3; ++step) {
    trainer.train_generation(window, 0, 1);
    optimizer.zero_grad();
    compute_losses(module->forward(batch.features), batch, config_.trainer()).total.backward();
    torch::nn::utils::clip_grad_norm_(module->parameters(), 0.05);
    optimizer.step();
  }
  const TensorMap mine = from_safetensors(trainer.state(), "state");
  for (const auto& item : module->named_parameters()) {
    // Gradients near 0 are rounding noise that Adam's first steps blow up: a step is 0.002 wide.
    const auto difference = (mine.at("network." + item.key()) - item.value()).abs().max();
    EXPECT_LT(difference.item<float>(), 2e-4) << item.key();
  }
}

TEST_F(TrainerTest, NumbersThatAreNotFiniteEndInAnError) {
  Trainer trainer(game_, config_);
  TensorMap tensors = from_safetensors(trainer.state(), "state");
  auto poisoned = tensors.at("network.value.hidden.weight").clone();
  poisoned[0][0] = std::numeric_limits<float>::quiet_NaN();
  tensors["network.value.hidden.weight"] = poisoned;
  trainer.restore(to_safetensors(tensors, {}), "poisoned");
  const std::string text = error_text([&] { trainer.train_generation(window_, 0, 1); });
  EXPECT_TRUE(mentions(text, {"step 0", "nan", "learning_rate"})) << text;
}

TEST_F(TrainerTest, NamesTheTensorThatIsWrong) {
  Trainer trainer(game_, config_);
  const TensorMap good = from_safetensors(trainer.state(), "state");
  const auto refusal = [&](const TensorMap& tensors) {
    return error_text([&] { trainer.restore(to_safetensors(tensors, {}), "FILE"); });
  };
  TensorMap missing = good;
  missing.erase("adam_mean.value.hidden.weight");
  EXPECT_TRUE(mentions(refusal(missing), {"FILE", "adam_mean.value.hidden.weight", "lacks"}));
  TensorMap unknown = good;
  unknown["surplus"] = torch::zeros({1});
  EXPECT_TRUE(mentions(refusal(unknown), {"FILE", "surplus"}));
  TensorMap misshapen = good;
  misshapen["average.value.hidden.weight"] = torch::zeros({3, 2});
  EXPECT_TRUE(mentions(refusal(misshapen), {"FILE", "average.value.hidden.weight", "shape"}));
}

TEST_F(TrainerTest, GivesUpWhenAsked) {
  Trainer trainer(game_, config_);
  GenerationWatch watch;
  watch.cancel = true;
  EXPECT_THROW(trainer.train_generation(window_, 0, 5, &watch), Cancelled);
}

TEST_F(TrainerTest, AnUntrainedNetworkCanBeExportedWithoutGames) {
  const ReplayWindow empty(config_.replay(), 0);
  EXPECT_NE(new_trainer().export_network(empty, FP32).snapshot, nullptr);
}

}  // namespace
}  // namespace tandem
