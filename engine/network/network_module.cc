#include "engine/network/network_module.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "engine/network/threads.h"
#include "games/error.h"

namespace tandem {
namespace {

namespace nn = torch::nn;
using torch::Tensor;

// First answers should be close to uniform and undecided, whatever the features: output layers
// start with this fraction of He's standard deviation.
constexpr double kOutputScale = 0.1;

/// He's initialisation for a layer that a ReLU follows, times `scale`.
void init_he(Tensor& weight, double scale = 1.0) {
  const double fan_in = static_cast<double>(weight.numel()) / static_cast<double>(weight.size(0));
  torch::NoGradGuard no_grad;
  weight.normal_(0.0, scale * std::sqrt(2.0 / fan_in));
}

nn::Linear make_linear(int in, int out, double scale = 1.0) {
  nn::Linear linear(in, out);
  init_he(linear->weight, scale);
  nn::init::zeros_(linear->bias);
  return linear;
}

/// Mean and maximum over the squares, [B, S, C] -> [B, 2C].
Tensor pool_squares(const Tensor& x) {
  return torch::cat(std::vector<Tensor>{x.mean(1), x.amax(1)}, 1);
}

/// 3x3 convolution without bias, then batch norm.
class ConvNormImpl : public nn::Module {
 public:
  ConvNormImpl(int in, int out)
      : conv_(register_module("conv",
                              nn::Conv2d(nn::Conv2dOptions(in, out, 3).padding(1).bias(false)))),
        norm_(register_module("norm",
                              nn::BatchNorm2d(nn::BatchNorm2dOptions(out).eps(kNormEpsilon)))) {
    init_he(conv_->weight);
  }

  /// In x's type: the weights are cast to it, the norm computes in its own.
  Tensor forward(const Tensor& x) {
    const Tensor weight = conv_->weight.to(x.scalar_type(), /*non_blocking=*/false, /*copy=*/false,
                                           torch::MemoryFormat::ChannelsLast);
    return norm_(torch::conv2d(x, weight, {}, 1, 1));
  }

 private:
  nn::Conv2d conv_;
  nn::BatchNorm2d norm_;
};
TORCH_MODULE(ConvNorm);

class BlockImpl : public nn::Module {
 public:
  BlockImpl(int channels, bool pooling)
      : first_(register_module("first", ConvNorm(channels, channels))),
        second_(register_module("second", ConvNorm(channels, channels))) {
    if (pooling) {
      pooling_ = register_module("pooling", make_linear(2 * channels, channels, kOutputScale));
    }
  }

  Tensor forward(const Tensor& x) {
    Tensor y = first_(x).relu_();
    if (pooling_) y = add_pooled_bias(y);
    return (second_(y) + x).relu_();
  }

 private:
  Tensor add_pooled_bias(const Tensor& y) {
    const Tensor mean = y.mean({2, 3}).to(pooling_->weight.scalar_type());
    const Tensor max = y.amax({2, 3}).to(pooling_->weight.scalar_type());
    const Tensor bias = pooling_(torch::cat(std::vector<Tensor>{mean, max}, 1));
    return (y + bias.to(y.scalar_type()).unsqueeze(-1).unsqueeze(-1)).relu_();
  }

  ConvNorm first_;
  ConvNorm second_;
  nn::Linear pooling_{nullptr};
};
TORCH_MODULE(Block);

/// Board planes and, for games that have them, global actions, from the policy features.
class PolicyOutputImpl : public nn::Module {
 public:
  PolicyOutputImpl(const PolicyLayout& layout, int channels)
      : board_(register_module("board", make_linear(channels, layout.planes, kOutputScale))) {
    if (layout.global_planes > 0) {
      global_ =
          register_module("global", make_linear(2 * channels, layout.global_planes, kOutputScale));
    }
  }

  /// features [B, S, channels] -> logits [B, A]; `gather` as in PolicyLayout.
  Tensor forward(const Tensor& features, const Tensor& gather) {
    Tensor row = board_(features).flatten(1);
    if (global_) row = torch::cat(std::vector<Tensor>{row, global_(pool_squares(features))}, 1);
    return row.index_select(1, gather);
  }

 private:
  nn::Linear board_;
  nn::Linear global_{nullptr};
};
TORCH_MODULE(PolicyOutput);

class PolicyHeadImpl : public nn::Module {
 public:
  PolicyHeadImpl(const PolicyLayout& layout, int channels, int head_channels)
      : all_squares_(layout.all_squares),
        squares_(torch::tensor(layout.squares)),
        gather_(torch::tensor(layout.gather)),
        features_(register_module("features", make_linear(channels, head_channels))),
        output_(register_module("output", PolicyOutput(layout, head_channels))) {}

  /// x [B, S, C] -> policy features of the squares that actions use.
  Tensor features(const Tensor& x) {
    if (all_squares_) return features_(x).relu_();
    return features_(x.index_select(1, squares_.to(x.device()))).relu_();
  }
  Tensor logits(const Tensor& features) { return logits(features, output_); }
  Tensor logits(const Tensor& features, PolicyOutput& output) {
    return output(features, gather_.to(features.device()));
  }

 private:
  bool all_squares_;
  Tensor squares_;
  Tensor gather_;
  nn::Linear features_;
  PolicyOutput output_;
};
TORCH_MODULE(PolicyHead);

class ValueHeadImpl : public nn::Module {
 public:
  ValueHeadImpl(int channels, int head_channels, int hidden)
      : features_(register_module("features", make_linear(channels, head_channels))),
        hidden_(register_module("hidden", make_linear(2 * head_channels, hidden))),
        output_(register_module("output", make_linear(hidden, 3, kOutputScale))) {}

  /// x [B, S, C] -> [B, 3].
  Tensor forward(const Tensor& x) {
    return output_(hidden_(pool_squares(features_(x).relu_())).relu_());
  }

 private:
  nn::Linear features_;
  nn::Linear hidden_;
  nn::Linear output_;
};
TORCH_MODULE(ValueHead);

constexpr const char* kSoftPolicy = "soft_policy";
constexpr const char* kReplyPolicy = "reply_policy";

bool is_auxiliary(const std::string& name) {
  return name.starts_with(std::string(kSoftPolicy) + ".") ||
         name.starts_with(std::string(kReplyPolicy) + ".");
}

/// Every parameter and buffer of the module, auxiliary heads included.
std::map<std::string, Tensor> module_tensors(const NetworkModule& module) {
  std::map<std::string, Tensor> tensors;
  for (const auto& item : module->named_parameters()) tensors.emplace(item.key(), item.value());
  for (const auto& item : module->named_buffers()) tensors.emplace(item.key(), item.value());
  return tensors;
}

}  // namespace

PolicyLayout::PolicyLayout(const GameInfo& game) {
  std::set<std::int64_t> used;
  for (const ActionPlace& place : game.action_map) {
    const bool global = place.square == ActionPlace::kGlobal;
    int& count = global ? global_planes : planes;
    count = std::max(count, place.plane + 1);
    if (!global) used.insert(place.square);
  }
  const int all = game.features.squares();
  // Global actions read features pooled over the whole board.
  all_squares = global_planes > 0 || static_cast<int>(used.size()) == all;
  if (all_squares) {
    for (int square = 0; square < all; ++square) squares.push_back(square);
  } else {
    squares.assign(used.begin(), used.end());
  }

  const auto board_logits = static_cast<std::int64_t>(squares.size()) * planes;
  for (const ActionPlace& place : game.action_map) {
    if (place.square == ActionPlace::kGlobal) {
      gather.push_back(board_logits + place.plane);
    } else {
      const auto at =
          std::lower_bound(squares.begin(), squares.end(), place.square) - squares.begin();
      gather.push_back(at * planes + place.plane);
    }
  }
}

struct NetworkModuleImpl::Parts {
  ConvNorm stem{nullptr};
  nn::ModuleList blocks;
  PolicyHead policy{nullptr};
  ValueHead value{nullptr};
  PolicyOutput soft_policy{nullptr};
  PolicyOutput reply_policy{nullptr};
};

NetworkModuleImpl::NetworkModuleImpl(const GameInfo& game, const NetworkConfig& config,
                                     bool auxiliary_heads)
    : parts_(std::make_shared<Parts>()) {
  prepare_process();
  const int channels = config.channels();
  const PolicyLayout layout(game);
  Parts& parts = *parts_;
  parts.stem = register_module("stem", ConvNorm(game.features.channels, channels));
  for (int i = 0; i < config.blocks(); ++i) {
    parts.blocks->push_back(Block(channels, i == config.blocks() / 2));
  }
  register_module("blocks", parts.blocks);
  parts.policy = register_module("policy", PolicyHead(layout, channels, config.head_channels()));
  parts.value =
      register_module("value", ValueHead(channels, config.head_channels(), config.value_hidden()));
  if (auxiliary_heads) {
    parts.soft_policy = register_module(kSoftPolicy, PolicyOutput(layout, config.head_channels()));
    parts.reply_policy =
        register_module(kReplyPolicy, PolicyOutput(layout, config.head_channels()));
  }
}

NetworkOutput NetworkModuleImpl::forward(const Tensor& features, bool bf16) {
  Parts& parts = *parts_;
  const torch::ScalarType head_type = features.scalar_type();
  Tensor x = features.to(bf16 ? torch::kBFloat16 : head_type, /*non_blocking=*/false,
                         /*copy=*/false, torch::MemoryFormat::ChannelsLast);
  x = parts.stem(x).relu_();
  for (const auto& block : *parts.blocks) x = block->as<Block>()->forward(x);

  // Heads see [B, squares, channels]: the same memory where x is channels-last.
  x = x.to(head_type).permute({0, 2, 3, 1}).flatten(1, 2);
  NetworkOutput output;
  const Tensor policy_features = parts.policy->features(x);
  output.policy = parts.policy->logits(policy_features);
  output.wdl = parts.value(x);
  if (parts.soft_policy) {
    output.soft_policy = parts.policy->logits(policy_features, parts.soft_policy);
    output.reply_policy = parts.policy->logits(policy_features, parts.reply_policy);
  }
  return output;
}

TensorMap network_tensors(const NetworkModule& module, bool auxiliary_heads) {
  TensorMap tensors;
  for (const auto& [name, tensor] : module_tensors(module)) {
    if (!auxiliary_heads && is_auxiliary(name)) continue;
    tensors.emplace(name,
                    tensor.detach().to(torch::kCPU, tensor.scalar_type(), /*non_blocking=*/false,
                                       /*copy=*/true, torch::MemoryFormat::Contiguous));
  }
  return tensors;
}

void set_network_tensors(NetworkModule& module, const TensorMap& tensors, const std::string& name) {
  const std::map<std::string, Tensor> targets = module_tensors(module);
  for (const auto& [key, tensor] : tensors) {
    if (!targets.contains(key) && !is_auxiliary(key)) {
      throw Error(fmt::format(
          "{} holds tensor '{}', which this network doesn't have: it is of another kind", name,
          key));
    }
  }
  // All checks come first, so that a bad file leaves the module as it was.
  for (const auto& [key, target] : targets) {
    const auto found = tensors.find(key);
    if (found == tensors.end()) {
      if (is_auxiliary(key)) continue;
      throw Error(fmt::format("{} lacks tensor '{}', which this network needs", name, key));
    }
    const Tensor& tensor = found->second;
    if (tensor.sizes() != target.sizes() || tensor.scalar_type() != target.scalar_type()) {
      throw Error(fmt::format("{} holds tensor '{}' of {} [{}], but this network needs {} [{}]",
                              name, key, toString(tensor.scalar_type()),
                              fmt::join(tensor.sizes(), ", "), toString(target.scalar_type()),
                              fmt::join(target.sizes(), ", ")));
    }
  }
  torch::NoGradGuard no_grad;
  for (const auto& [key, target] : targets) {
    if (const auto found = tensors.find(key); found != tensors.end()) {
      Tensor destination = target;
      destination.copy_(found->second);
    }
  }
}

}  // namespace tandem
