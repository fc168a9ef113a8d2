// MCTS-solver (Winands, Bjornsson and Saito 2008): results that follow from the rules alone climb
// the tree exactly, per player. A node is proven
//   - won for its mover, with the child's values, as soon as one action is proven to win;
//   - otherwise once no action can be better than the best of the proven ones, with its values.
//
// The second rule uses bounds (Score Bounded MCTS, Cazenave and Saffidine 2010). A mover is sure of
// the best of his proven actions. What he is sure of, his opponent can't deny him: so in two-player
// games, which are taken to be zero-sum, an action is bounded, and needs no more visits, when the
// reply is sure of so much that the action can't beat a proven one. Descents pass over proven and
// bounded actions, since there is nothing to gain, and no less than the mover is sure of climbs
// above a node.
//
// Distances climb along, so that wins are played by the shortest way known and losses and draws by
// the longest. Evaluators' answers never prove anything.
#pragma once

#include <span>

#include "mcts/tree.h"

namespace tandem {

/// The step's child is newly proven, or its mover newly sure of more: marks the edge and, where
/// that decides something, the node. Returns whether the node is now proven or surer than before.
bool climb_proof(Tree& tree, const Step& step);

/// `values`, or what the node's mover is sure of where that is better for him.
Values at_least_sure(const Tree& tree, const Node& node, const Values& values);

/// Of a proven node that isn't terminal: the action to play, as a number in its edges. It keeps the
/// proven value by the preferred distance; ties go to the higher prior.
int best_proven_edge(const Tree& tree, const Node& node);

/// Of a proven node that isn't terminal: the prior, restricted to the actions known to keep the
/// proven value and normalised. `target` has one place per action.
void proven_target(std::span<const Edge> edges, const Node& node, std::span<float> target);

}  // namespace tandem
