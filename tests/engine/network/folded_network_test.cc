#include "engine/network/folded_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <tuple>

#include "engine/network/threads.h"
#include "games/registry.h"
#include "tests/engine/network/network_examples.h"

namespace tandem {
namespace {

class FoldedNetworkTest : public testing::TestWithParam<std::tuple<TowerLayout, const char*>> {
 protected:
  static GameInfo game() {
    const std::string name = std::get<1>(GetParam());
    return name == "with_globals" ? game_with_globals() : make_game(name)->info();
  }
};

TEST_P(FoldedNetworkTest, AnswersAsTheModuleInEvaluationMode) {
  const GameInfo info = game();
  for (const int blocks : {1, 2, 3}) {
    NetworkConfig config = small_config();
    config.set_blocks(blocks);
    NetworkModule module = experienced_network(info, config);
    const FoldedNetwork folded(info, config, network_tensors(module, false), FP32,
                               std::get<0>(GetParam()));
    const c10::InferenceMode inference;
    const at::Tensor features = random_features(info.features, 9);
    const NetworkOutput expected = module->forward(features);
    const PolicyLayout layout(info);
    const FoldedOutput actual = folded.forward(features, folded.policy_squares(layout));
    const at::Tensor policy = actual.policy.index_select(1, at::tensor(layout.gather));
    EXPECT_GT(expected.policy.std().item<double>(), 0.1)
        << "the example is too tame to show errors";
    EXPECT_TRUE(at::allclose(policy, expected.policy, 1e-4, 1e-4))
        << (policy - expected.policy).abs().max();
    EXPECT_TRUE(at::allclose(actual.wdl, expected.wdl, 1e-4, 1e-4))
        << (actual.wdl - expected.wdl).abs().max();
  }
}

INSTANTIATE_TEST_SUITE_P(
    LayoutsAndGames, FoldedNetworkTest,
    testing::Combine(testing::Values(TowerLayout::kBlocked, TowerLayout::kDense),
                     testing::Values("tic_tac_toe", "connect_four",
                                     "connect_four(rows=5,columns=6)", "with_globals")),
    [](const auto& instance) {
      std::string name =
          std::get<0>(instance.param) == TowerLayout::kBlocked ? "blocked_" : "dense_";
      for (const char* c = std::get<1>(instance.param); *c; ++c) {
        if (std::isalnum(static_cast<unsigned char>(*c)) || *c == '_') name += *c;
      }
      return name;
    });

TEST(NetworkSnapshot, EachHasItsOwnId) {
  const auto game = make_game("tic_tac_toe");
  const NetworkModule module(game->info(), small_config(), /*auxiliary_heads=*/false);
  const auto first = make_snapshot(game->info(), small_config(), module, FP32);
  const auto second = make_snapshot(game->info(), small_config(), module, FP32);
  EXPECT_NE(first->id(), second->id());
  EXPECT_EQ(first->precision(), FP32);
}

TEST(NetworkSnapshot, DoesNotChangeWithItsModule) {
  const auto game = make_game("tic_tac_toe");
  NetworkModule module = experienced_network(game->info(), small_config());
  const auto snapshot = make_snapshot(game->info(), small_config(), module, FP32);
  const at::Tensor features = random_features(game->info().features, 4);
  const auto& network = dynamic_cast<const FoldedNetwork&>(snapshot->impl());
  const c10::InferenceMode inference;
  const at::Tensor squares = network.policy_squares(PolicyLayout(game->info()));
  const at::Tensor before = network.forward(features, squares).policy.clone();
  for (at::Tensor& parameter : module->parameters()) parameter.zero_();
  EXPECT_TRUE(at::equal(before, network.forward(features, squares).policy));
}

}  // namespace
}  // namespace tandem
