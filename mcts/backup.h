// What a descent found out climbs back to the root.
#pragma once

#include <span>

#include "mcts/tree.h"

namespace tandem {

/// Adds one visit to the root and to the child of every step: N += 1, sum += values, per player.
/// Edges keep their mover's mean, sum / N, until they are proven. If the last child is proven,
/// proofs climb as far as they reach (proof.h); above a proven node its exact values are what
/// climbs, and above any other no less than its mover is sure of. Returns the number of nodes
/// visited: steps + 1.
int back_up(Tree& tree, std::span<const Step> path, Values values);

}  // namespace tandem
