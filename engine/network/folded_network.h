// The residual tower as it plays: batch norm folded into the convolutions, weights laid out once
// for the device. Internal to engine/network.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <vector>

#include "engine/network/network_module.h"
#include "engine/network/policy_layout.h"
#include "engine/network/safetensors.h"
#include "engine/network/snapshot_impl.h"
#include "games/game.h"
#include "proto/run_config.pb.h"

namespace tandem {

/// How the tower's tensors lie in memory.
enum class TowerLayout {
  kBlocked,  ///< oneDNN's own, weights reordered once: the fastest on a CPU, x1.2-1.4 here
  kDense,    ///< channels-last LibTorch tensors: CUDA, and CPUs without oneDNN
};

/// The layout that this machine computes fastest.
TowerLayout choose_layout();

/// Answers in float on the CPU. `policy` is laid out as PolicyLayout's row; wdl are logits.
struct FoldedOutput {
  at::Tensor policy;  ///< [B, squares * planes + global_planes]
  at::Tensor wdl;     ///< [B, 3]
};

class FoldedNetwork : public NetworkSnapshotImpl {
 public:
  /// `tensors` as of network_tensors(), complete for `config`. Precision FP32 or BF16.
  FoldedNetwork(const GameInfo& game, const NetworkConfig& config, const TensorMap& tensors,
                Precision precision, TowerLayout layout);

  /// `features`: [B, C, H, W] float on the CPU, of boards of any size. `policy_squares` as of
  /// policy_squares(). Call under c10::InferenceMode; safe from many threads.
  FoldedOutput forward(const at::Tensor& features, const at::Tensor& policy_squares) const;

  /// The squares that the policy head computes, on the network's device; undefined where it
  /// computes all.
  at::Tensor policy_squares(const PolicyLayout& layout) const;

  std::unique_ptr<EvaluationBatch> new_batch(std::shared_ptr<const NetworkSnapshot> owner,
                                             const GameInfo& game, int max_batch) const override;

 private:
  struct Convolution {
    at::Tensor weight;
    at::Tensor bias;
    int padding = 1;
  };
  struct Linear {
    at::Tensor weight;
    at::Tensor bias;
  };
  struct Block {
    Convolution first;
    Convolution second;
    Linear pooling;  ///< undefined in all blocks but one
  };

  /// Reads tensors by name and folds them; only used while the constructor runs.
  class Folder;

  at::Tensor enter_tower(const at::Tensor& features) const;
  at::Tensor leave_tower(const at::Tensor& x) const;
  at::Tensor convolve(const at::Tensor& x, const Convolution& convolution) const;
  at::Tensor pool(const at::Tensor& x) const;
  void add_pooled_bias(at::Tensor& y, const Linear& pooling) const;
  at::Tensor policy(const at::Tensor& x, const at::Tensor& squares) const;
  at::Tensor wdl(const at::Tensor& x) const;

  const TowerLayout layout_;
  at::Device device_;

  Convolution stem_;
  std::vector<Block> blocks_;
  Linear policy_features_;
  Linear policy_board_;
  Linear policy_global_;  ///< undefined without global actions
  Convolution value_features_;
  Linear value_hidden_;
  Linear value_output_;
};

}  // namespace tandem
