#include "mcts/proof.h"

#include <algorithm>

namespace tandem {
namespace {

Proof proof_of(float value) {
  if (value >= 1) return Proof::kWon;
  if (value <= -1) return Proof::kLost;
  return Proof::kExact;
}

bool is_proven(const Edge& edge) {
  return edge.proof != Proof::kNone && edge.proof != Proof::kBounded;
}

/// Whether an end after `a` plies is better for the mover than one after `b`, at the same value.
bool better_distance(float value, int a, int b) { return value > 0 ? a < b : a > b; }

bool keeps_value(const Edge& edge, const Node& node) {
  return is_proven(edge) && edge.value == node.exact[node.mover];
}

/// The best proven action for the mover, or null.
const Edge* best_proven(const Tree& tree, const Node& node) {
  const Edge* best = nullptr;
  for (const Edge& edge : tree.edges(node)) {
    if (!is_proven(edge)) continue;
    if (!best || edge.value > best->value ||
        (edge.value == best->value && better_distance(edge.value, tree.node(edge.child).distance,
                                                      tree.node(best->child).distance))) {
      best = &edge;
    }
  }
  return best;
}

/// Marks the actions that can't beat what the mover is sure of; returns whether any is left that
/// may.
bool bound_actions(Tree& tree, const Node& node) {
  bool open = false;
  for (Edge& edge : tree.edges(node)) {
    if (edge.proof == Proof::kNone && edge.child != kNoNode) {
      const Node& child = tree.node(edge.child);
      if (child.sure > -1 && child.mover != node.mover && -child.sure <= node.sure) {
        edge.proof = Proof::kBounded;
        edge.value = std::min(edge.value, -child.sure);
      }
    }
    open |= edge.proof == Proof::kNone;
  }
  return open;
}

}  // namespace

bool climb_proof(Tree& tree, const Step& step) {
  Node& node = tree.node(step.node);
  Edge& edge = tree.edge(step.edge);
  const Node& child = tree.node(edge.child);
  if (child.proven) {
    edge.value = child.exact[node.mover];
    edge.proof = proof_of(edge.value);
  }
  if (node.proven) return false;
  const Edge* best = best_proven(tree, node);
  if (!best) return false;
  const bool surer = best->value > node.sure;
  node.sure = best->value;
  if (bound_actions(tree, node) && best->proof != Proof::kWon) return surer;
  node.proven = true;
  node.exact = tree.node(best->child).exact;
  node.distance = tree.node(best->child).distance + 1;
  return true;
}

Values at_least_sure(const Tree& tree, const Node& node, const Values& values) {
  if (values[node.mover] >= node.sure) return values;
  for (const Edge& edge : tree.edges(node)) {
    if (is_proven(edge) && edge.value == node.sure) return tree.node(edge.child).exact;
  }
  return values;
}

int best_proven_edge(const Tree& tree, const Node& node) {
  const std::span<const Edge> edges = tree.edges(node);
  int best = -1;
  for (int i = 0; i < node.num_edges; ++i) {
    if (!keeps_value(edges[i], node)) continue;
    if (best >= 0) {
      const int distance = tree.node(edges[i].child).distance;
      const int best_distance = tree.node(edges[best].child).distance;
      if (better_distance(edges[i].value, best_distance, distance)) continue;
      if (distance == best_distance && edges[i].prior <= edges[best].prior) continue;
    }
    best = i;
  }
  return best;
}

void proven_target(std::span<const Edge> edges, const Node& node, std::span<float> target) {
  float sum = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    target[i] = keeps_value(edges[i], node) ? edges[i].prior : 0;
    sum += target[i];
  }
  for (float& probability : target) probability /= sum;
}

}  // namespace tandem
