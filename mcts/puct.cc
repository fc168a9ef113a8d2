#include "mcts/puct.h"

#include <tuple>

#include "mcts/dirichlet.h"
#include "mcts/proof.h"

namespace tandem {

int select_puct(std::span<const Edge> edges, float parent_mean, float c_puct) {
  return select_puct(
      edges, parent_mean, c_puct, [&](int i) { return edges[i].prior; }, [](int) { return 0; });
}

void mix_root_noise(std::span<const Edge> edges, double alpha, double fraction, Random& random,
                    std::span<float> priors) {
  if (fraction > 0) sample_dirichlet(random, alpha, priors);
  const float share = static_cast<float>(fraction);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    priors[i] = fraction > 0 ? (1 - share) * edges[i].prior + share * priors[i] : edges[i].prior;
  }
}

void visit_target(std::span<const Edge> edges, std::span<float> target) {
  std::int64_t visits = 0;
  for (const Edge& edge : edges) {
    if (edge.proof != Proof::kLost) visits += edge.visits;
  }
  float sum = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    target[i] = edges[i].proof == Proof::kLost ? 0.0f
                : visits > 0                   ? static_cast<float>(edges[i].visits)
                                               : edges[i].prior;
    sum += target[i];
  }
  for (float& probability : target) probability /= sum;
}

int most_visited_edge(std::span<const Edge> edges) {
  const bool any = all_lost(edges);
  const auto rank = [](const Edge& edge) {
    return std::tuple(edge.visits, edge.visits > 0 ? edge.value : 0.0f, edge.prior);
  };
  int best = -1;
  for (int i = 0; i < static_cast<int>(edges.size()); ++i) {
    if (!any && edges[i].proof == Proof::kLost) continue;
    if (best < 0 || rank(edges[i]) > rank(edges[best])) best = i;
  }
  return best;
}

int sample_action(std::span<const float> target, double uniform) {
  double left = uniform;
  int last = 0;
  for (int i = 0; i < static_cast<int>(target.size()); ++i) {
    if (target[i] <= 0) continue;
    last = i;
    left -= target[i];
    if (left < 0) break;
  }
  return last;
}

}  // namespace tandem
