// Selection at the root of Gumbel AlphaZero (Danihelka et al., ICLR 2022): draw g(a) ~ Gumbel(0, 1)
// once, keep the m actions with the largest g + logits, and let sequential halving share the visits
// among them, ranking by g + logits + sigma(completed q) whenever a phase begins.
//
// Actions that the solver proves or bounds leave at once: there is nothing left to learn about
// them. Their unspent visits go to the others, and only when no candidate is left do actions come
// in that were dropped before. Those proven neither lost nor won still compete for the move, by
// their exact value.
#pragma once

#include <span>
#include <vector>

#include "games/random.h"
#include "mcts/gumbel.h"
#include "mcts/sequential_halving.h"
#include "mcts/tree.h"

namespace tandem {

class GumbelRoot {
 public:
  /// For a search of n visits to the root's actions, of which at most `considered` enter: m =
  /// min(considered, legal, n). g is `noise` times the drawn noise; with noise 0 nothing is drawn.
  /// With uniform_fraction f > 0, g + logits becomes g + log((1 - f) prior + f / legal), here and
  /// for the move.
  void begin(std::span<const Edge> edges, int considered, int n, double noise,
             double uniform_fraction, Random& random);

  /// The action to descend into, as a number in `edges`, of which at least one must be
  /// Proof::kNone.
  int select(std::span<const Edge> edges, float network_value, const SigmaScale& scale);

  /// The move to play while the root is unproven: the largest g + logits + sigma(completed q) among
  /// the most visited of the actions left open and those proven exact; the first of equals.
  int best(std::span<const Edge> edges, float network_value, const SigmaScale& scale);

 private:
  void compute_scores(std::span<const Edge> edges, float network_value, const SigmaScale& scale);
  void begin_phase(std::span<const Edge> edges, float network_value, const SigmaScale& scale);
  void begin_pass(std::span<const Edge> edges, float network_value, const SigmaScale& scale);

  int m_ = 1;
  int n_ = 0;
  HalvingPhase phase_;
  int pass_ = 0;            // of phase_.visits_each
  std::size_t cursor_ = 0;  // next in candidates_
  std::vector<int> candidates_;
  std::vector<float> noise_;  // g, and what mixing in the uniform policy adds to the logits
  std::vector<float> scores_;
};

}  // namespace tandem
