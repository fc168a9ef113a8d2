// From a finished tree to what callers see.
#pragma once

#include <cstdint>

#include "mcts/gumbel.h"
#include "mcts/search.h"
#include "mcts/tree.h"

namespace tandem {

/// Actions, priors, visits, values, proofs and the network's values of an evaluated root. Unvisited
/// actions take v_mix (gumbel.h). Fills in neither target nor move nor the root's values.
SearchResult describe_root(const Tree& tree);

/// Gumbel: target pi' and, for each player p, values = [v_p + sumN * (sum pi' q_p / sum pi')] / (1
/// + sumN) over the visited actions: v_mix with the improved policy, so that visits which
/// sequential halving spends on bad actions don't count against the position.
void finish_gumbel(const Tree& tree, const SigmaScale& scale, int best, SearchResult& result);

/// PUCT: target by visits; values = the mean of all visits.
void finish_puct(const Tree& tree, int best, SearchResult& result);

/// Either, once the root is proven: exact values, target and best move by proof.h.
void finish_proven(const Tree& tree, SearchResult& result);

}  // namespace tandem
