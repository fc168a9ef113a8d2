// AlphaZero's selection rule (Silver et al. 2018), with first-play urgency:
//
//   argmax_a Q(a) + c_puct * P(a) * sqrt(max(1, sumN)) / (1 + N(a))
//
// Q is the mover's mean in [-1, 1], exact once proven. An unvisited action takes the parent's mean
// less 0.25 * sqrt(the prior mass of the visited actions): at first the parent's own value, and the
// worse the more of the prior has been tried (as in KataGo). Proven and bounded actions are
// passed over (proof.h). P is the prior; at the root mixed with Dirichlet noise. With descents in
// flight (parallel_search.h), N and sumN count them too, while Q doesn't (WU-UCT, Liu et al., ICLR
// 2020).
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "games/random.h"
#include "mcts/tree.h"

namespace tandem {

inline constexpr float kFirstPlayReduction = 0.25f;

/// The action to descend into, as a number in `edges`, of which at least one must be Proof::kNone;
/// the first of equals. prior(i) and in_flight(i) answer for action i.
template <typename Prior, typename InFlight>
int select_puct(std::span<const Edge> edges, float parent_mean, float c_puct, Prior prior,
                InFlight in_flight) {
  int total = 0;
  float visited_mass = 0;
  for (int i = 0; i < static_cast<int>(edges.size()); ++i) {
    total += edges[i].visits + in_flight(i);
    if (edges[i].visits > 0) visited_mass += prior(i);
  }
  const float exploration = c_puct * std::sqrt(static_cast<float>(total > 1 ? total : 1));
  const float first_play = parent_mean - kFirstPlayReduction * std::sqrt(visited_mass);
  int best = -1;
  float best_score = 0;
  for (int i = 0; i < static_cast<int>(edges.size()); ++i) {
    const Edge& edge = edges[i];
    if (edge.proof != Proof::kNone) continue;
    const float q = edge.visits > 0 ? edge.value : first_play;
    const float n = static_cast<float>(edge.visits + in_flight(i));
    const float score = q + exploration * prior(i) / (1 + n);
    if (best < 0 || score > best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

/// The same with the network's priors and nothing in flight.
int select_puct(std::span<const Edge> edges, float parent_mean, float c_puct);

/// P(a) = (1 - fraction) * prior(a) + fraction * Dirichlet(alpha), fraction in [0, 1]; with
/// fraction 0 nothing is drawn.
void mix_root_noise(std::span<const Edge> edges, double alpha, double fraction, Random& random,
                    std::span<float> priors);

/// Visits as target and move count them. Descents pass over proven actions, so those would lack
/// the visits that they deserve: one that is exact and no worse than the most visited of the others
/// counts as visited as often as that; a lost one counts 0.
std::vector<int> effective_visits(std::span<const Edge> edges);

/// The policy target: effective visits, normalised; without any, the prior of what isn't lost.
void visit_target(std::span<const Edge> edges, std::span<float> target);

/// The action with most effective visits; then the higher value, then an exact one, then the higher
/// prior.
int most_visited_edge(std::span<const Edge> edges);

/// An action drawn in proportion to `target`; `uniform` in [0, 1) decides.
int sample_action(std::span<const float> target, double uniform);

}  // namespace tandem
