// The formulas of Gumbel AlphaZero (Danihelka, Guez, Schrittwieser and Silver, "Policy improvement
// by planning with Gumbel", ICLR 2022). All of q, v and v_mix are the mover's, on [0, 1].
//
//   sigma(q) = (c_visit + max_b N(b)) * c_scale * q
//   v_mix    = [v + sumN * (sum_{N(b)>0} pi(b) q(b) / sum_{N(b)>0} pi(b))] / (1 + sumN)
//   pi'      = softmax(logits + sigma(completed q)),  completed q = q where visited, else v_mix
//
// v is the network's own value and pi its prior, without noise. With the solver, q of a proven
// action is exact, and actions proven to lose take no part: they are left out of both sums of v_mix
// and of sumN in it, and have pi' = 0. At least one action of `edges` must not be lost.
#pragma once

#include <span>

#include "mcts/tree.h"

namespace tandem {

struct SigmaScale {
  float c_visit = 50;
  float c_scale = 0.3f;
};

/// A value of [-1, 1] on [0, 1].
inline float to_unit(float value) { return 0.5f * (value + 1); }
/// And back.
inline float from_unit(float q) { return 2 * q - 1; }

/// The factor of q in sigma.
float sigma_slope(const SigmaScale& scale, std::span<const Edge> edges);

/// v_mix on [0, 1], where `network_value` in [-1, 1] is the network's value for the mover.
float mixed_value(std::span<const Edge> edges, float network_value);

/// completed q on [0, 1].
inline float completed_q(const Edge& edge, float mixed) {
  return edge.visits > 0 || edge.proof != Proof::kNone ? to_unit(edge.value) : mixed;
}

/// Writes pi' for every action.
void improved_policy(std::span<const Edge> edges, float network_value, const SigmaScale& scale,
                     std::span<float> policy);

/// Selection below the root: of the actions neither proven nor bounded, one at least, the one with
/// the largest pi'(a) - N(a) / (1 + sumN), the first of equals. `scratch` has room for one float
/// per action.
int select_interior(std::span<const Edge> edges, float network_value, const SigmaScale& scale,
                    std::span<float> scratch);

}  // namespace tandem
