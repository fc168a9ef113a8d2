// The search tree: nodes and edges in two arrays that are kept from search to search, so that a
// simulation allocates nothing. Nodes hold no positions; a descent replays its moves from the root.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "games/game.h"

namespace tandem {

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex kNoNode = ~NodeIndex{0};
inline constexpr NodeIndex kRootNode = 0;

/// What the rules prove about an action, for the player who takes it.
enum class Proof : std::uint8_t {
  kNone,
  kLost,     ///< its value is -1
  kWon,      ///< its value is 1
  kExact,    ///< its value is known and between: a draw
  kBounded,  ///< its value isn't known, but is at most that of a proven action of the same node
};

/// One legal action of a node.
struct Edge {
  Action action = 0;
  NodeIndex child = kNoNode;  ///< made by the first visit
  std::int32_t visits = 0;
  float value = 0;  ///< for the node's mover, in [-1, 1]: mean of the visits, exact once proven,
                    ///< capped once bounded
  float logit = 0;
  float prior = 0;  ///< softmax of the logits, at least kSmallestPrior
  Proof proof = Proof::kNone;
};

/// Keeps weighted means defined where the network all but rules an action out.
inline constexpr float kSmallestPrior = 1e-20f;

struct Node {
  std::uint32_t first_edge = 0;
  std::int32_t num_edges = 0;  ///< 0: the game is over
  std::int32_t visits = 0;     ///< its own evaluation and every descent through it
  std::int32_t distance = 0;   ///< once proven: plies to the end by best play, as far as is known
  PlayerId mover = 0;
  bool proven = false;
  float sure = -1;   ///< for the mover: the best of its proven actions
  Values network{};  ///< the evaluator's answer, or the outcome where the game is over
  Values exact{};    ///< once proven
  std::array<double, kMaxPlayers> sum{};  ///< of what its visits returned

  bool terminal() const { return num_edges == 0; }
  float mean(PlayerId player) const { return static_cast<float>(sum[player] / visits); }
};

/// One move of a descent: the edge (a number in the tree's edge array) taken at a node.
struct Step {
  NodeIndex node = 0;
  std::uint32_t edge = 0;
};

/// Node kRootNode is the root. References into the tree are valid until the next add_ or
/// keep_subtree call.
class Tree {
 public:
  bool empty() const { return nodes_.empty(); }
  NodeIndex size() const { return static_cast<NodeIndex>(nodes_.size()); }

  /// Drops all nodes; memory is kept.
  void clear();

  /// A position that was evaluated: one edge and one logit per legal action. Throws Error if an
  /// answer is not finite.
  NodeIndex add_evaluated(PlayerId mover, std::span<const Action> actions,
                          std::span<const float> logits, const Values& values);

  /// A position in which the game is over. With `proven`, its outcome counts as a proof.
  NodeIndex add_terminal(const Values& outcome, bool proven);

  /// Makes `node` the root and drops all that isn't below it.
  void keep_subtree(NodeIndex node);

  Node& node(NodeIndex index) { return nodes_[index]; }
  const Node& node(NodeIndex index) const { return nodes_[index]; }
  Edge& edge(std::uint32_t index) { return edges_[index]; }
  const Edge& edge(std::uint32_t index) const { return edges_[index]; }
  std::span<Edge> edges(const Node& node) {
    return {edges_.data() + node.first_edge, static_cast<std::size_t>(node.num_edges)};
  }
  std::span<const Edge> edges(const Node& node) const {
    return {edges_.data() + node.first_edge, static_cast<std::size_t>(node.num_edges)};
  }
  std::uint32_t num_edges() const { return static_cast<std::uint32_t>(edges_.size()); }

 private:
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<Node> spare_nodes_;  // keep_subtree copies into these and swaps
  std::vector<Edge> spare_edges_;
};

}  // namespace tandem
