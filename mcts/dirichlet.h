// Dirichlet noise for PUCT's root.
#pragma once

#include <span>

#include "games/random.h"

namespace tandem {

/// Standard normal, by Marsaglia's polar method.
double sample_normal(Random& random);

/// The logarithm of a Gamma(alpha, 1) draw, alpha > 0: Marsaglia and Tsang, "A simple method for
/// generating gamma variables" (2000); for alpha < 1 by Gamma(alpha) = Gamma(alpha + 1) * U^(1 /
/// alpha). In logarithms, because draws for small alpha underflow.
double sample_log_gamma(Random& random, double alpha);

/// A draw of the symmetric Dirichlet distribution: out is nonnegative and sums to 1.
void sample_dirichlet(Random& random, double alpha, std::span<float> out);

}  // namespace tandem
