// Losses against hand-computed numbers, AdamW against LibTorch's, batch-norm statistics against
// their definition.
#include "training/learning/losses.h"

#include <gtest/gtest.h>

#include <cmath>

#include "games/registry.h"
#include "training/learning/adamw.h"
#include "training/learning/batch_norm_statistics.h"

namespace tandem {
namespace {

TEST(Losses, CrossEntropyIsOverLegalActionsAlone) {
  // Legal: actions 0 and 2 with logits 0 and ln 3: probabilities 1/4 and 3/4.
  const auto logits = torch::tensor({{0.f, 50.f, std::log(3.f)}});
  const auto target = torch::tensor({{0.5f, 0.f, 0.5f}});
  const auto legal = torch::tensor({{1.f, 0.f, 1.f}});
  const double expected = -0.5 * std::log(0.25) - 0.5 * std::log(0.75);
  EXPECT_NEAR(masked_cross_entropy(logits, target, legal).item<float>(), expected, 1e-6);
}

TEST(Losses, ARowWithoutTargetCostsNothing) {
  const auto zero = torch::zeros({1, 3});
  const auto logits = torch::tensor({{1.f, 2.f, 3.f}}, torch::requires_grad());
  const auto loss = masked_cross_entropy(logits, zero, zero).sum();
  EXPECT_EQ(loss.item<float>(), 0);
  loss.backward();
  EXPECT_EQ(logits.grad().abs().sum().item<float>(), 0);
}

TEST(Losses, SofteningTakesTheFourthRoot) {
  // Fourth roots of 16/97, 81/97 and 0 are in the ratio 2 : 3 : 0.
  const auto soft = soften(torch::tensor({{16.f / 97, 81.f / 97, 0.f}}));
  EXPECT_NEAR(soft[0][0].item<float>(), 0.4, 1e-6);
  EXPECT_NEAR(soft[0][1].item<float>(), 0.6, 1e-6);
  EXPECT_EQ(soft[0][2].item<float>(), 0);
}

TEST(Losses, AddUpWithTheirWeights) {
  const auto game = make_game("tic_tac_toe");
  TrainingBatch batch(game->info(), 2);
  batch.legal.fill_(1);
  batch.policy.fill_(1.f / 9);
  batch.wdl.select(1, 0).fill_(1);
  batch.reply[0][4] = 1;  // the second row has no reply
  batch.reply_legal[0].fill_(1);
  const auto logits = torch::zeros({2, 9});
  const NetworkOutput output{logits, torch::zeros({2, 3}), logits, logits};
  TrainerConfig config;
  config.set_value_loss_weight(2);
  config.set_soft_policy_weight(3);
  config.set_reply_policy_weight(0.5);
  const Losses losses = compute_losses(output, batch, config);
  const double ln9 = std::log(9.0);
  const double ln3 = std::log(3.0);
  EXPECT_NEAR(losses.policy.item<double>(), ln9, 1e-5);
  EXPECT_NEAR(losses.value.item<double>(), ln3, 1e-5);
  EXPECT_NEAR(losses.soft.item<double>(), ln9, 1e-5);
  EXPECT_NEAR(losses.reply.item<double>(), ln9, 1e-5);
  EXPECT_NEAR(losses.total.item<double>(), ln9 + 2 * ln3 + 3 * ln9 + 0.5 * ln9, 1e-4);
}

TEST(AdamW, AgreesWithLibTorch) {
  torch::manual_seed(1);
  auto weight = torch::randn({40}).requires_grad_();
  std::vector<float> mine(weight.data_ptr<float>(), weight.data_ptr<float>() + 40);
  std::vector<float> mean(40, 0.f);
  std::vector<float> square(40, 0.f);
  torch::optim::AdamW optimizer({weight}, torch::optim::AdamWOptions(0.01).weight_decay(0.1));
  for (int step = 1; step <= 50; ++step) {
    const auto gradient = torch::randn({40});
    weight.mutable_grad() = gradient;
    optimizer.step();
    const AdamW adamw{.learning_rate = 0.01, .weight_decay = 0.1};
    adamw.update(mine, {gradient.data_ptr<float>(), 40}, mean, square, step);
    for (int i = 0; i < 40; ++i) ASSERT_NEAR(mine[i], weight[i].item<float>(), 2e-6) << step;
  }
}

TEST(BatchNormStatistics, AreThePlainAverageOverBatches) {
  const auto game = make_game("tic_tac_toe");
  NetworkConfig config;
  config.set_channels(4);
  config.set_blocks(1);
  torch::manual_seed(2);
  NetworkModule module(game->info(), config, false);
  const std::vector<torch::Tensor> batches = {torch::randn({6, 2, 3, 3}),
                                              2 + 3 * torch::randn({6, 2, 3, 3})};
  module->train();
  module->forward(batches[1]);  // statistics that must be forgotten
  recompute_batch_norm_statistics(module, 2, false, [&](int i) { return batches[i]; });
  EXPECT_FALSE(module->is_training());

  const auto weight = module->named_parameters()["stem.conv.weight"];
  auto mean = torch::zeros({4});
  auto variance = torch::zeros({4});
  for (const auto& batch : batches) {
    const auto x = torch::conv2d(batch, weight, {}, 1, 1);
    mean += x.mean({0, 2, 3}) / 2;
    variance += x.transpose(0, 1).flatten(1).var(1, /*unbiased=*/true) / 2;
  }
  const auto buffers = module->named_buffers();
  EXPECT_TRUE(torch::allclose(buffers["stem.norm.running_mean"], mean, 1e-4, 1e-5));
  EXPECT_TRUE(torch::allclose(buffers["stem.norm.running_var"], variance, 1e-4, 1e-5));
}

}  // namespace
}  // namespace tandem
