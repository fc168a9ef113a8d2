#include <cmath>

#include "engine/network/network_body.h"
#include "engine/network/policy_layout.h"

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

// On a canvas, `rows` tells boards from padding; without, it is null and all squares are board.

/// Mean and maximum over the squares, [B, S, C] -> [B, 2C]. On a canvas x is not negative and 0
/// beside the boards, as after a ReLU, so that padding adds nothing to a sum and never exceeds a
/// maximum.
Tensor pool_squares(const Tensor& x, const CanvasRows* rows) {
  const Tensor mean = rows ? x.sum(1) / rows->area : x.mean(1);
  return torch::cat(std::vector<Tensor>{mean, x.amax(1)}, 1);
}

/// Planes [B, C, H, W] with 0 beside the boards.
Tensor clear_padding(const Tensor& planes, const CanvasRows& rows) {
  const Tensor board = rows.board.to(planes.scalar_type());
  return planes * board.view({planes.size(0), 1, planes.size(2), planes.size(3)});
}

/// Batch norm of the boards' squares alone, which padding neither shifts nor dilutes; 0 beside
/// them.
Tensor norm_boards(nn::BatchNorm2d& norm, const Tensor& planes, const CanvasRows& rows) {
  const Tensor squares = planes.permute({0, 2, 3, 1}).flatten(0, 2);
  const Tensor boards = squares.index_select(0, rows.squares);
  const Tensor normed = norm(boards.unsqueeze(-1).unsqueeze(-1)).flatten(1);
  return torch::zeros_like(squares)
      .index_copy(0, rows.squares, normed)
      .view({planes.size(0), planes.size(2), planes.size(3), planes.size(1)})
      .permute({0, 3, 1, 2});
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
  Tensor forward(const Tensor& x, const CanvasRows* rows) {
    const Tensor weight = conv_->weight.to(x.scalar_type(), /*non_blocking=*/false, /*copy=*/false,
                                           torch::MemoryFormat::ChannelsLast);
    const Tensor y = torch::conv2d(x, weight, {}, 1, 1);
    return rows ? norm_boards(norm_, y, *rows) : norm_(y);
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

  Tensor forward(const Tensor& x, const CanvasRows* rows) {
    Tensor y = first_->forward(x, rows).relu_();
    if (pooling_) y = add_pooled_bias(y, rows);
    return (second_->forward(y, rows) + x).relu_();
  }

 private:
  /// As pool_squares(), of planes.
  Tensor add_pooled_bias(const Tensor& y, const CanvasRows* rows) {
    const torch::ScalarType type = pooling_->weight.scalar_type();
    const Tensor mean =
        rows ? y.sum({2, 3}, /*keepdim=*/false, type) / rows->area : y.mean({2, 3}).to(type);
    const Tensor max = y.amax({2, 3}).to(type);
    const Tensor bias = pooling_(torch::cat(std::vector<Tensor>{mean, max}, 1));
    const Tensor biased = y + bias.to(y.scalar_type()).unsqueeze(-1).unsqueeze(-1);
    return (rows ? clear_padding(biased, *rows) : biased).relu_();
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

  /// features [B, S, channels] -> logits [B, A]; `gather` as in PolicyLayout, on a canvas the
  /// rows'.
  Tensor forward(const Tensor& features, const Tensor& gather, const CanvasRows* rows) {
    Tensor row = board_(features).flatten(1);
    if (global_) {
      row = torch::cat(std::vector<Tensor>{row, global_(pool_squares(features, rows))}, 1);
    }
    return rows ? row.gather(1, rows->actions) : row.index_select(1, gather);
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
  Tensor features(const Tensor& x, const CanvasRows* rows) {
    if (rows) {
      const Tensor used = x.flatten(0, 1).index_select(0, rows->policy_squares);
      return (features_(used.view({x.size(0), -1, x.size(2)})) * rows->policy_board).relu_();
    }
    if (all_squares_) return features_(x).relu_();
    return features_(x.index_select(1, squares_.to(x.device()))).relu_();
  }
  Tensor logits(const Tensor& features, const CanvasRows* rows) {
    return logits(features, output_, rows);
  }
  Tensor logits(const Tensor& features, PolicyOutput& output, const CanvasRows* rows) {
    return output->forward(features, gather_.to(features.device()), rows);
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
  Tensor forward(const Tensor& x, const CanvasRows* rows) {
    Tensor features = features_(x);
    if (rows) features = features * rows->board;
    return output_(hidden_(pool_squares(features.relu_(), rows)).relu_());
  }

 private:
  nn::Linear features_;
  nn::Linear hidden_;
  nn::Linear output_;
};
TORCH_MODULE(ValueHead);

class ResidualTower : public NetworkBody {
 public:
  ResidualTower(const GameInfo& game, const NetworkConfig& config, bool auxiliary_heads) {
    const int channels = config.channels();
    const PolicyLayout layout(game);
    stem_ = register_module("stem", ConvNorm(game.features.channels, channels));
    for (int i = 0; i < config.blocks(); ++i) {
      blocks_->push_back(Block(channels, i == config.blocks() / 2));
    }
    register_module("blocks", blocks_);
    policy_ = register_module("policy", PolicyHead(layout, channels, config.head_channels()));
    value_ = register_module("value",
                             ValueHead(channels, config.head_channels(), config.value_hidden()));
    if (!auxiliary_heads) return;
    soft_policy_ = register_module(kSoftPolicy, PolicyOutput(layout, config.head_channels()));
    reply_policy_ = register_module(kReplyPolicy, PolicyOutput(layout, config.head_channels()));
  }

  NetworkOutput forward(const NetworkInput& input, bool bf16, const Dropout&) override {
    const CanvasRows* rows = input.rows ? &*input.rows : nullptr;
    const torch::ScalarType head_type = input.features.scalar_type();
    Tensor x = input.features.to(bf16 ? torch::kBFloat16 : head_type, /*non_blocking=*/false,
                                 /*copy=*/false, torch::MemoryFormat::ChannelsLast);
    if (rows) x = clear_padding(x, *rows);
    x = stem_->forward(x, rows).relu_();
    for (const auto& block : *blocks_) x = block->as<Block>()->forward(x, rows);

    // Heads see [B, squares, channels]: the same memory where x is channels-last.
    x = x.to(head_type).permute({0, 2, 3, 1}).flatten(1, 2);
    NetworkOutput output;
    const Tensor policy_features = policy_->features(x, rows);
    output.policy = policy_->logits(policy_features, rows);
    output.wdl = value_->forward(x, rows);
    if (soft_policy_) {
      output.soft_policy = policy_->logits(policy_features, soft_policy_, rows);
      output.reply_policy = policy_->logits(policy_features, reply_policy_, rows);
    }
    return output;
  }

 private:
  ConvNorm stem_{nullptr};
  nn::ModuleList blocks_;
  PolicyHead policy_{nullptr};
  ValueHead value_{nullptr};
  PolicyOutput soft_policy_{nullptr};
  PolicyOutput reply_policy_{nullptr};
};

}  // namespace

std::shared_ptr<NetworkBody> make_residual_tower(const GameInfo& game, const NetworkConfig& config,
                                                 bool auxiliary_heads) {
  return std::make_shared<ResidualTower>(game, config, auxiliary_heads);
}

}  // namespace tandem
