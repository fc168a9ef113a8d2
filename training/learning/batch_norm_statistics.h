// Batch-norm statistics for weights that were never trained with (their moving average). Included
// by training/learning sources only (LibTorch).
#pragma once

#include <functional>

#include "engine/network/network_module.h"

namespace tandem {

/// Replaces every batch norm's running mean and variance by their plain average over `batches`
/// batches of features, [B, C, H, W], which `next_features(i)` gives. Leaves the module in
/// evaluation mode.
void recompute_batch_norm_statistics(NetworkModule& module, int batches, bool bf16,
                                     const std::function<torch::Tensor(int)>& next_features);

}  // namespace tandem
