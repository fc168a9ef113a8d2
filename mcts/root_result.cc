#include "mcts/root_result.h"

#include "mcts/proof.h"
#include "mcts/puct.h"

namespace tandem {
namespace {

void set_target(std::span<const float> target, SearchResult& result) {
  for (std::size_t i = 0; i < target.size(); ++i) result.actions[i].target = target[i];
}

void set_best(int best, SearchResult& result) {
  result.best = result.chosen = result.actions[best].action;
}

Values child_values(const Node& child) {
  if (child.proven) return child.exact;
  Values values{};
  for (PlayerId player = 0; player < kMaxPlayers; ++player) values[player] = child.mean(player);
  return values;
}

Values improved_values(const Tree& tree, std::span<const float> target) {
  const Node& root = tree.node(kRootNode);
  const std::span<const Edge> edges = tree.edges(root);
  Values weighted{};
  float mass = 0;
  int visits = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].visits == 0 || edges[i].proof == Proof::kLost) continue;
    const Values values = child_values(tree.node(edges[i].child));
    const float weight = std::max(target[i], kSmallestPrior);
    for (PlayerId p = 0; p < kMaxPlayers; ++p) weighted[p] += weight * values[p];
    mass += weight;
    visits += edges[i].visits;
  }
  if (visits == 0) return root.network;
  Values result{};
  const float n = static_cast<float>(visits);
  for (PlayerId p = 0; p < kMaxPlayers; ++p) {
    result[p] = (root.network[p] + n * (weighted[p] / mass)) / (1 + n);
  }
  return result;
}

}  // namespace

SearchResult describe_root(const Tree& tree) {
  const Node& root = tree.node(kRootNode);
  const std::span<const Edge> edges = tree.edges(root);
  const float mixed = mixed_value(edges, root.network[root.mover]);
  SearchResult result;
  result.network_values = root.network;
  result.actions.resize(edges.size());
  for (std::size_t i = 0; i < edges.size(); ++i) {
    ActionResult& action = result.actions[i];
    action.action = edges[i].action;
    action.prior = edges[i].prior;
    action.visits = edges[i].visits;
    action.value = from_unit(completed_q(edges[i], mixed));
    if (edges[i].child == kNoNode) continue;
    if (const Node& child = tree.node(edges[i].child); child.proven) action.proven = child.exact;
  }
  return result;
}

void finish_gumbel(const Tree& tree, const SigmaScale& scale, int best, SearchResult& result) {
  const Node& root = tree.node(kRootNode);
  std::vector<float> target(result.actions.size());
  improved_policy(tree.edges(root), root.network[root.mover], scale, target);
  set_target(target, result);
  set_best(best, result);
  result.values = improved_values(tree, target);
}

void finish_puct(const Tree& tree, int best, SearchResult& result) {
  const Node& root = tree.node(kRootNode);
  std::vector<float> target(result.actions.size());
  visit_target(tree.edges(root), target);
  set_target(target, result);
  set_best(best, result);
  for (PlayerId p = 0; p < kMaxPlayers; ++p) result.values[p] = root.mean(p);
}

void finish_proven(const Tree& tree, SearchResult& result) {
  const Node& root = tree.node(kRootNode);
  std::vector<float> target(result.actions.size());
  proven_target(tree.edges(root), root, target);
  set_target(target, result);
  set_best(best_proven_edge(tree, root), result);
  result.values = root.exact;
  result.proven = true;
}

}  // namespace tandem
