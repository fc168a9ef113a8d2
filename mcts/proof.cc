#include "mcts/proof.h"

#include <algorithm>

namespace tandem {
namespace {

Proof proof_of(float value) {
  if (value >= 1) return Proof::kWon;
  if (value <= -1) return Proof::kLost;
  return Proof::kExact;
}

/// Whether an end after `a` plies is better for the mover than one after `b`, at the same value.
bool better_distance(float value, int a, int b) { return value > 0 ? a < b : a > b; }

bool keeps_value(const Edge& edge, const Node& node) {
  return edge.proof != Proof::kNone && edge.value == node.exact[node.mover];
}

}  // namespace

bool record_proof(Tree& tree, const Step& step) {
  Node& node = tree.node(step.node);
  Edge& edge = tree.edge(step.edge);
  const Node& child = tree.node(edge.child);
  edge.value = child.exact[node.mover];
  edge.proof = proof_of(edge.value);
  if (node.proven) return true;
  node.has_exact |= edge.proof == Proof::kExact;

  const Node* best = nullptr;
  if (edge.proof == Proof::kWon) {
    best = &child;
  } else {
    for (const Edge& other : tree.edges(node)) {
      if (other.proof == Proof::kNone) return false;
      const Node& candidate = tree.node(other.child);
      const float value = other.value;
      if (!best || value > best->exact[node.mover] ||
          (value == best->exact[node.mover] &&
           better_distance(value, candidate.distance, best->distance))) {
        best = &candidate;
      }
    }
  }
  node.proven = true;
  node.exact = best->exact;
  node.distance = best->distance + 1;
  return true;
}

Values at_least_exact(const Tree& tree, const Node& node, const Values& values) {
  if (!node.has_exact) return values;
  const Edge* best = nullptr;
  for (const Edge& edge : tree.edges(node)) {
    if (edge.proof == Proof::kExact && (!best || edge.value > best->value)) best = &edge;
  }
  return best->value > values[node.mover] ? tree.node(best->child).exact : values;
}

bool all_lost(std::span<const Edge> edges) {
  return std::all_of(edges.begin(), edges.end(),
                     [](const Edge& edge) { return edge.proof == Proof::kLost; });
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
