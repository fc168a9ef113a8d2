// System 1 alone: what the evaluator would play, without search ("visits=0").
#pragma once

#include <span>
#include <vector>

#include "mcts/search.h"

namespace tandem {

/// One result a position, asked in one batch. The best action has the largest logit (the first of
/// equals), the target is the prior, the values are the evaluator's, and visits are 0. Positions
/// must not be terminal.
std::vector<SearchResult> network_choices(const Game& game,
                                          std::span<const Position* const> positions,
                                          EvaluationBatch& batch);

}  // namespace tandem
