#include "engine/network/network_module.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/network/policy_layout.h"
#include "games/error.h"
#include "games/registry.h"
#include "tests/engine/network/finite_differences.h"
#include "tests/engine/network/network_examples.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;
using torch::Tensor;

/// A scalar that every output, auxiliary ones included, takes part in.
Tensor loss_of(const NetworkOutput& output) {
  const auto mix = [](const Tensor& logits) {
    const Tensor weights =
        torch::arange(1, logits.numel() + 1, logits.options()).view_as(logits).sin();
    return (torch::log_softmax(logits, 1) * weights).sum();
  };
  return mix(output.policy) + 2 * mix(output.wdl) + mix(output.soft_policy) -
         mix(output.reply_policy);
}

/// The network in double precision with every parameter away from its initial value, so that none
/// of the gradients is zero by construction.
NetworkModule double_network(const GameInfo& game) {
  NetworkConfig config;
  config.set_channels(5);
  config.set_blocks(2);
  config.set_head_channels(4);
  config.set_value_hidden(6);
  torch::manual_seed(3);
  NetworkModule module(game, config, /*auxiliary_heads=*/true);
  module->to(torch::kDouble);
  torch::NoGradGuard no_grad;
  for (Tensor& parameter : module->parameters()) parameter.add_(torch::randn_like(parameter) * 0.3);
  module->train();
  return module;
}

TEST(NetworkModule, GradientsMatchFiniteDifferences) {
  const GameInfo game = game_with_globals();
  NetworkModule module = double_network(game);
  const Tensor features = torch::randn({6, 2, 3, 4}, torch::kDouble);
  loss_of(module->forward(features)).backward();
  expect_gradients_match(module, [&] { return loss_of(module->forward(features)).item<double>(); });
}

TEST(NetworkModule, OneStepLowersTheLossByTheGradientsSquare) {
  const GameInfo game = game_with_globals();
  NetworkModule module = double_network(game);
  const Tensor features = torch::randn({6, 2, 3, 4}, torch::kDouble);
  const Tensor loss = loss_of(module->forward(features));
  loss.backward();

  constexpr double kRate = 1e-7;
  torch::NoGradGuard no_grad;
  double square = 0;
  for (Tensor& parameter : module->parameters()) {
    square += parameter.grad().square().sum().item<double>();
    parameter.sub_(parameter.grad(), kRate);
  }
  const double after = loss_of(module->forward(features)).item<double>();
  EXPECT_NEAR((loss.item<double>() - after) / kRate, square, 1e-3 * square);
}

TEST(NetworkModule, AnswersHaveOneLogitForEachAction) {
  for (const char* name : {"tic_tac_toe", "connect_four"}) {
    const auto game = make_game(name);
    NetworkModule module(game->info(), small_config(), /*auxiliary_heads=*/true);
    const NetworkOutput output = module->forward(random_features(game->info().features, 3));
    const std::vector<std::int64_t> policy = {3, game->info().num_actions};
    EXPECT_EQ(output.policy.sizes().vec(), policy);
    EXPECT_EQ(output.soft_policy.sizes().vec(), policy);
    EXPECT_EQ(output.reply_policy.sizes().vec(), policy);
    EXPECT_EQ(output.wdl.sizes().vec(), (std::vector<std::int64_t>{3, 3}));
  }
}

TEST(NetworkModule, HasNoAuxiliaryHeadsUnlessAskedFor) {
  const auto game = make_game("tic_tac_toe");
  NetworkModule module(game->info(), small_config(), /*auxiliary_heads=*/false);
  const NetworkOutput output = module->forward(random_features(game->info().features, 3));
  EXPECT_FALSE(output.soft_policy.defined());
  EXPECT_FALSE(output.reply_policy.defined());
}

TEST(NetworkModule, BeginsNearlyUniformAndUndecided) {
  const auto game = make_game("connect_four");
  torch::manual_seed(1);
  NetworkConfig config;
  NetworkModule module(game->info(), config, /*auxiliary_heads=*/false);
  module->eval();
  const NetworkOutput output = module->forward(random_features(game->info().features, 64));
  const Tensor wdl = torch::softmax(output.wdl, 1);
  EXPECT_LT((wdl.select(1, 0) - wdl.select(1, 2)).abs().mean().item<double>(), 0.3);
  EXPECT_LT(torch::softmax(output.policy, 1).amax().item<double>(), 0.6);
}

// Each logit must be the one of the action's own plane and square: a bias on one plane, or a
// feature that only one square has, moves just the actions that are there.
TEST(NetworkModule, PolicyPlanesFollowTheActionMap) {
  const GameInfo game = game_with_globals();
  NetworkModule module(game, small_config(), /*auxiliary_heads=*/false);
  module->eval();
  TensorMap tensors = network_tensors(module, false);
  tensors["policy.output.board.bias"][1] += 100;
  tensors["policy.output.global.bias"][0] += 300;
  const Tensor features = random_features(game.features, 2);
  const Tensor before = module->forward(features).policy;
  set_network_tensors(module, tensors, "test");
  const Tensor change = module->forward(features).policy - before;
  const Tensor expected = torch::tensor({0.f, 100.f, 100.f, 300.f, 0.f, 0.f}).expand({2, 6});
  EXPECT_TRUE(torch::allclose(change, expected, 1e-4, 1e-3)) << change;
}

TEST(PolicyLayout, ComputesOnlyTheSquaresThatActionsUse) {
  const auto game = make_game("connect_four");
  const PolicyLayout layout(game->info());
  EXPECT_FALSE(layout.all_squares);
  EXPECT_EQ(layout.squares.size(), 7u);
  EXPECT_EQ(layout.gather, (std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(PolicyLayout(game_with_globals()).gather,
            (std::vector<std::int64_t>{10, 11, 23, 24, 0, 25}));
}

TEST(NetworkModule, Bf16ForwardAndGradientsFollowFp32) {
  if (choose_hardware(AUTO).precision != BF16) {
    GTEST_SKIP()
        << "SKIPPED: this processor computes no bf16, so its training was not compared with fp32";
  }
  const auto game = make_game("connect_four");
  NetworkModule module = experienced_network(game->info(), small_config());
  module->train();
  const Tensor features = random_features(game->info().features, 64);
  std::vector<Tensor> gradients[2];
  std::vector<Tensor> policies;
  for (const bool bf16 : {false, true}) {
    module->zero_grad();
    const NetworkOutput output = module->forward(features, bf16);
    EXPECT_EQ(output.policy.scalar_type(), torch::kFloat);
    policies.push_back(torch::softmax(output.policy, 1).detach());
    loss_of(output).backward();
    for (const Tensor& parameter : module->parameters()) {
      EXPECT_EQ(parameter.grad().scalar_type(), torch::kFloat);
      gradients[bf16].push_back(parameter.grad().clone().flatten());
    }
  }
  EXPECT_LT((policies[0] - policies[1]).abs().mean().item<double>(), 0.02);
  const Tensor fp32 = torch::cat(gradients[0]);
  const Tensor bf16 = torch::cat(gradients[1]);
  EXPECT_GT(torch::cosine_similarity(fp32, bf16, 0).item<double>(), 0.98);
}

TEST(NetworkTensors, HaveReadableNames) {
  const auto game = make_game("connect_four");
  NetworkModule module(game->info(), small_config(), /*auxiliary_heads=*/true);
  const TensorMap tensors = network_tensors(module, /*auxiliary_heads=*/false);
  for (const char* name :
       {"stem.conv.weight", "stem.norm.running_mean", "blocks.0.first.conv.weight",
        "blocks.2.second.norm.bias", "blocks.1.pooling.weight", "policy.features.weight",
        "policy.output.board.weight", "value.hidden.bias", "value.output.weight"}) {
    EXPECT_TRUE(tensors.contains(name)) << name;
  }
  EXPECT_FALSE(tensors.contains("soft_policy.board.weight"));
  EXPECT_TRUE(network_tensors(module, true).contains("soft_policy.board.weight"));
}

TEST(NetworkTensors, CarryAllThatAnswersDependOn) {
  const auto game = make_game("connect_four");
  NetworkModule source = experienced_network(game->info(), small_config());
  NetworkModule target(game->info(), small_config(), /*auxiliary_heads=*/false);
  target->eval();
  set_network_tensors(target, network_tensors(source, false), "file");
  const Tensor features = random_features(game->info().features, 4);
  EXPECT_TRUE(torch::equal(source->forward(features).policy, target->forward(features).policy));
  EXPECT_TRUE(torch::equal(source->forward(features).wdl, target->forward(features).wdl));
}

TEST(NetworkTensors, NameWhatDoesNotFit) {
  const auto game = make_game("connect_four");
  NetworkModule module(game->info(), small_config(), /*auxiliary_heads=*/false);
  const TensorMap good = network_tensors(module, false);
  const auto refuse = [&](const TensorMap& tensors, const std::string& tensor,
                          const std::string& why) {
    EXPECT_THAT(
        [&] { set_network_tensors(module, tensors, "a/file"); },
        ThrowsMessage<Error>(AllOf(HasSubstr("a/file"), HasSubstr(tensor), HasSubstr(why))));
  };
  TensorMap tensors = good;
  tensors.erase("value.hidden.bias");
  refuse(tensors, "'value.hidden.bias'", "lacks");
  tensors = good;
  tensors["other.weight"] = torch::zeros({1});
  refuse(tensors, "'other.weight'", "doesn't have");
  tensors = good;
  tensors["stem.conv.weight"] = torch::zeros({16, 4, 3, 1});
  refuse(tensors, "'stem.conv.weight'", "[16, 4, 3, 1]");
  tensors = good;
  tensors["value.hidden.bias"] = torch::zeros({12}, torch::kLong);
  refuse(tensors, "'value.hidden.bias'", "Long");

  // A refused file changes nothing.
  for (const auto& [name, tensor] : network_tensors(module, false)) {
    EXPECT_TRUE(torch::equal(tensor, good.at(name))) << name;
  }
}

}  // namespace
}  // namespace tandem
