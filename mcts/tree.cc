#include "mcts/tree.h"

#include <algorithm>

#include "games/error.h"
#include "mcts/exponential.h"

namespace tandem {
namespace {

[[noreturn]] void throw_not_finite() {
  throw Error(
      "the evaluator answered a logit or value that is not a finite number: the network's weights "
      "are damaged or its training has diverged; go back to an earlier checkpoint");
}

/// Sets each edge's prior to its softmax probability.
void set_priors(std::span<Edge> edges, float highest) {
  float sum = 0;
  for (Edge& edge : edges) sum += edge.prior = exp_nonpositive(edge.logit - highest);
  const float scale = 1 / sum;
  for (Edge& edge : edges) edge.prior = std::max(edge.prior * scale, kSmallestPrior);
}

}  // namespace

void Tree::clear() {
  nodes_.clear();
  edges_.clear();
}

NodeIndex Tree::add_evaluated(PlayerId mover, std::span<const Action> actions,
                              std::span<const float> logits, const Values& values) {
  float zero = 0;  // stays 0 unless something is infinite or no number
  for (const float value : values) zero += value * 0.0f;
  float highest = logits[0];
  for (const float logit : logits) {
    zero += logit * 0.0f;
    highest = std::max(highest, logit);
  }
  if (zero != 0) throw_not_finite();

  const std::uint32_t first = num_edges();
  edges_.resize(first + actions.size());
  for (std::size_t i = 0; i < actions.size(); ++i) {
    edges_[first + i].action = actions[i];
    edges_[first + i].logit = logits[i];
  }
  Node& node = nodes_.emplace_back();
  node.mover = mover;
  node.network = values;
  node.first_edge = first;
  node.num_edges = static_cast<std::int32_t>(actions.size());
  set_priors(edges(node), highest);
  return size() - 1;
}

NodeIndex Tree::add_terminal(const Values& outcome, bool proven) {
  Node& node = nodes_.emplace_back();
  node.network = outcome;
  node.proven = proven;
  if (proven) node.exact = outcome;
  return size() - 1;
}

void Tree::keep_subtree(NodeIndex top) {
  spare_nodes_.clear();
  spare_edges_.clear();
  spare_nodes_.push_back(nodes_[top]);
  // Breadth first: each copied node copies its edges, and appends the children to the same queue.
  for (std::size_t i = 0; i < spare_nodes_.size(); ++i) {
    const std::span<const Edge> old_edges = edges(spare_nodes_[i]);
    spare_nodes_[i].first_edge = static_cast<std::uint32_t>(spare_edges_.size());
    for (Edge edge : old_edges) {
      if (edge.child != kNoNode) {
        spare_nodes_.push_back(nodes_[edge.child]);
        edge.child = static_cast<NodeIndex>(spare_nodes_.size() - 1);
      }
      spare_edges_.push_back(edge);
    }
  }
  nodes_.swap(spare_nodes_);
  edges_.swap(spare_edges_);
}

}  // namespace tandem
