// MCTS-solver (Winands, Bjornsson and Saito 2008): results that follow from the rules alone climb
// the tree exactly, per player. A node is proven
//   - won for its mover, with the child's values, as soon as one action is proven to win;
//   - otherwise once all actions are proven, with the values of the best of them for the mover.
// While a node is unproven, descents pass over its proven actions: there is nothing left to learn
// there. But the mover can always take the best of them, so no less than its value climbs above the
// node (the lower bounds of Score Bounded MCTS, Cazenave and Saffidine 2010).
//
// Distances climb along, so that wins are played by the shortest way known and losses and draws by
// the longest. Evaluators' answers never prove anything.
#pragma once

#include <span>

#include "mcts/tree.h"

namespace tandem {

/// The step's child has been proven: marks the edge and, where that decides it, proves the node.
/// Returns whether the node is proven now.
bool record_proof(Tree& tree, const Step& step);

/// What the mover is sure of at least: `values`, or those of a proven action that are better for
/// him.
Values at_least_exact(const Tree& tree, const Node& node, const Values& values);

/// Whether every action is proven to lose.
bool all_lost(std::span<const Edge> edges);

/// Of a proven node that isn't terminal: the action to play, as a number in its edges. It keeps the
/// proven value by the preferred distance; ties go to the higher prior.
int best_proven_edge(const Tree& tree, const Node& node);

/// Of a proven node that isn't terminal: the prior, restricted to the actions known to keep the
/// proven value and normalised. `target` has one place per action.
void proven_target(std::span<const Edge> edges, const Node& node, std::span<float> target);

}  // namespace tandem
