// How fast one core computes networks: positions evaluated per second (encoding and gathering
// included) and samples trained per second (forward, backward, AdamW), in fp32 and bf16, for
// several sizes.
//
//   tandem_inference_benchmark [evaluate|train] [batch]
//
// Rates are per second of CPU time of the one thread that computes, the best of several short runs,
// so that other work on the machine disturbs them little.
#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "engine/network/network.h"
#include "engine/network/network_module.h"
#include "engine/network/threads.h"
#include "games/random.h"
#include "games/registry.h"

namespace tandem {
namespace {

struct Size {
  int channels;
  int blocks;
};
constexpr Size kSizes[] = {{64, 5}, {64, 4}, {64, 3}, {48, 4}, {32, 4}};

double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Items a second of `work`, which does `items` of them.
double best_rate(int items, const std::function<void()>& work) {
  constexpr int kRuns = 10;
  constexpr double kRunSeconds = 0.15;
  for (int i = 0; i < 3; ++i) work();
  double best = 0;
  for (int run = 0; run < kRuns; ++run) {
    const double begin = thread_seconds();
    int rounds = 0;
    double seconds = 0;
    for (; seconds < kRunSeconds; seconds = thread_seconds() - begin) {
      work();
      ++rounds;
    }
    best = std::max(best, items * rounds / seconds);
  }
  return best;
}

NetworkConfig config_of(const Size& size) {
  NetworkConfig config;
  config.set_channels(size.channels);
  config.set_blocks(size.blocks);
  return config;
}

/// Positions reached by random play, as many as `count`.
std::vector<std::unique_ptr<Position>> random_positions(const Game& game, int count) {
  Random random(1);
  std::vector<std::unique_ptr<Position>> positions;
  std::vector<Action> legal(game.info().max_legal_actions);
  auto position = game.initial_position();
  while (static_cast<int>(positions.size()) < count) {
    if (position->is_terminal()) position = game.initial_position();
    positions.push_back(position->clone());
    const int n = position->legal_actions(legal);
    position->apply(legal[random.below(n)]);
  }
  return positions;
}

double evaluation_rate(const Game& game, const Size& size, Precision precision, int count) {
  NetworkModule module(game.info(), config_of(size), false);
  const auto snapshot = make_snapshot(game.info(), config_of(size), module, precision);
  const auto evaluator = make_network_evaluator(game, snapshot, count, 0);
  const auto batch = evaluator->new_batch();
  const auto positions = random_positions(game, count);
  std::vector<Action> legal(game.info().max_legal_actions);
  std::vector<float> logits(static_cast<std::size_t>(count) * legal.size());
  std::vector<Values> values(count);
  return best_rate(count, [&] {
    for (int i = 0; i < count; ++i) {
      const int n = positions[i]->legal_actions(legal);
      batch->add(*positions[i], std::span(legal).first(n),
                 {std::span(logits).subspan(i * legal.size(), n), &values[i]});
    }
    batch->compute();
  });
}

double training_rate(const Game& game, const Size& size, Precision precision, int count) {
  NetworkModule module(game.info(), config_of(size), true);
  const FeatureShape shape = game.info().features;
  const auto features =
      (torch::rand({count, shape.channels, shape.height, shape.width}) > 0.5).to(torch::kFloat);
  const auto policy = torch::softmax(torch::randn({count, game.info().num_actions}), 1);
  const auto wdl = torch::softmax(torch::randn({count, 3}), 1);
  torch::optim::AdamW optimizer(module->parameters(), torch::optim::AdamWOptions(1e-3));
  module->train();
  return best_rate(count, [&] {
    const NetworkOutput output = module->forward(features, precision == BF16);
    const auto cross_entropy = [](const torch::Tensor& target, const torch::Tensor& logits) {
      return -(target * torch::log_softmax(logits, 1)).sum(1).mean();
    };
    const auto loss = cross_entropy(policy, output.policy) + cross_entropy(wdl, output.wdl) +
                      0.15 * cross_entropy(policy, output.reply_policy);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
  });
}

void print_rates(const char* what, double (*rate)(const Game&, const Size&, Precision, int),
                 int batch) {
  const auto game = make_game("connect_four");
  const bool bf16 = choose_hardware(AUTO).precision == BF16;
  fmt::print("{}, batch {}\n{:>8} {:>10} {:>10} {:>6}\n", what, batch, "network", "fp32", "bf16",
             "ratio");
  for (const Size& size : kSizes) {
    const double fp32 = rate(*game, size, FP32, batch);
    const std::string name = fmt::format("{}x{}", size.channels, size.blocks);
    if (bf16) {
      const double fast = rate(*game, size, BF16, batch);
      fmt::print("{:>8} {:>10.0f} {:>10.0f} {:>6.2f}\n", name, fp32, fast, fast / fp32);
    } else {
      fmt::print("{:>8} {:>10.0f} {:>10} {:>6}\n", name, fp32, "-", "-");
    }
  }
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "all";
  const int batch = argc > 2 ? std::atoi(argv[2]) : 0;
  if ((what != "all" && what != "evaluate" && what != "train") || batch < 0) {
    fmt::print(stderr, "usage: {} [evaluate|train] [batch]\n", argv[0]);
    return 2;
  }
  const tandem::OneThread one_thread;
  fmt::print("{}\n", tandem::choose_hardware(tandem::AUTO).description);
  if (what != "train") {
    tandem::print_rates("positions evaluated per second", tandem::evaluation_rate,
                        batch ? batch : 128);
  }
  if (what != "evaluate") {
    tandem::print_rates("samples trained per second", tandem::training_rate, batch ? batch : 256);
  }
  return 0;
}
