// What the trainer minimises. Included by training/learning sources only (LibTorch).
#pragma once

#include <torch/torch.h>

#include "engine/network/network_module.h"
#include "proto/run_config.pb.h"
#include "training/learning/training_batch.h"

namespace tandem {

/// Cross-entropy of each row in nats, [B]: `target` [B, A] against the softmax of `logits` over the
/// actions whose `legal` is 1. A row whose target is all 0 has loss 0.
torch::Tensor masked_cross_entropy(const torch::Tensor& logits, const torch::Tensor& target,
                                   const torch::Tensor& legal);

/// target^(1/4), normalised: what the soft policy head learns (illegal actions stay 0).
torch::Tensor soften(const torch::Tensor& target);

/// Means over the batch; `reply` over the rows that have a reply target. `soft` and `reply` are
/// undefined where their weight is 0.
struct Losses {
  torch::Tensor total;  ///< policy + value_loss_weight * value + soft and reply with their weights
  torch::Tensor policy;
  torch::Tensor value;
  torch::Tensor soft;
  torch::Tensor reply;
};

Losses compute_losses(const NetworkOutput& output, const TrainingBatch& batch,
                      const TrainerConfig& config);

}  // namespace tandem
