#include "mcts/proof.h"

#include <array>
#include <vector>

#include <gtest/gtest.h>

#include "mcts/backup.h"

namespace tandem {
namespace {

constexpr std::array<Action, 3> kActions = {0, 1, 2};
constexpr std::array<float, 3> kLogits = {0, 1, 0};

/// A tree of one node for player 0 with three actions.
Tree one_node() {
  Tree tree;
  tree.add_evaluated(0, kActions, kLogits, {0.5f, -0.5f});
  back_up(tree, {}, {0.5f, -0.5f});
  return tree;
}

/// Visits a new terminal child.
void end_game(Tree& tree, NodeIndex parent, int action, Values outcome,
              std::span<const Step> before) {
  const std::uint32_t edge = tree.node(parent).first_edge + action;
  const NodeIndex child = tree.add_terminal(outcome, true);
  tree.edge(edge).child = child;
  std::vector<Step> path(before.begin(), before.end());
  path.push_back({parent, edge});
  back_up(tree, path, outcome);
}

/// Visits a new evaluated child of the root, for player 1, with two actions.
NodeIndex expand(Tree& tree, int action, Values values) {
  const std::uint32_t edge = tree.node(kRootNode).first_edge + action;
  const NodeIndex child =
      tree.add_evaluated(1, std::span(kActions).first(2), std::span(kLogits).first(2), values);
  tree.edge(edge).child = child;
  const std::array<Step, 1> path = {Step{kRootNode, edge}};
  back_up(tree, path, values);
  return child;
}

TEST(Proof, OneWinProvesANode) {
  Tree tree = one_node();
  end_game(tree, kRootNode, 2, {1, -1}, {});
  const Node& root = tree.node(kRootNode);
  EXPECT_TRUE(root.proven);
  EXPECT_EQ(root.exact, (Values{1, -1}));
  EXPECT_EQ(root.distance, 1);
  EXPECT_EQ(best_proven_edge(tree, root), 2);
  std::array<float, 3> target;
  proven_target(tree.edges(root), root, target);
  EXPECT_EQ(target, (std::array<float, 3>{0, 0, 1}));
}

TEST(Proof, AllMustBeProvenOtherwise) {
  Tree tree = one_node();
  end_game(tree, kRootNode, 0, {-1, 1}, {});
  end_game(tree, kRootNode, 1, {0, 0}, {});
  EXPECT_FALSE(tree.node(kRootNode).proven);
  EXPECT_EQ(tree.edge(0).proof, Proof::kLost);
  EXPECT_EQ(tree.edge(1).proof, Proof::kExact);
  end_game(tree, kRootNode, 2, {-1, 1}, {});
  const Node& root = tree.node(kRootNode);
  EXPECT_TRUE(root.proven);
  EXPECT_EQ(root.exact, (Values{0, 0}));
  EXPECT_EQ(best_proven_edge(tree, root), 1);
  EXPECT_EQ(root.visits, 4);
}

TEST(Proof, EverythingLostKeepsThePriorAndPlaysTheLongestLoss) {
  Tree tree = one_node();
  end_game(tree, kRootNode, 0, {-1, 1}, {});
  end_game(tree, kRootNode, 1, {-1, 1}, {});
  // The third loses too, but only after player 1 replies.
  const NodeIndex child = expand(tree, 2, {0, 0});
  const std::array<Step, 1> before = {Step{kRootNode, 2}};
  end_game(tree, child, 0, {-1, 1}, before);
  const Node& root = tree.node(kRootNode);
  EXPECT_TRUE(root.proven);
  EXPECT_EQ(root.exact, (Values{-1, 1}));
  EXPECT_EQ(root.distance, 2);
  EXPECT_EQ(best_proven_edge(tree, root), 2);
  std::array<float, 3> target;
  proven_target(tree.edges(root), root, target);
  for (int i = 0; i < 3; ++i) EXPECT_FLOAT_EQ(target[i], tree.edge(i).prior);
}

TEST(Proof, ExactValuesClimbInsteadOfTheLeafs) {
  Tree tree = one_node();
  const NodeIndex child = expand(tree, 0, {0.25f, -0.25f});
  const std::array<Step, 1> before = {Step{kRootNode, 0}};
  end_game(tree, child, 0, {0, 0}, before);
  EXPECT_FALSE(tree.node(child).proven);
  EXPECT_FLOAT_EQ(tree.edge(0).value, 0.125f);  // of 0.25 and 0
  // Player 1 now has a draw and a loss for himself: the draw is what climbs, not the leaf's win for
  // 0.
  end_game(tree, child, 1, {1, -1}, before);
  EXPECT_TRUE(tree.node(child).proven);
  EXPECT_EQ(tree.node(child).exact, (Values{0, 0}));
  EXPECT_EQ(tree.edge(0).proof, Proof::kExact);
  EXPECT_EQ(tree.edge(0).value, 0);
  EXPECT_DOUBLE_EQ(tree.node(kRootNode).sum[0], 0.5 + 0.25 + 0 + 0);
}

// The mover holds a draw: what his other actions return below it climbs as a draw.
TEST(Proof, NoLessThanTheExactClimbs) {
  Tree tree = one_node();
  const NodeIndex child = expand(tree, 0, {0, 0});
  const std::array<Step, 1> before = {Step{kRootNode, 0}};
  end_game(tree, child, 0, {0, 0}, before);
  // Player 1's other action looks good for player 0, then bad.
  const std::uint32_t edge = tree.node(child).first_edge + 1;
  const NodeIndex grandchild = tree.add_evaluated(0, kActions, kLogits, {0.5f, -0.5f});
  tree.edge(edge).child = grandchild;
  const std::array<Step, 2> path = {Step{kRootNode, 0}, Step{child, edge}};
  back_up(tree, path, {0.5f, -0.5f});
  back_up(tree, path, {-0.75f, 0.75f});
  EXPECT_DOUBLE_EQ(tree.node(grandchild).sum[0], -0.25);
  EXPECT_DOUBLE_EQ(tree.node(child).sum[0], 0 + 0 + 0 - 0.75);
  EXPECT_DOUBLE_EQ(tree.node(kRootNode).sum[0], 0.5 + 0 + 0 + 0 - 0.75);
}

// Player 0 is sure of a draw by action 0. After action 2 player 1 is sure of a draw: no better for
// player 0, so the action is bounded, and the node is proven once the third is lost.
TEST(Proof, ABoundedActionNeedsNoProof) {
  Tree tree = one_node();
  end_game(tree, kRootNode, 0, {0, 0}, {});
  const NodeIndex child = expand(tree, 2, {0.9f, -0.9f});
  EXPECT_EQ(tree.edge(2).proof, Proof::kNone);
  const std::array<Step, 1> before = {Step{kRootNode, 2}};
  end_game(tree, child, 1, {0, 0}, before);
  EXPECT_FALSE(tree.node(child).proven);
  EXPECT_EQ(tree.edge(2).proof, Proof::kBounded);
  EXPECT_LE(tree.edge(2).value, 0);
  end_game(tree, kRootNode, 1, {-1, 1}, {});
  const Node& root = tree.node(kRootNode);
  EXPECT_TRUE(root.proven);
  EXPECT_EQ(root.exact, (Values{0, 0}));
  EXPECT_EQ(best_proven_edge(tree, root), 0);
  std::array<float, 3> target;
  proven_target(tree.edges(root), root, target);
  EXPECT_EQ(target, (std::array<float, 3>{1, 0, 0})) << "only what is known to keep the draw";
}

TEST(Proof, ABoundWorksInEitherOrder) {
  Tree tree = one_node();
  const NodeIndex child = expand(tree, 2, {0.9f, -0.9f});
  const std::array<Step, 1> before = {Step{kRootNode, 2}};
  end_game(tree, child, 1, {0, 0}, before);
  EXPECT_EQ(tree.edge(2).proof, Proof::kNone);
  end_game(tree, kRootNode, 0, {0, 0}, {});
  EXPECT_EQ(tree.edge(2).proof, Proof::kBounded);
}

TEST(Proof, ShorterWinsAreBetter) {
  Tree tree = one_node();
  // Action 1 (higher prior) wins in two more plies: both replies lose at once.
  const NodeIndex child = expand(tree, 1, {0, 0});
  const std::array<Step, 1> before = {Step{kRootNode, 1}};
  end_game(tree, child, 0, {1, -1}, before);
  end_game(tree, child, 1, {1, -1}, before);
  EXPECT_EQ(best_proven_edge(tree, tree.node(kRootNode)), 1);
  EXPECT_EQ(tree.node(kRootNode).distance, 2);
  end_game(tree, kRootNode, 0, {1, -1}, {});
  EXPECT_EQ(best_proven_edge(tree, tree.node(kRootNode)), 0);
  // The target spreads over both known wins by prior: 1 : e.
  std::array<float, 3> target;
  proven_target(tree.edges(tree.node(kRootNode)), tree.node(kRootNode), target);
  EXPECT_NEAR(target[1] / target[0], 2.7182818, 1e-5);
  EXPECT_EQ(target[2], 0);
}

TEST(Tree, KeepsASubtree) {
  Tree tree = one_node();
  expand(tree, 0, {0, 0});
  const NodeIndex child = expand(tree, 2, {0.25f, -0.25f});
  const std::array<Step, 1> before = {Step{kRootNode, 2}};
  end_game(tree, child, 1, {0, 0}, before);
  tree.keep_subtree(child);
  EXPECT_EQ(tree.size(), 2u);
  EXPECT_EQ(tree.num_edges(), 2u);
  const Node& root = tree.node(kRootNode);
  EXPECT_EQ(root.visits, 2);
  EXPECT_EQ(root.mover, 1);
  EXPECT_EQ(tree.edges(root)[0].child, kNoNode);
  EXPECT_EQ(tree.edges(root)[1].child, 1u);
  EXPECT_TRUE(tree.node(1).terminal());
}

}  // namespace
}  // namespace tandem
