#include "mcts/gumbel.h"

#include <algorithm>
#include <limits>

#include "mcts/exponential.h"

namespace tandem {
namespace {

/// What one pass over the edges tells pi'.
struct Statistics {
  int max_visits = 0;
  int visits = 0;
  float mixed = 0;
  float highest = -1;  // completed q of the actions that aren't lost
};

Statistics gather(std::span<const Edge> edges, float network_value) {
  Statistics result;
  int counted = 0;
  float weight = 0;
  float weighted = 0;
  bool unvisited = false;
  for (const Edge& edge : edges) {
    if (edge.visits == 0) {
      unvisited = true;
      continue;
    }
    result.max_visits = std::max(result.max_visits, edge.visits);
    result.visits += edge.visits;
    if (edge.proof == Proof::kLost) continue;
    const float q = to_unit(edge.value);
    result.highest = std::max(result.highest, q);
    counted += edge.visits;
    weight += edge.prior;
    weighted += edge.prior * q;
  }
  result.mixed = to_unit(network_value);
  if (counted > 0) {
    const float sum = static_cast<float>(counted);
    result.mixed = (result.mixed + sum * (weighted / weight)) / (1 + sum);
  }
  if (unvisited) result.highest = std::max(result.highest, result.mixed);
  return result;
}

float slope_of(const SigmaScale& scale, int max_visits) {
  return (scale.c_visit + static_cast<float>(max_visits)) * scale.c_scale;
}

}  // namespace

float sigma_slope(const SigmaScale& scale, std::span<const Edge> edges) {
  int max_visits = 0;
  for (const Edge& edge : edges) max_visits = std::max(max_visits, edge.visits);
  return slope_of(scale, max_visits);
}

float mixed_value(std::span<const Edge> edges, float network_value) {
  return gather(edges, network_value).mixed;
}

void improved_policy(std::span<const Edge> edges, float network_value, const SigmaScale& scale,
                     std::span<float> policy) {
  const Statistics statistics = gather(edges, network_value);
  const float slope = slope_of(scale, statistics.max_visits);
  float highest = std::numeric_limits<float>::lowest();
  for (std::size_t i = 0; i < edges.size(); ++i) {
    policy[i] = edges[i].logit + slope * completed_q(edges[i], statistics.mixed);
    if (edges[i].proof != Proof::kLost) highest = std::max(highest, policy[i]);
  }
  float sum = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    policy[i] = edges[i].proof == Proof::kLost ? 0.0f : exp_nonpositive(policy[i] - highest);
    sum += policy[i];
  }
  for (float& probability : policy) probability /= sum;
}

int select_interior(std::span<const Edge> edges, float network_value, const SigmaScale& scale,
                    std::span<float> scratch) {
  // pi' as prior * exp(sigma): the prior is at hand, and all unvisited actions share one
  // exponential.
  const Statistics statistics = gather(edges, network_value);
  const float slope = slope_of(scale, statistics.max_visits);
  const float unvisited = exp_nonpositive(slope * (statistics.mixed - statistics.highest));
  float sum = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const Edge& edge = edges[i];
    const float factor = edge.visits == 0 ? unvisited
                         : edge.proof == Proof::kLost
                             ? 0.0f
                             : exp_nonpositive(slope * (to_unit(edge.value) - statistics.highest));
    sum += scratch[i] = edge.prior * factor;
  }
  const float per_mass = 1 / sum;
  const float per_visit = 1 / static_cast<float>(1 + statistics.visits);
  int best = -1;
  float best_score = 0;
  for (int i = 0; i < static_cast<int>(edges.size()); ++i) {
    if (edges[i].proof != Proof::kNone) continue;
    const float score = scratch[i] * per_mass - static_cast<float>(edges[i].visits) * per_visit;
    if (best < 0 || score > best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

}  // namespace tandem
