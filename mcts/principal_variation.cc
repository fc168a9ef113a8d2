#include "mcts/principal_variation.h"

#include "mcts/proof.h"
#include "mcts/puct.h"

namespace tandem {

std::vector<Action> principal_variation(const Tree& tree, int first) {
  std::vector<Action> line;
  const Node* node = &tree.node(kRootNode);
  int best = first;
  for (;;) {
    const Edge& edge = tree.edges(*node)[best];
    line.push_back(edge.action);
    if (edge.child == kNoNode) return line;
    node = &tree.node(edge.child);
    if (node->terminal()) return line;
    best = node->proven ? best_proven_edge(tree, *node) : most_visited_edge(tree.edges(*node));
    if (tree.edges(*node)[best].child == kNoNode) return line;
  }
}

}  // namespace tandem
