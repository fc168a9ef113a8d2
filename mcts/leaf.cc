#include "mcts/leaf.h"

#include "mcts/backup.h"

namespace tandem {

Answer ask(const Position& root, Position& scratch, EvaluationBatch& batch, Leaf& leaf) {
  scratch.assign(root);
  for (const Action action : leaf.moves) scratch.apply(action);
  leaf.num_legal = scratch.legal_actions(leaf.legal);
  leaf.game_over = leaf.num_legal == 0;
  if (leaf.game_over) {
    const std::optional<Values> outcome = scratch.outcome();
    leaf.by_rules = outcome.has_value();
    if (!outcome) return batch.judge(scratch, &leaf.values);
    leaf.values = *outcome;
    return Answer::kReady;
  }
  leaf.mover = scratch.side_to_move();
  const auto count = static_cast<std::size_t>(leaf.num_legal);
  return batch.add(scratch, std::span<const Action>(leaf.legal).first(count),
                   {std::span<float>(leaf.logits).first(count), &leaf.values});
}

int absorb(Tree& tree, const Leaf& leaf, bool solver) {
  const auto count = static_cast<std::size_t>(leaf.num_legal);
  const auto add = [&] {
    return leaf.game_over
               ? tree.add_terminal(leaf.values, solver && leaf.by_rules)
               : tree.add_evaluated(leaf.mover, std::span<const Action>(leaf.legal).first(count),
                                    std::span<const float>(leaf.logits).first(count), leaf.values);
  };
  if (leaf.path.empty()) {
    if (tree.empty()) add();
  } else if (const std::uint32_t edge = leaf.path.back().edge; tree.edge(edge).child == kNoNode) {
    const NodeIndex child = add();
    tree.edge(edge).child = child;
  }
  return back_up(tree, leaf.path, leaf.values);
}

}  // namespace tandem
