#include "mcts/puct.h"

#include <algorithm>
#include <tuple>

#include "mcts/dirichlet.h"

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

std::vector<int> effective_visits(std::span<const Edge> edges) {
  const Edge* most = nullptr;
  for (const Edge& edge : edges) {
    const bool open = edge.proof == Proof::kNone || edge.proof == Proof::kBounded;
    if (open && (!most || edge.visits > most->visits)) most = &edge;
  }
  std::vector<int> visits;
  for (const Edge& edge : edges) {
    if (edge.proof == Proof::kLost) {
      visits.push_back(0);
    } else if (edge.proof == Proof::kExact && most && edge.value >= most->value) {
      visits.push_back(std::max(edge.visits, most->visits));
    } else {
      visits.push_back(edge.visits);
    }
  }
  return visits;
}

void visit_target(std::span<const Edge> edges, std::span<float> target) {
  const std::vector<int> visits = effective_visits(edges);
  const bool any = std::any_of(visits.begin(), visits.end(), [](int n) { return n > 0; });
  float sum = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const bool lost = edges[i].proof == Proof::kLost;
    target[i] = any ? static_cast<float>(visits[i]) : lost ? 0.0f : edges[i].prior;
    sum += target[i];
  }
  for (float& probability : target) probability /= sum;
}

int most_visited_edge(std::span<const Edge> edges) {
  const std::vector<int> visits = effective_visits(edges);
  const auto rank = [&](int i) {
    const Edge& edge = edges[i];
    return std::tuple(edge.proof != Proof::kLost, visits[i], edge.visits > 0 ? edge.value : 0.0f,
                      edge.proof == Proof::kExact, edge.prior);
  };
  int best = 0;
  for (int i = 1; i < static_cast<int>(edges.size()); ++i) {
    if (rank(i) > rank(best)) best = i;
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
