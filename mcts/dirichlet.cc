#include "mcts/dirichlet.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tandem {
namespace {

/// Uniform in (0, 1]: safe to take the logarithm of.
double positive_uniform(Random& random) { return 1.0 - random.uniform(); }

/// alpha >= 1.
double log_gamma_by_squeeze(Random& random, double alpha) {
  const double d = alpha - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = sample_normal(random);
    const double root = 1.0 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (std::log(positive_uniform(random)) < 0.5 * x * x + d - d * v + d * std::log(v)) {
      return std::log(d * v);
    }
  }
}

}  // namespace

double sample_normal(Random& random) {
  for (;;) {
    const double x = 2 * random.uniform() - 1;
    const double y = 2 * random.uniform() - 1;
    const double square = x * x + y * y;
    if (square > 0 && square < 1) return x * std::sqrt(-2 * std::log(square) / square);
  }
}

double sample_log_gamma(Random& random, double alpha) {
  if (alpha >= 1) return log_gamma_by_squeeze(random, alpha);
  const double boosted = log_gamma_by_squeeze(random, alpha + 1);
  return boosted + std::log(positive_uniform(random)) / alpha;
}

void sample_dirichlet(Random& random, double alpha, std::span<float> out) {
  std::vector<double> logs(out.size());
  for (double& value : logs) value = sample_log_gamma(random, alpha);
  const double highest = *std::max_element(logs.begin(), logs.end());
  double sum = 0;
  for (double& value : logs) sum += value = std::exp(value - highest);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<float>(logs[i] / sum);
}

}  // namespace tandem
