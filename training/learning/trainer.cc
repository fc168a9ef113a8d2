#include "training/learning/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <mutex>
#include <utility>
#include <vector>

#include "engine/network/canvas.h"
#include "engine/network/network_module.h"
#include "engine/network/safetensors.h"
#include "games/error.h"
#include "games/random.h"
#include "training/learning/adamw.h"
#include "training/learning/batch_norm_statistics.h"
#include "training/learning/losses.h"
#include "training/learning/sample_builder.h"
#include "training/learning/training_batch.h"

namespace tandem {
namespace {

using torch::Tensor;
using Clock = std::chrono::steady_clock;

// Streams of random numbers beside the games' own, which are Random(seed, game number).
constexpr std::uint64_t kBatchStream = 0x6261746368ull << 24;
constexpr std::uint64_t kStatisticsStream = 0x6e6f726d73ull << 24;

// Enough positions (of batch_size each) that statistics differ little from those of the whole
// window.
constexpr int kStatisticsBatches = 8;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::span<float> values_of(const Tensor& tensor) {
  return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

/// A parameter with what the optimizer and the average keep for it.
struct Parameter {
  std::string name;
  Tensor weight;
  Tensor average;
  Tensor mean;
  Tensor square;
};

NetworkModule initial_module(const GameInfo& game, const RunConfig& config) {
  // The weights are drawn from the process's one generator: trainers made at once take turns.
  static std::mutex mutex;
  const std::scoped_lock lock(mutex);
  torch::manual_seed(Random(config.seed()).next());
  return NetworkModule(game, config.network(), /*auxiliary_heads=*/true);
}

/// Refuses what networks of token games don't have.
bool trains_in_bf16(const GameInfo& game, const TrainerConfig& config) {
  if (!game.tokens && config.dropout() > 0) {
    throw Error(fmt::format(
        "trainer.dropout is {}, but only networks of token games have dropout: set it to 0",
        config.dropout()));
  }
  if (!game.tokens) return choose_training_hardware(config.precision()).precision == BF16;
  if (config.precision() == BF16) {
    throw Error("trainer.precision is BF16, but networks of token games compute in fp32: use AUTO");
  }
  if (config.reply_policy_weight() > 0 || config.soft_policy_weight() > 0) {
    throw Error(
        "networks of token games have no auxiliary heads: set trainer.reply_policy_weight and "
        "trainer.soft_policy_weight to 0");
  }
  return false;
}

double mean_entropy(const Tensor& policy) {
  return -torch::xlogy(policy, policy).sum(1).mean().item<double>();
}

}  // namespace

class Trainer::Impl {
 public:
  Impl(RunGames games, const RunConfig& config)
      : games_(std::move(games)),
        game_(games_[0]->info()),
        config_(config),
        bf16_(trains_in_bf16(game_, config.trainer())),
        module_(initial_module(game_, config)),
        canvas_(games_.infos()),
        batch_(canvas_.features(), canvas_.num_actions(), config.trainer().batch_size()),
        game_of_row_(config.trainer().batch_size()) {
    for (int i = 0; i < games_.size(); ++i) {
      builders_.emplace_back(games_[i], config.trainer().search_value_fraction(),
                             canvas_.features());
    }
    for (const auto& item : module_->named_parameters()) {
      const Tensor weight = item.value();
      parameters_.push_back({item.key(), weight, weight.detach().clone(), torch::zeros_like(weight),
                             torch::zeros_like(weight)});
    }
  }

  TrainingStatistics train_generation(const ReplayWindow& window, int generation,
                                      std::int64_t steps, GenerationWatch* watch) {
    TrainingStatistics sum;
    const Clock::time_point start = Clock::now();
    module_->train();
    for (std::int64_t i = 0; i < steps; ++i) {
      if (watch != nullptr) watch->throw_if_cancelled();
      train_step(window, generation, sum);
      if (watch != nullptr) watch->training_steps.fetch_add(1, std::memory_order_relaxed);
    }
    return means(sum, steps, seconds_since(start));
  }

  std::int64_t step() const { return step_; }

  ExportedNetwork export_network(const ReplayWindow& window, Precision precision) {
    NetworkModule network(game_, config_.network(), /*auxiliary_heads=*/false);
    TensorMap tensors = network_tensors(module_, /*auxiliary_heads=*/false);
    for (const Parameter& parameter : parameters_) {
      if (const auto found = tensors.find(parameter.name); found != tensors.end()) {
        found->second = parameter.average;
      }
    }
    set_network_tensors(network, tensors, "the trainer's averages");
    network->eval();
    if (window.size() > 0) {
      Random random(config_.seed() ^ kStatisticsStream, step_);
      recompute_batch_norm_statistics(network, kStatisticsBatches, bf16_, [&](int) {
        fill_batch(window, random);
        return input();
      });
    }
    return {to_safetensors(network_tensors(network, false), {{"game", game_.name}}),
            make_snapshot(game_, config_.network(), network, precision)};
  }

  std::string state() const {
    TensorMap tensors;
    for (const auto& [name, tensor] : network_tensors(module_, /*auxiliary_heads=*/true)) {
      tensors.emplace("network." + name, tensor);
    }
    for (const Parameter& parameter : parameters_) {
      tensors.emplace("average." + parameter.name, parameter.average);
      tensors.emplace("adam_mean." + parameter.name, parameter.mean);
      tensors.emplace("adam_square." + parameter.name, parameter.square);
    }
    tensors.emplace("step", torch::tensor({step_}, torch::kInt64));
    return to_safetensors(tensors, {{"game", game_.name}});
  }

  void restore(const std::string& bytes, const std::string& name) {
    TensorMap tensors = from_safetensors(bytes, name);
    for (Parameter& parameter : parameters_) {
      take(tensors, "average." + parameter.name, parameter.average, name);
      take(tensors, "adam_mean." + parameter.name, parameter.mean, name);
      take(tensors, "adam_square." + parameter.name, parameter.square, name);
    }
    Tensor step = torch::zeros({1}, torch::kInt64);
    take(tensors, "step", step, name);
    step_ = step.item<std::int64_t>();

    TensorMap network;
    for (auto& [key, tensor] : tensors) {
      if (!key.starts_with("network.")) {
        throw Error(
            fmt::format("{} holds tensor '{}', which this trainer doesn't have", name, key));
      }
      network.emplace(key.substr(8), tensor);
    }
    set_network_tensors(module_, network, name);
  }

 private:
  /// Moves tensor `key` out of the file's tensors and into `destination`.
  static void take(TensorMap& tensors, const std::string& key, Tensor& destination,
                   const std::string& file) {
    const auto found = tensors.find(key);
    if (found == tensors.end()) {
      throw Error(fmt::format("{} lacks tensor '{}', which the trainer needs", file, key));
    }
    if (found->second.sizes() != destination.sizes() ||
        found->second.scalar_type() != destination.scalar_type()) {
      throw Error(fmt::format("{} holds tensor '{}' of another shape or type than the trainer's",
                              file, key));
    }
    torch::NoGradGuard no_grad;
    destination.copy_(found->second);
    tensors.erase(found);
  }

  /// Mean staleness is wanted, so the ages of the drawn positions come back: the sum of their
  /// generations.
  std::int64_t fill_batch(const ReplayWindow& window, Random& random) {
    std::int64_t generations = 0;
    for (int row = 0; row < config_.trainer().batch_size();) {
      if (config_.trainer().whole_games()) {
        const GameRecord& game = window.sample_game(random);
        for (int i = 0; i < game.moves_size() && row < config_.trainer().batch_size(); ++i) {
          if (game.moves(i).full_search()) generations += fill_row({&game, i}, random, row++);
        }
      } else {
        generations += fill_row(window.sample(random), random, row++);
      }
    }
    return generations;
  }

  /// Returns the sample's generation.
  std::int64_t fill_row(const ReplayWindow::Sample& sample, Random& random, int row) {
    // Where there is one game, all records are of it.
    const int game = games_.size() > 1 ? games_.index_of(*sample.game) : 0;
    const int symmetries = static_cast<int>(games_[game]->info().symmetries.size());
    const int symmetry = config_.trainer().symmetries() ? random.below(symmetries) : 0;
    builders_[game].build(*sample.game, sample.move_index, symmetry, batch_.row(row));
    game_of_row_[row] = game;
    return sample.game->moves(sample.move_index).generation();
  }

  /// The batch as it was filled last.
  NetworkInput input() const {
    if (games_.size() == 1) return batch_.features;
    return {batch_.features, canvas_.rows(game_of_row_)};
  }

  void train_step(const ReplayWindow& window, int generation, TrainingStatistics& sum) {
    const Clock::time_point start = Clock::now();
    Random random(config_.seed() ^ kBatchStream, step_);
    const std::int64_t generations = fill_batch(window, random);
    sum.sample_seconds += seconds_since(start);

    module_->zero_grad();
    const Dropout dropout{config_.trainer().dropout(), random.next()};
    const Losses losses =
        compute_losses(module_->forward(input(), bf16_, dropout), batch_, config_.trainer());
    const double loss = losses.total.item<double>();
    check_finite("loss", loss);
    losses.total.backward();
    const double norm = gradient_norm();
    check_finite("gradient norm", norm);
    const double learning_rate = this->learning_rate();
    update(norm, learning_rate);

    sum.total_loss += loss;
    sum.policy_loss += losses.policy.item<double>();
    sum.target_entropy += mean_entropy(batch_.policy);
    sum.value_loss += losses.value.item<double>();
    if (losses.soft.defined()) sum.soft_loss += losses.soft.item<double>();
    if (losses.reply.defined()) sum.reply_loss += losses.reply.item<double>();
    sum.gradient_norm += norm;
    sum.learning_rate = learning_rate;
    sum.staleness += generation - static_cast<double>(generations) / config_.trainer().batch_size();
  }

  void check_finite(const char* what, double value) const {
    if (std::isfinite(value)) return;
    throw Error(fmt::format(
        "training step {}: the {} is {}, so this generation is not committed. The last commit is "
        "intact; resume with a lower trainer.learning_rate, a lower trainer.gradient_clip or "
        "trainer.precision=FP32",
        step_, what, value));
  }

  double gradient_norm() const {
    double sum = 0;
    for (const Parameter& parameter : parameters_) {
      const Tensor& gradient = parameter.weight.grad();
      if (gradient.defined()) sum += gradient.square().sum().item<double>();
    }
    return std::sqrt(sum);
  }

  /// Rises linearly over warmup_steps, then stays.
  double learning_rate() const {
    const TrainerConfig& trainer = config_.trainer();
    if (trainer.warmup_steps() == 0) return trainer.learning_rate();
    const double share = static_cast<double>(step_ + 1) / trainer.warmup_steps();
    return trainer.learning_rate() * std::min(1.0, share);
  }

  void update(double norm, double learning_rate) {
    torch::NoGradGuard no_grad;
    ++step_;
    const double clip = config_.trainer().gradient_clip();
    const float scale = clip > 0 && norm > clip ? static_cast<float>(clip / norm) : 1.f;
    // The average follows fast at first, so that it forgets the random start.
    const double t = static_cast<double>(step_);
    const double decay = std::min(config_.trainer().ema_decay(), t / (10 + t));
    for (Parameter& parameter : parameters_) {
      if (!parameter.weight.grad().defined()) continue;  // an auxiliary head that has no loss
      Tensor gradient = parameter.weight.grad().contiguous();
      if (scale != 1.f) gradient.mul_(scale);
      // Biases and norms have one dimension and don't decay.
      const AdamW adamw{
          .learning_rate = learning_rate,
          .weight_decay = parameter.weight.dim() > 1 ? config_.trainer().weight_decay() : 0};
      adamw.update(values_of(parameter.weight), values_of(gradient), values_of(parameter.mean),
                   values_of(parameter.square), step_);
      parameter.average.lerp_(parameter.weight, 1 - decay);
    }
  }

  static TrainingStatistics means(TrainingStatistics sum, std::int64_t steps, double seconds) {
    sum.steps = steps;
    sum.seconds = seconds;
    if (steps == 0) return sum;
    const double n = static_cast<double>(steps);
    for (double* total : {&sum.total_loss, &sum.policy_loss, &sum.target_entropy, &sum.value_loss,
                          &sum.soft_loss, &sum.reply_loss, &sum.gradient_norm, &sum.staleness}) {
      *total /= n;
    }
    return sum;
  }

  RunGames games_;
  GameInfo game_;  ///< that the network is made for: the first
  RunConfig config_;
  bool bf16_;
  NetworkModule module_;
  Canvas canvas_;
  std::vector<SampleBuilder> builders_;  ///< one a game
  TrainingBatch batch_;
  std::vector<int> game_of_row_;  ///< of the batch
  std::vector<Parameter> parameters_;
  std::int64_t step_ = 0;
};

Trainer::Trainer(RunGames games, const RunConfig& config)
    : impl_(std::make_unique<Impl>(std::move(games), config)) {}
Trainer::~Trainer() = default;

TrainingStatistics Trainer::train_generation(const ReplayWindow& window, int generation,
                                             std::int64_t steps, GenerationWatch* watch) {
  return impl_->train_generation(window, generation, steps, watch);
}
std::int64_t Trainer::step() const { return impl_->step(); }
ExportedNetwork Trainer::export_network(const ReplayWindow& window, Precision precision) const {
  return impl_->export_network(window, precision);
}
std::string Trainer::state() const { return impl_->state(); }
void Trainer::restore(const std::string& bytes, const std::string& name) {
  impl_->restore(bytes, name);
}

}  // namespace tandem
