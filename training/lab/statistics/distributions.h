// The distributions that intervals and tests of the lab rest on, from Boost.Math. Kept here so that
// only one file compiles its slow headers.
#pragma once

#include "games/random.h"

namespace tandem {

/// The value that Student's t with `freedom` > 0 degrees of freedom stays below with chance `p` in
/// (0, 1).
double student_t_quantile(double p, double freedom);

/// The chance that Student's t with `freedom` > 0 degrees of freedom exceeds `t`, which may be
/// infinite.
double student_t_above(double t, double freedom);

/// One draw from the normal distribution with mean 0 and standard deviation 1.
double draw_normal(Random& random);

/// One draw from chi-squared with `freedom` > 0 degrees of freedom.
double draw_chi_squared(double freedom, Random& random);

}  // namespace tandem
