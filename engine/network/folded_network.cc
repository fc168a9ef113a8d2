#include "engine/network/folded_network.h"

#include <ATen/ATen.h>
#include <torch/cuda.h>

#include <string>
#include <utility>

#include "engine/network/threads.h"
#include "games/error.h"

namespace tandem {

using at::Tensor;

TowerLayout choose_layout() {
  const bool blocked = !torch::cuda::is_available() && at::globalContext().hasMKLDNN();
  return blocked ? TowerLayout::kBlocked : TowerLayout::kDense;
}

class FoldedNetwork::Folder {
 public:
  Folder(const FoldedNetwork& network, const TensorMap& tensors)
      : network_(network), tensors_(tensors) {}

  /// A convolution of the tower with its batch norm, in the tower's precision.
  Convolution tower(const std::string& name) const {
    const Tensor scale =
        at::rsqrt(tensor(name + ".norm.running_var").to(at::kDouble) + kNormEpsilon) *
        tensor(name + ".norm.weight");
    const Tensor bias =
        tensor(name + ".norm.bias") - tensor(name + ".norm.running_mean").to(at::kDouble) * scale;
    const Tensor weight = tensor(name + ".conv.weight").to(at::kDouble) * scale.view({-1, 1, 1, 1});
    return lay_out(weight, bias, network_.precision() == BF16 ? at::kBFloat16 : at::kFloat, 1);
  }

  /// A linear layer over channels as a float convolution.
  Convolution pointwise(const std::string& name) const {
    return lay_out(tensor(name + ".weight").unsqueeze(-1).unsqueeze(-1), tensor(name + ".bias"),
                   at::kFloat, 0);
  }

  Linear linear(const std::string& name) const {
    return {tensor(name + ".weight").to(network_.device_),
            tensor(name + ".bias").to(network_.device_)};
  }

  bool has(const std::string& name) const { return tensors_.contains(name); }

 private:
  const Tensor& tensor(const std::string& name) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) throw Error("A network lacks the tensor '" + name + "'");
    return found->second;
  }

  Convolution lay_out(const Tensor& weight, const Tensor& bias, at::ScalarType type,
                      int padding) const {
    if (network_.layout_ == TowerLayout::kBlocked) {
      return {at::mkldnn_reorder_conv2d_weight(weight.to(type).contiguous().to_mkldnn(),
                                               {padding, padding}, {1, 1}, {1, 1}, 1),
              bias.to(type).to_mkldnn(), padding};
    }
    return {weight.to(network_.device_, type).contiguous(at::MemoryFormat::ChannelsLast),
            bias.to(network_.device_, type), padding};
  }

  const FoldedNetwork& network_;
  const TensorMap& tensors_;
};

FoldedNetwork::FoldedNetwork(const GameInfo& game, const NetworkConfig& config,
                             const TensorMap& tensors, Precision precision, TowerLayout layout)
    : NetworkSnapshotImpl(game, precision),
      layout_(layout),
      device_(torch::cuda::is_available() ? at::kCUDA : at::kCPU) {
  prepare_process();
  const c10::InferenceMode inference;
  const Folder fold(*this, tensors);
  stem_ = fold.tower("stem");
  for (int i = 0; i < config.blocks(); ++i) {
    const std::string name = "blocks." + std::to_string(i);
    Block block{fold.tower(name + ".first"), fold.tower(name + ".second"), {}};
    if (fold.has(name + ".pooling.weight")) block.pooling = fold.linear(name + ".pooling");
    blocks_.push_back(std::move(block));
  }
  policy_features_ = fold.linear("policy.features");
  policy_board_ = fold.linear("policy.output.board");
  if (fold.has("policy.output.global.weight")) {
    policy_global_ = fold.linear("policy.output.global");
  }
  value_features_ = fold.pointwise("value.features");
  value_hidden_ = fold.linear("value.hidden");
  value_output_ = fold.linear("value.output");
}

Tensor FoldedNetwork::policy_squares(const PolicyLayout& layout) const {
  return layout.all_squares ? Tensor() : at::tensor(layout.squares).to(device_);
}

FoldedOutput FoldedNetwork::forward(const Tensor& features, const Tensor& policy_squares) const {
  Tensor x = convolve(enter_tower(features), stem_).relu_();
  for (const Block& block : blocks_) {
    Tensor y = convolve(x, block.first).relu_();
    if (block.pooling.weight.defined()) add_pooled_bias(y, block.pooling);
    y = convolve(y, block.second);
    x = y.add_(x).relu_();
  }
  x = leave_tower(x);
  return {policy(x, policy_squares).cpu(), wdl(x).cpu()};
}

Tensor FoldedNetwork::enter_tower(const Tensor& features) const {
  const at::ScalarType type = precision() == BF16 ? at::kBFloat16 : at::kFloat;
  if (layout_ == TowerLayout::kBlocked) return features.to_mkldnn(type);
  return features.to(device_, type).contiguous(at::MemoryFormat::ChannelsLast);
}

/// Dense float planes, [B, C, H, W].
Tensor FoldedNetwork::leave_tower(const Tensor& x) const {
  return layout_ == TowerLayout::kBlocked ? x.to_dense(at::kFloat) : x.to(at::kFloat);
}

Tensor FoldedNetwork::convolve(const Tensor& x, const Convolution& convolution) const {
  const std::int64_t padding = convolution.padding;
  if (layout_ == TowerLayout::kBlocked) {
    return at::mkldnn_convolution(x, convolution.weight, convolution.bias, {padding, padding},
                                  {1, 1}, {1, 1}, 1);
  }
  return at::conv2d(x, convolution.weight, convolution.bias, 1, padding);
}

/// Mean and maximum of every channel: [B, C, H, W] in the tower's layout -> [B, 2C] dense float.
Tensor FoldedNetwork::pool(const Tensor& x) const {
  if (layout_ == TowerLayout::kDense) {
    return at::cat({x.mean({2, 3}).to(at::kFloat), x.amax({2, 3}).to(at::kFloat)}, 1);
  }
  const Tensor mean = at::mkldnn_adaptive_avg_pool2d(x, {1, 1}).to_dense(at::kFloat);
  const Tensor max = at::mkldnn_max_pool2d(x, {x.size(2), x.size(3)}).to_dense(at::kFloat);
  return at::cat({mean, max}, 1).flatten(1);
}

void FoldedNetwork::add_pooled_bias(Tensor& y, const Linear& pooling) const {
  const Tensor bias = at::linear(pool(y), pooling.weight, pooling.bias)
                          .to(y.scalar_type())
                          .unsqueeze(-1)
                          .unsqueeze(-1);
  if (layout_ == TowerLayout::kDense) {
    y.add_(bias).relu_();
    return;
  }
  // oneDNN's sum does not broadcast.
  const Tensor wide = bias.expand(y.sizes()).contiguous(at::MemoryFormat::ChannelsLast);
  y.add_(wide.to_mkldnn()).relu_();
}

Tensor FoldedNetwork::policy(const Tensor& x, const Tensor& squares) const {
  Tensor read = x.flatten(2);
  if (squares.defined()) read = read.index_select(2, squares);
  const Tensor features =
      at::linear(read.transpose(1, 2), policy_features_.weight, policy_features_.bias).relu_();
  const Tensor board = at::linear(features, policy_board_.weight, policy_board_.bias).flatten(1);
  if (!policy_global_.weight.defined()) return board;
  const Tensor pooled = at::cat({features.mean(1), features.amax(1)}, 1);
  return at::cat({board, at::linear(pooled, policy_global_.weight, policy_global_.bias)}, 1);
}

Tensor FoldedNetwork::wdl(const Tensor& x) const {
  const Tensor planes = layout_ == TowerLayout::kBlocked ? x.to_mkldnn() : x;
  const Tensor pooled = pool(convolve(planes, value_features_).relu_());
  const Tensor hidden = at::linear(pooled, value_hidden_.weight, value_hidden_.bias).relu_();
  return at::linear(hidden, value_output_.weight, value_output_.bias);
}

std::unique_ptr<const NetworkSnapshotImpl> make_folded_network(const GameInfo& game,
                                                               const NetworkConfig& config,
                                                               const TensorMap& tensors,
                                                               Precision precision) {
  return std::make_unique<const FoldedNetwork>(game, config, tensors, precision, choose_layout());
}

}  // namespace tandem
