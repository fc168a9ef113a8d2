#include "mcts/gumbel_root.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tandem {
namespace {

/// Proven or bounded.
bool is_settled(const Edge& edge) { return edge.proof != Proof::kNone; }

}  // namespace

void GumbelRoot::begin(std::span<const Edge> edges, int considered, int n, double noise,
                       double uniform_fraction, Random& random) {
  const std::size_t num_actions = edges.size();
  n_ = n;
  m_ = std::max(1, std::min({considered, static_cast<int>(num_actions), n}));
  noise_.assign(num_actions, 0.0f);
  if (noise != 0) {
    for (float& g : noise_) g = static_cast<float>(noise * random.gumbel());
  }
  if (uniform_fraction > 0) {
    const double uniform = uniform_fraction / static_cast<double>(num_actions);
    for (std::size_t i = 0; i < num_actions; ++i) {
      const double mixed = (1 - uniform_fraction) * edges[i].prior + uniform;
      noise_[i] += static_cast<float>(std::log(mixed) - edges[i].logit);
    }
  }
  scores_.resize(num_actions);
  candidates_.resize(num_actions);
  std::iota(candidates_.begin(), candidates_.end(), 0);
  phase_ = {};
  pass_ = -1;  // the first select() begins the first phase
  cursor_ = 0;
}

void GumbelRoot::compute_scores(std::span<const Edge> edges, float network_value,
                                const SigmaScale& scale) {
  const float mixed = mixed_value(edges, network_value);
  const float slope = sigma_slope(scale, edges);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    scores_[i] = noise_[i] + edges[i].logit + slope * completed_q(edges[i], mixed);
  }
}

void GumbelRoot::begin_phase(std::span<const Edge> edges, float network_value,
                             const SigmaScale& scale) {
  pass_ = 0;
  std::erase_if(candidates_, [&](int i) { return is_settled(edges[i]); });
  if (candidates_.empty()) {
    for (int i = 0; i < static_cast<int>(edges.size()); ++i) {
      if (!is_settled(edges[i])) candidates_.push_back(i);
    }
  }
  compute_scores(edges, network_value, scale);
  std::sort(candidates_.begin(), candidates_.end(), [&](int a, int b) {
    return scores_[a] != scores_[b] ? scores_[a] > scores_[b] : a < b;
  });
  const auto most = static_cast<std::size_t>(phase_.candidates);
  if (candidates_.size() > most) candidates_.resize(most);
}

void GumbelRoot::begin_pass(std::span<const Edge> edges, float network_value,
                            const SigmaScale& scale) {
  cursor_ = 0;
  if (pass_ < 0) {
    phase_ = first_halving_phase(m_, n_);
    begin_phase(edges, network_value, scale);
    return;
  }
  if (++pass_ >= phase_.visits_each) {
    phase_ = next_halving_phase(phase_, m_, n_);
    begin_phase(edges, network_value, scale);
    return;
  }
  std::erase_if(candidates_, [&](int i) { return is_settled(edges[i]); });
  if (candidates_.empty()) begin_phase(edges, network_value, scale);
}

int GumbelRoot::select(std::span<const Edge> edges, float network_value, const SigmaScale& scale) {
  if (pass_ < 0) begin_pass(edges, network_value, scale);
  for (;;) {
    while (cursor_ < candidates_.size()) {
      const int candidate = candidates_[cursor_++];
      if (!is_settled(edges[candidate])) return candidate;
    }
    begin_pass(edges, network_value, scale);
  }
}

int GumbelRoot::best(std::span<const Edge> edges, float network_value, const SigmaScale& scale) {
  compute_scores(edges, network_value, scale);
  int most = 0;
  for (const Edge& edge : edges) {
    if (!is_settled(edge)) most = std::max(most, edge.visits);
  }
  int best = -1;
  for (int i = 0; i < static_cast<int>(edges.size()); ++i) {
    const Edge& edge = edges[i];
    const bool competes =
        edge.proof == Proof::kExact || (edge.proof == Proof::kNone && edge.visits == most);
    if (competes && (best < 0 || scores_[i] > scores_[best])) best = i;
  }
  return best;
}

}  // namespace tandem
