#include "mcts/backup.h"

#include "mcts/proof.h"

namespace tandem {
namespace {

void add_visit(Node& node, const Values& values) {
  ++node.visits;
  for (int player = 0; player < kMaxPlayers; ++player) node.sum[player] += values[player];
}

}  // namespace

int back_up(Tree& tree, std::span<const Step> path, Values values) {
  bool news = false;  // the child is newly proven, or its mover surer than before
  for (std::size_t i = path.size(); i-- > 0;) {
    const Node& node = tree.node(path[i].node);
    Edge& edge = tree.edge(path[i].edge);
    Node& child = tree.node(edge.child);
    if (child.proven) values = child.exact;
    add_visit(child, values);
    edge.visits = child.visits;
    if (edge.proof == Proof::kNone) {
      edge.value = child.mean(node.mover);
      news |= child.proven;
    }
    news = news && climb_proof(tree, path[i]);
    values = at_least_sure(tree, node, values);
  }
  Node& root = tree.node(kRootNode);
  add_visit(root, root.proven ? root.exact : values);
  return static_cast<int>(path.size()) + 1;
}

}  // namespace tandem
