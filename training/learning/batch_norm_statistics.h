// Batch-norm statistics for weights that were never trained with (their moving average). Included
// by training/learning sources only (LibTorch).
#pragma once

#include <functional>

#include "engine/network/network_module.h"

namespace tandem {

/// Replaces every batch norm's running mean and variance by their plain average over `batches`
/// batches, which `next_input(i)` gives; of boards on a canvas, over their own squares. Leaves the
/// module in evaluation mode.
void recompute_batch_norm_statistics(NetworkModule& module, int batches, bool bf16,
                                     const std::function<NetworkInput(int)>& next_input);

}  // namespace tandem
