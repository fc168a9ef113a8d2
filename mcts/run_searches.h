// Many searches, one batch: what evaluation and matches run on.
#pragma once

#include <span>

#include "mcts/search.h"

namespace tandem {

/// Brings begun searches to their ends on the calling thread. Every round takes one leaf from each
/// and computes them together, so batches form without locks or waiting. Results are those of
/// run_search() one by one, where answers are a function of the position.
void run_searches(std::span<Search> searches, EvaluationBatch& batch);

}  // namespace tandem
