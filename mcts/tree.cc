#include "mcts/tree.h"

#include <algorithm>
#include <cmath>

#include "games/error.h"
#include "mcts/exponential.h"

namespace tandem {
namespace {

[[noreturn]] void throw_not_finite() {
  throw Error(
      "the evaluator answered a logit or value that is not a finite number: the network's weights "
      "are damaged or its training has diverged; go back to an earlier checkpoint");
}

void set_priors(std::span<Edge> edges) {
  float highest = edges.front().logit;
  for (const Edge& edge : edges) highest = std::max(highest, edge.logit);
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
  for (const float value : values) {
    if (!std::isfinite(value)) throw_not_finite();
  }
  for (const float logit : logits.first(actions.size())) {
    if (!std::isfinite(logit)) throw_not_finite();
  }
  Node& node = nodes_.emplace_back();
  node.mover = mover;
  node.network = values;
  node.first_edge = num_edges();
  node.num_edges = static_cast<std::int32_t>(actions.size());
  for (std::size_t i = 0; i < actions.size(); ++i) {
    Edge& edge = edges_.emplace_back();
    edge.action = actions[i];
    edge.logit = logits[i];
  }
  set_priors(edges(node));
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
