#include "mcts/dirichlet.h"

#include <array>
#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace tandem {
namespace {

constexpr int kDraws = 40000;

struct Moments {
  double mean = 0;
  double variance = 0;
};

template <typename Draw>
Moments moments(Draw draw) {
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double x = draw();
    sum += x;
    squares += x * x;
  }
  const double mean = sum / kDraws;
  return {mean, squares / kDraws - mean * mean};
}

TEST(Dirichlet, NormalMoments) {
  Random random(1);
  const Moments m = moments([&] { return sample_normal(random); });
  EXPECT_NEAR(m.mean, 0, 4 / std::sqrt(kDraws));
  EXPECT_NEAR(m.variance, 1, 4 * std::sqrt(2.0 / kDraws));
}

// Gamma(a, 1) has mean a, variance a, and its sample variance the standard error
// sqrt((mu4 - a^2) / n) with mu4 = 3 a^2 + 6 a.
TEST(Dirichlet, GammaMoments) {
  for (const double alpha : {0.1, 0.3, 1.0, 2.5, 20.0}) {
    Random random(2);
    const Moments m = moments([&] { return std::exp(sample_log_gamma(random, alpha)); });
    EXPECT_NEAR(m.mean, alpha, 4 * std::sqrt(alpha / kDraws)) << alpha;
    EXPECT_NEAR(m.variance, alpha, 4 * std::sqrt((2 * alpha * alpha + 6 * alpha) / kDraws))
        << alpha;
  }
}

// Gamma(1, 1) is exponential: 10 equally likely cells, chi-square with 9 degrees of freedom; 27.9
// is its 0.999 quantile.
TEST(Dirichlet, GammaOneIsExponential) {
  Random random(3);
  std::array<int, 10> cells{};
  for (int i = 0; i < kDraws; ++i) {
    const double u = 1 - std::exp(-std::exp(sample_log_gamma(random, 1)));
    ++cells[std::min(9, static_cast<int>(u * 10))];
  }
  double chi_square = 0;
  for (const int count : cells) {
    const double expected = kDraws / 10.0;
    chi_square += (count - expected) * (count - expected) / expected;
  }
  EXPECT_LT(chi_square, 27.9);
}

// Symmetric, k = 4: mean 1/4, variance (1/4)(3/4) / (4 alpha + 1).
TEST(Dirichlet, DirichletMoments) {
  for (const double alpha : {0.15, 1.0, 5.0}) {
    Random random(4);
    std::vector<float> out(4);
    const Moments m = moments([&] {
      sample_dirichlet(random, alpha, out);
      float sum = 0;
      for (const float x : out) {
        EXPECT_GE(x, 0);
        sum += x;
      }
      EXPECT_NEAR(sum, 1, 1e-5);
      return static_cast<double>(out[2]);
    });
    const double variance = 0.1875 / (4 * alpha + 1);
    EXPECT_NEAR(m.mean, 0.25, 4 * std::sqrt(variance / kDraws)) << alpha;
    EXPECT_NEAR(m.variance / variance, 1, 0.05) << alpha;
  }
}

TEST(Dirichlet, TinyAlphaStaysFinite) {
  Random random(5);
  std::vector<float> out(7);
  for (int i = 0; i < 1000; ++i) {
    sample_dirichlet(random, 0.001, out);
    float sum = 0;
    for (const float x : out) sum += x;
    ASSERT_NEAR(sum, 1, 1e-5);
  }
}

TEST(RandomStreams, AreDistinct) {
  std::set<std::uint64_t> firsts;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    for (std::uint64_t stream = 0; stream < 100; ++stream) {
      firsts.insert(Random(seed, stream).next());
    }
  }
  EXPECT_EQ(firsts.size(), 10000u);
}

// Bits of neighbouring streams agree half the time: 64 * 1000 bits, standard deviation 126.
TEST(RandomStreams, NeighboursAreUncorrelated) {
  Random a(7, 1);
  Random b(7, 2);
  int differing = 0;
  for (int i = 0; i < 1000; ++i) differing += std::popcount(a.next() ^ b.next());
  EXPECT_NEAR(differing, 32000, 4 * 127);
}

}  // namespace
}  // namespace tandem
