// The end of one descent: a position outside the tree, asked of the rules or of the evaluator, and
// then taken into the tree.
#pragma once

#include <span>
#include <vector>

#include "games/game.h"
#include "mcts/evaluator.h"
#include "mcts/tree.h"

namespace tandem {

/// A descent and its answer. Its memory is reused from descent to descent; it must stay where it is
/// while an answer is queued.
struct Leaf {
  explicit Leaf(const GameInfo& game)
      : legal(game.max_legal_actions), logits(game.max_legal_actions) {}

  /// Back to the root.
  void restart() {
    path.clear();
    moves.clear();
  }
  void step(NodeIndex node, std::uint32_t edge, Action action) {
    path.push_back({node, edge});
    moves.push_back(action);
  }

  std::vector<Step> path;
  std::vector<Action> moves;  ///< the path's actions

  bool game_over = false;
  bool by_rules = false;  ///< and the rules said what it is worth, not a judge
  PlayerId mover = 0;
  int num_legal = 0;
  std::vector<Action> legal;
  std::vector<float> logits;
  Values values{};
};

/// Plays the leaf's moves from `root` on `scratch` and asks who knows: at the game's end the rules,
/// and where they don't judge it the batch's judge; else the batch's evaluator.
Answer ask(const Position& root, Position& scratch, EvaluationBatch& batch, Leaf& leaf);

/// Puts the answered leaf into the tree (unless another descent has done so) and backs its values
/// up. Returns the number of nodes visited.
int absorb(Tree& tree, const Leaf& leaf, bool solver);

}  // namespace tandem
