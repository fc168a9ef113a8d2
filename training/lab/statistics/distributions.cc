#include "training/lab/statistics/distributions.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace tandem {
namespace {

// In (0, 1), both ends excluded: a quantile there is infinite.
double draw_open_uniform(Random& random) {
  return (static_cast<double>(random.next() >> 12) + 0.5) * 0x1p-52;
}

}  // namespace

double student_t_quantile(double p, double freedom) {
  return boost::math::quantile(boost::math::students_t(freedom), p);
}

double student_t_above(double t, double freedom) {
  if (std::isinf(t)) return t > 0 ? 0 : 1;
  return boost::math::cdf(boost::math::complement(boost::math::students_t(freedom), t));
}

double draw_normal(Random& random) {
  return boost::math::quantile(boost::math::normal(), draw_open_uniform(random));
}

double draw_chi_squared(double freedom, Random& random) {
  return boost::math::quantile(boost::math::chi_squared(freedom), draw_open_uniform(random));
}

}  // namespace tandem
