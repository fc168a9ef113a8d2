#include "training/lab/statistics/distributions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace tandem {
namespace {

TEST(Distributions, StudentQuantilesAreThoseOfPrintedTables) {
  EXPECT_NEAR(student_t_quantile(0.975, 1), 12.706, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.975, 2), 4.303, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.975, 4), 2.776, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.975, 9), 2.262, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.975, 29), 2.045, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.95, 4), 2.132, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.995, 10), 3.169, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.025, 9), -2.262, 5e-4);
}

TEST(Distributions, StudentTailsHaveClosedFormsForFewDegrees) {
  for (const double t : {-3.0, -0.5, 0.0, 1.0, 2.5, 40.0}) {
    EXPECT_NEAR(student_t_above(t, 1), 0.5 - std::atan(t) / std::numbers::pi, 1e-12);
    EXPECT_NEAR(student_t_above(t, 2), 0.5 - t / (2 * std::sqrt(2 + t * t)), 1e-12);
  }
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(student_t_above(infinity, 4), 0);
  EXPECT_EQ(student_t_above(-infinity, 4), 1);
}

TEST(Distributions, DrawsHaveTheirMomentsAndFollowTheSeed) {
  constexpr int kDraws = 20000;
  Random random(11);
  double normal = 0, normal_squares = 0, chi = 0, chi_squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double z = draw_normal(random);
    const double x = draw_chi_squared(3, random);
    normal += z / kDraws;
    normal_squares += z * z / kDraws;
    chi += x / kDraws;
    chi_squares += (x - 3) * (x - 3) / kDraws;
  }
  EXPECT_NEAR(normal, 0, 0.03);  // four standard errors, and so below
  EXPECT_NEAR(normal_squares, 1, 0.04);
  EXPECT_NEAR(chi, 3, 0.07);
  EXPECT_NEAR(chi_squares, 6, 0.45);
  Random again(5);
  Random same(5);
  EXPECT_EQ(draw_normal(again), draw_normal(same));
}

}  // namespace
}  // namespace tandem
