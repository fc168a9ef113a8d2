// The work that the position contract's benchmark times: random games, and a plain UCT search whose
// leaves are random games. Templates over the position's type: `Position` itself pays for virtual
// calls, a game's own final class does not.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "games/game.h"
#include "games/random.h"

namespace tandem::benchmarks {

inline constexpr int kMaxActions = 64;

/// Plays random moves to the end; returns how many.
template <class P>
int play_to_end(P& position, Random& random) {
  std::array<Action, kMaxActions> actions;
  int plies = 0;
  while (!position.is_terminal()) {
    const int count = position.legal_actions(actions);
    position.apply(actions[random.below(count)]);
    ++plies;
  }
  return plies;
}

/// Plays `games` random games from `root`; returns the number of plies.
template <class P>
std::uint64_t play_rollouts(const P& root, P& scratch, int games) {
  Random random(1);
  std::uint64_t plies = 0;
  for (int game = 0; game < games; ++game) {
    scratch.assign(root);
    plies += play_to_end(scratch, random);
  }
  return plies;
}

/// UCB1 over a tree that grows by one node a visit.
template <class P>
class RolloutUct {
 public:
  RolloutUct(const P& root, P& scratch) : root_(root), scratch_(scratch) {}

  /// Returns the number of plies played, in the tree and below it.
  std::uint64_t search(int visits) {
    nodes_.assign(1, Node{});
    nodes_.reserve(static_cast<std::size_t>(visits) * 8);
    Random random(1);
    std::uint64_t plies = 0;
    for (int visit = 0; visit < visits; ++visit) plies += simulate(random);
    return plies;
  }

 private:
  struct Node {
    float value = 0;  // sum, for the player who moved here
    int visits = 0;
    int first_child = 0;  // 0: not expanded
    std::int16_t children = 0;
    std::int8_t mover = 0;
    Action action = 0;
  };

  int simulate(Random& random) {
    scratch_.assign(root_);
    path_.clear();
    path_.push_back(0);
    int node = 0;
    while (nodes_[node].first_child != 0) {
      node = select(nodes_[node]);
      scratch_.apply(nodes_[node].action);
      path_.push_back(node);
    }
    int plies = static_cast<int>(path_.size()) - 1;
    if (!scratch_.is_terminal()) {
      expand(node);
      plies += play_to_end(scratch_, random);
    }
    const Values values = *scratch_.outcome();
    for (const int visited : path_) {
      ++nodes_[visited].visits;
      nodes_[visited].value += values[nodes_[visited].mover];
    }
    return plies;
  }

  void expand(int node) {
    std::array<Action, kMaxActions> actions;
    const int count = scratch_.legal_actions(actions);
    const auto mover = static_cast<std::int8_t>(scratch_.side_to_move());
    nodes_[node].first_child = static_cast<int>(nodes_.size());
    nodes_[node].children = static_cast<std::int16_t>(count);
    for (int i = 0; i < count; ++i) {
      nodes_.push_back(Node{.mover = mover, .action = actions[i]});
    }
  }

  int select(const Node& node) const {
    const float log_visits = std::log(static_cast<float>(node.visits));
    int best = node.first_child;
    float best_score = -1e9f;
    for (int child = node.first_child; child < node.first_child + node.children; ++child) {
      const Node& candidate = nodes_[child];
      if (candidate.visits == 0) return child;
      const auto visits = static_cast<float>(candidate.visits);
      const float score = candidate.value / visits + std::sqrt(2 * log_visits / visits);
      if (score > best_score) {
        best_score = score;
        best = child;
      }
    }
    return best;
  }

  const P& root_;
  P& scratch_;
  std::vector<Node> nodes_;
  std::vector<int> path_;
};

/// One way of calling the rules. Each function returns the number of plies played.
struct Workload {
  std::uint64_t (*rollouts)(const Position& root, Position& scratch, int games);
  std::uint64_t (*uct)(const Position& root, Position& scratch, int visits);
};

template <class P>
Workload workload_for() {
  return {[](const Position& root, Position& scratch, int games) {
            return play_rollouts(static_cast<const P&>(root), static_cast<P&>(scratch), games);
          },
          [](const Position& root, Position& scratch, int visits) {
            return RolloutUct(static_cast<const P&>(root), static_cast<P&>(scratch)).search(visits);
          }};
}

Workload virtual_workload();
Workload tic_tac_toe_workload();
Workload connect_four_workload();

}  // namespace tandem::benchmarks
