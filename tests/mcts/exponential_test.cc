#include "mcts/exponential.h"

#include <cmath>

#include <gtest/gtest.h>

namespace tandem {
namespace {

TEST(Exponential, AgreesWithTheLibraryOverItsRange) {
  for (int i = 0; i < 870000; ++i) {
    const float x = -static_cast<float>(i) * 1e-4f;
    const double exact = std::exp(static_cast<double>(x));
    ASSERT_NEAR(exp_nonpositive(x) / exact, 1.0, 3e-7) << x;
  }
}

TEST(Exponential, KeepsItsEdges) {
  EXPECT_EQ(exp_nonpositive(0), 1);
  EXPECT_EQ(exp_nonpositive(3), 1);
  EXPECT_EQ(exp_nonpositive(-88), 0);
  EXPECT_EQ(exp_nonpositive(-1e30f), 0);
  EXPECT_EQ(exp_nonpositive(-INFINITY), 0);
}

}  // namespace
}  // namespace tandem
