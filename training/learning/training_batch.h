// The tensors of one batch, filled from the replay window. Included by training/learning sources
// only.
#pragma once

#include <torch/torch.h>

#include "games/game.h"
#include "training/learning/sample_builder.h"

namespace tandem {

/// B rows; see SampleRow for the columns. Made once and refilled for every step.
struct TrainingBatch {
  TrainingBatch(const FeatureShape& shape, int num_actions, int rows);
  TrainingBatch(const GameInfo& game, int rows)
      : TrainingBatch(game.features, game.num_actions, rows) {}

  SampleRow row(int index) const;

  torch::Tensor features;     ///< [B, C, H, W]
  torch::Tensor policy;       ///< [B, A]
  torch::Tensor legal;        ///< [B, A]
  torch::Tensor wdl;          ///< [B, 3]
  torch::Tensor reply;        ///< [B, A]
  torch::Tensor reply_legal;  ///< [B, A]
};

}  // namespace tandem
