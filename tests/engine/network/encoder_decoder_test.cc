// The encoder-decoder against finite differences, against a second implementation in plain loops,
// and against itself: alone and in a batch, whole and step by step.
#include "engine/network/encoder_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "games/error.h"
#include "games/registry.h"
#include "tests/engine/network/finite_differences.h"
#include "tests/engine/network/network_examples.h"
#include "tests/engine/network/temporary_folder.h"

namespace tandem {
namespace {

using testing::HasSubstr;
using torch::Tensor;

std::shared_ptr<const Game> example_game() {
  return make_game(
      "translation(source_length=5,target_length=4,source_vocabulary=7,target_vocabulary=9)");
}

NetworkConfig example_config(int blocks) {
  NetworkConfig config;
  config.set_channels(6);
  config.set_blocks(blocks);
  config.set_head_channels(5);
  config.set_value_hidden(4);
  return config;
}

/// Every parameter away from its initial value.
NetworkModule example_network(const Game& game, int blocks, torch::ScalarType type) {
  torch::manual_seed(3);
  NetworkModule module(game.info(), example_config(blocks), /*auxiliary_heads=*/true);
  module->to(type);
  torch::NoGradGuard no_grad;
  for (Tensor& parameter : module->parameters()) parameter.add_(torch::randn_like(parameter) * 0.4);
  return module;
}

Tensor features_of(const Game& game, const std::vector<std::string>& positions) {
  const FeatureShape& shape = game.info().features;
  Tensor features = torch::zeros({static_cast<std::int64_t>(positions.size()), 1, 1, shape.width});
  for (std::size_t i = 0; i < positions.size(); ++i) {
    game.parse_position(positions[i])
        ->encode(
            {features.data_ptr<float>() + i * shape.width, static_cast<std::size_t>(shape.width)});
  }
  return features;
}

const std::vector<std::string> kPositions = {
    "3 1 > ?",         "3 1 > 8 ?",   "3 1 > 8 2 ?", "6 5 4 3 2 > ?", "6 5 4 3 2 > 1 1 1 ?",
    "6 5 4 3 2 > 1 ?", "2 > 4 ?",     "2 > 4 5 ?",   "2 > 4 7 ?",     "1 3 > 8 ?",
    "3 1 1 > 8 ?",     "3 1 > 2 8 ?",
};

Tensor loss_of(const NetworkOutput& output) {
  const Tensor policy = torch::log_softmax(output.policy, 1);
  const Tensor wdl = torch::log_softmax(output.wdl, 1);
  return -(policy.select(1, 2) + 0.3 * policy.select(1, 0) + wdl.select(1, 0)).mean();
}

TEST(EncoderDecoder, GradientsMatchFiniteDifferences) {
  const auto game = example_game();
  NetworkModule module = example_network(*game, 2, torch::kDouble);
  const Tensor features = features_of(*game, kPositions);
  loss_of(module->forward(features)).backward();
  expect_gradients_match(module, [&] { return loss_of(module->forward(features)).item<double>(); });
}

TEST(EncoderDecoder, DropsAtRandomAndKeepsTheMean) {
  const auto game = example_game();
  NetworkModule module = example_network(*game, 1, torch::kFloat);
  const Tensor features = features_of(*game, kPositions);
  const torch::NoGradGuard no_grad;
  const Tensor plain = module->forward(features).policy;
  const auto dropped = [&](double rate, std::uint64_t seed) {
    return module->forward(features, false, {rate, seed}).policy;
  };
  EXPECT_TRUE(torch::equal(dropped(0, 7), plain)) << "nothing is dropped, whatever the seed";
  EXPECT_TRUE(torch::equal(dropped(0.3, 7), dropped(0.3, 7))) << "a function of the seed";
  EXPECT_FALSE(torch::equal(dropped(0.3, 7), dropped(0.3, 8)));
  // The policy is linear in what the heads read, so where little is dropped the mean is near.
  Tensor mean = torch::zeros_like(plain);
  constexpr int kDraws = 400;
  for (int seed = 0; seed < kDraws; ++seed) mean += dropped(0.02, seed) / kDraws;
  EXPECT_LT((mean - plain).abs().mean().item<double>(), 0.1 * plain.abs().mean().item<double>());
}

/// The same formulas once more, one number at a time.
class PlainNetwork {
 public:
  using Vector = std::vector<double>;

  PlainNetwork(const NetworkModule& module, int width) : d_(width) {
    for (const auto& item : module->named_parameters()) tensors_[item.key()] = item.value();
  }

  /// Logits of all actions, then those of win, draw and loss.
  Vector answer(const std::vector<int>& source, const std::vector<int>& target) {
    std::vector<int> ended = source;
    ended.push_back(0);
    std::vector<Vector> keys;
    for (const int token : ended) keys.push_back(row("source_embedding.weight", token));
    const std::vector<Vector> onward = run("encoder_forward.0", keys);
    std::ranges::reverse(keys);
    std::vector<Vector> back = run("encoder_backward.0", keys);
    std::ranges::reverse(back);
    Vector mean(d_, 0.0);
    for (std::size_t s = 0; s < keys.size(); ++s) {
      keys[s] = linear("encoder_join.0", joined(onward[s], back[s]));
      for (int i = 0; i < d_; ++i) mean[i] += keys[s][i] / static_cast<double>(keys.size());
    }
    Vector state = linear("start", mean);
    for (double& x : state) x = std::tanh(x);
    state = cell("decoder.0", row("target_embedding.weight", 0), state);
    for (const int token : target) {
      state = cell("decoder.0", row("target_embedding.weight", token), state);
    }

    const Vector query = times("query.weight", state);
    Vector weights;
    double sum = 0;
    for (const Vector& key : keys) {
      double score = 0;
      for (int i = 0; i < d_; ++i) score += query[i] * key[i] / std::sqrt(d_);
      weights.push_back(std::exp(score));
      sum += weights.back();
    }
    Vector context(d_, 0.0);
    for (std::size_t s = 0; s < keys.size(); ++s) {
      for (int i = 0; i < d_; ++i) context[i] += weights[s] / sum * keys[s][i];
    }
    Vector read = linear("combine", joined(state, context));
    for (double& x : read) x = std::tanh(x);
    Vector hidden = linear("value_hidden", read);
    for (double& x : hidden) x = std::max(0.0, x);
    return joined(linear("policy", read), linear("value_output", hidden));
  }

 private:
  Vector row(const std::string& name, int i) {
    Vector result;
    for (int k = 0; k < d_; ++k) result.push_back(tensors_.at(name)[i][k].item<double>());
    return result;
  }
  Vector times(const std::string& name, const Vector& x) {
    const Tensor& weight = tensors_.at(name);
    Vector y(weight.size(0), 0.0);
    for (std::size_t i = 0; i < y.size(); ++i) {
      for (std::size_t k = 0; k < x.size(); ++k) {
        y[i] += weight[static_cast<int>(i)][static_cast<int>(k)].item<double>() * x[k];
      }
    }
    return y;
  }
  Vector plus(Vector x, const std::string& name) {
    const Tensor& bias = tensors_.at(name);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += bias[static_cast<int>(i)].item<double>();
    return x;
  }
  Vector linear(const std::string& name, const Vector& x) {
    return plus(times(name + ".weight", x), name + ".bias");
  }
  static Vector joined(Vector a, const Vector& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
  }
  std::vector<Vector> run(const std::string& name, const std::vector<Vector>& inputs) {
    std::vector<Vector> states;
    for (const Vector& x : inputs) {
      states.push_back(cell(name, x, states.empty() ? Vector(d_, 0.0) : states.back()));
    }
    return states;
  }
  /// Cho et al. 2014, with the reset gate after the product (as cuDNN and LibTorch have it).
  Vector cell(const std::string& name, const Vector& x, const Vector& h) {
    const Vector from_x = plus(times(name + ".weight_ih_l0", x), name + ".bias_ih_l0");
    const Vector from_h = plus(times(name + ".weight_hh_l0", h), name + ".bias_hh_l0");
    Vector next;
    for (int i = 0; i < d_; ++i) {
      const double reset = 1 / (1 + std::exp(-from_x[i] - from_h[i]));
      const double update = 1 / (1 + std::exp(-from_x[d_ + i] - from_h[d_ + i]));
      const double fresh = std::tanh(from_x[2 * d_ + i] + reset * from_h[2 * d_ + i]);
      next.push_back((1 - update) * fresh + update * h[i]);
    }
    return next;
  }

  const int d_;
  std::map<std::string, Tensor> tensors_;
};

TEST(EncoderDecoder, AgreesWithPlainLoops) {
  const auto game = example_game();
  NetworkModule module = example_network(*game, 1, torch::kDouble);
  PlainNetwork plain(module, 6);
  torch::NoGradGuard no_grad;
  const NetworkOutput output =
      module->forward(features_of(*game, {"3 1 > 8 2 ?", "6 5 4 3 2 > ?", "2 > 4 4 4 ?"}));
  const std::vector<PlainNetwork::Vector> expected = {plain.answer({3, 1}, {8, 2}),
                                                      plain.answer({6, 5, 4, 3, 2}, {}),
                                                      plain.answer({2}, {4, 4, 4})};
  for (int i = 0; i < 3; ++i) {
    for (int k = 0; k < 9; ++k) {
      EXPECT_NEAR(output.policy[i][k].item<double>(), expected[i][k], 1e-10);
    }
    for (int k = 0; k < 3; ++k) {
      EXPECT_NEAR(output.wdl[i][k].item<double>(), expected[i][9 + k], 1e-10);
    }
  }
}

TEST(EncoderDecoder, ARowAnswersTheSameAloneAndInABatch) {
  const auto game = example_game();
  for (const int blocks : {1, 2}) {
    NetworkModule module = example_network(*game, blocks, torch::kFloat);
    torch::NoGradGuard no_grad;
    const NetworkOutput together = module->forward(features_of(*game, kPositions));
    EXPECT_GT(together.policy.std(0).mean().item<double>(), 0.01) << "rows must differ";
    for (std::size_t i = 0; i < kPositions.size(); ++i) {
      const NetworkOutput alone = module->forward(features_of(*game, {kPositions[i]}));
      const auto row = static_cast<std::int64_t>(i);
      EXPECT_TRUE(torch::allclose(alone.policy[0], together.policy[row], 1e-5, 1e-5))
          << kPositions[i];
      EXPECT_TRUE(torch::allclose(alone.wdl[0], together.wdl[row], 1e-5, 1e-5)) << kPositions[i];
    }
  }
}

/// Asks one batch object for the positions and compares with the module's answers.
void expect_answers(const Game& game, NetworkModule& module, EvaluationBatch& batch,
                    const std::vector<std::unique_ptr<Position>>& positions) {
  std::vector<std::vector<float>> logits(positions.size());
  std::vector<Values> values(positions.size());
  std::vector<Action> legal(game.info().max_legal_actions);
  const FeatureShape& shape = game.info().features;
  Tensor features = torch::zeros({static_cast<std::int64_t>(positions.size()), 1, 1, shape.width});
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const int count = positions[i]->legal_actions(legal);
    logits[i].resize(count);
    positions[i]->encode(
        {features.data_ptr<float>() + i * shape.width, static_cast<std::size_t>(shape.width)});
    ASSERT_EQ(batch.add(*positions[i], std::span(legal).first(count), {logits[i], &values[i]}),
              Answer::kQueued);
  }
  EXPECT_EQ(batch.queued(), static_cast<int>(positions.size()));
  batch.compute();
  EXPECT_EQ(batch.queued(), 0);
  torch::NoGradGuard no_grad;
  const NetworkOutput expected = module->forward(features);
  const Tensor wdl = torch::softmax(expected.wdl, 1);
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    const int count = positions[i]->legal_actions(legal);
    for (int k = 0; k < count; ++k) {
      EXPECT_NEAR(logits[i][k], expected.policy[row][legal[k]].item<float>(), 1e-4)
          << positions[i]->to_text();
    }
    EXPECT_NEAR(values[i][0], (wdl[row][0] - wdl[row][2]).item<float>(), 1e-5);
    EXPECT_EQ(values[i][1], 0);
  }
}

TEST(TokenNetwork, StepByStepAnswersAsTheWholeModule) {
  const auto game = example_game();
  for (const int blocks : {1, 3}) {
    NetworkModule module = example_network(*game, blocks, torch::kFloat);
    const auto snapshot = make_snapshot(game->info(), example_config(blocks), module, AUTO);
    EXPECT_EQ(snapshot->precision(), FP32);
    const auto batch = make_network_evaluator(*game, snapshot, /*max_batch=*/7, 0)->new_batch();
    // Prefixes come with and without those before them, new and again, in batches of all sizes.
    for (const int count : {1, 5, 40, 3, 200}) {
      expect_answers(*game, module, *batch, random_positions(*game, count));
    }
    EXPECT_EQ(batch->evaluations(), 249);
  }
}

TEST(TokenNetwork, ComputesInFp32AndSaysSo) {
  const auto game = example_game();
  const NetworkModule module = example_network(*game, 1, torch::kFloat);
  try {
    make_snapshot(game->info(), example_config(1), module, BF16);
    ADD_FAILURE() << "accepted BF16";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("compute in fp32"));
  }
}

TEST(TokenNetwork, CheckpointRoundTrip) {
  const auto game = example_game();
  NetworkModule module = example_network(*game, 2, torch::kFloat);
  const TemporaryFolder folder;
  save_checkpoint_network(folder.path(), game->info(), example_config(2), module, 5);
  const LoadedNetwork loaded = load_network(folder.path(), AUTO);
  EXPECT_EQ(loaded.generation, 5);
  EXPECT_EQ(loaded.game->info().name, game->info().name);
  const auto batch = make_network_evaluator(*loaded.game, loaded.snapshot, 64, 0)->new_batch();
  expect_answers(*game, module, *batch, random_positions(*game, 30));
}

}  // namespace
}  // namespace tandem
