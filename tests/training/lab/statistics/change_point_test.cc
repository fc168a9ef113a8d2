#include "training/lab/statistics/change_point.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "games/random.h"
#include "tests/training/lab/statistics/refusal.h"
#include "training/lab/statistics/distributions.h"

namespace tandem {
namespace {

// Two lines that meet at `peak` with the value 3.
std::vector<double> hinge(int rounds, int peak, double before, double after) {
  std::vector<double> curve;
  for (int round = 0; round < rounds; ++round) {
    curve.push_back(3 + (round < peak ? before : after) * (round - peak));
  }
  return curve;
}

void add_noise(std::vector<double>& curve, double deviation, Random& random) {
  for (double& value : curve) value += deviation * draw_normal(random);
}

const ShapeFit& fit_of(const ChangePoint& found, CurveShape shape) {
  return found.fits[static_cast<std::size_t>(shape)];
}

TEST(ChangePoint, CriteriaByHand) {
  // Constant: level 0, R = 8, so n ln(R / n) = 0. BIC 2 ln 8 = 4.158883, AICc 4 + 12 / 5 = 6.4.
  // Line: with x = round - 3.5 the sum of x y is -4, of x^2 42: slope -4 / 42, R = 8 - 16 / 42 =
  // 7.619048. n ln(R / n) = -0.390321, BIC that + 3 ln 8 = 5.848003, AICc that + 6 + 24 / 4.
  const ChangePoint found = find_change_point(std::vector<double>{1, -1, 1, -1, 1, -1, 1, -1});
  const ShapeFit& constant = fit_of(found, CurveShape::kConstant);
  EXPECT_NEAR(constant.level, 0, 1e-12);
  EXPECT_NEAR(constant.residuals, 8, 1e-12);
  EXPECT_NEAR(constant.bic, 4.158883, 1e-6);
  EXPECT_NEAR(constant.aicc, 6.4, 1e-12);
  const ShapeFit& line = fit_of(found, CurveShape::kLine);
  EXPECT_NEAR(line.slope_before, -4.0 / 42, 1e-12);
  EXPECT_NEAR(line.slope_after, -4.0 / 42, 1e-12);
  EXPECT_NEAR(line.residuals, 8 - 16.0 / 42, 1e-12);
  EXPECT_NEAR(line.bic, 5.848003, 1e-6);
  EXPECT_NEAR(line.aicc, -0.390321 + 6 + 24.0 / 4, 1e-6);
  EXPECT_EQ(found.shape, CurveShape::kConstant);
}

TEST(ChangePoint, RecoversEveryShapeWithoutNoise) {
  struct Case {
    std::vector<double> curve;
    CurveShape shape;
    int break_round;
    int parameters;
  };
  for (const Criterion criterion : {Criterion::kBic, Criterion::kAicc}) {
    for (const Case& wanted :
         {Case{std::vector<double>(12, 0.7), CurveShape::kConstant, -1, 2},
          Case{std::vector<double>(12, 0.0), CurveShape::kConstant, -1, 2},
          Case{hinge(12, 0, 0.1, 0.1), CurveShape::kLine, -1, 3},
          Case{hinge(12, 0, -0.1, -0.1), CurveShape::kLine, -1, 3},
          Case{hinge(12, 4, 0.5, 0.1), CurveShape::kBreak, 4, 5},
          Case{hinge(12, 4, 0.5, 0), CurveShape::kBreak, 4, 4},      // plateau
          Case{hinge(12, 9, 0, -0.5), CurveShape::kBreak, 9, 4},     // flat, then falls
          Case{hinge(12, 6, -0.5, 0.25), CurveShape::kBreak, 6, 5},  // a valley
          Case{hinge(12, 2, 0.5, -0.1), CurveShape::kRiseThenFall, 2, 5},
          Case{hinge(7, 4, 1e6, -2e6), CurveShape::kRiseThenFall, 4, 5}}) {
      const ChangePoint found = find_change_point(wanted.curve, criterion);
      EXPECT_EQ(found.shape, wanted.shape);
      EXPECT_EQ(found.chosen().shape, wanted.shape);
      EXPECT_EQ(found.chosen().break_round, wanted.break_round);
      EXPECT_EQ(found.chosen().parameters, wanted.parameters);
      for (std::size_t round = 0; round < wanted.curve.size(); ++round) {
        const double value = wanted.curve[round];
        EXPECT_NEAR(found.chosen().at(static_cast<double>(round)), value,
                    1e-9 * (1 + std::abs(value)));
      }
    }
  }
}

TEST(ChangePoint, GivesSlopesAndLevelOfABrokenLine) {
  const ShapeFit fit = find_change_point(hinge(15, 5, 0.4, -0.2)).chosen();
  EXPECT_NEAR(fit.level, 3, 1e-9);
  EXPECT_NEAR(fit.slope_before, 0.4, 1e-9);
  EXPECT_NEAR(fit.slope_after, -0.2, 1e-9);
}

TEST(ChangePoint, FitsAreLeastSquares) {
  // No step away from a fit, in any of its numbers, makes its residuals smaller.
  Random random(2);
  std::vector<double> curve = hinge(14, 6, 0.5, -0.5);
  add_noise(curve, 0.3, random);
  const ShapeFit fit = find_change_point(curve).chosen();
  ASSERT_EQ(fit.parameters, 5);
  const auto residuals = [&](const ShapeFit& of) {
    double sum = 0;
    for (std::size_t round = 0; round < curve.size(); ++round) {
      sum += std::pow(curve[round] - of.at(static_cast<double>(round)), 2);
    }
    return sum;
  };
  EXPECT_NEAR(residuals(fit), fit.residuals, 1e-12);
  for (double ShapeFit::*number :
       {&ShapeFit::level, &ShapeFit::slope_before, &ShapeFit::slope_after}) {
    for (const double step : {-1e-4, 1e-4}) {
      ShapeFit moved = fit;
      moved.*number += step;
      EXPECT_GT(residuals(moved), fit.residuals);
    }
  }
}

TEST(ChangePoint, SaysWhereAShapeDoesNotExist) {
  const ChangePoint found = find_change_point(hinge(10, 5, -1, 1));
  EXPECT_EQ(fit_of(found, CurveShape::kRiseThenFall).bic, std::numeric_limits<double>::infinity());
  EXPECT_EQ(fit_of(found, CurveShape::kRiseThenFall).break_round, -1);
}

// How often each shape is chosen for a noisy curve.
std::array<double, 4> shares(const std::vector<double>& truth, double deviation,
                             Criterion criterion = Criterion::kBic) {
  constexpr int kCurves = 500;
  Random random(9);
  std::array<double, 4> result{};
  for (int i = 0; i < kCurves; ++i) {
    std::vector<double> curve = truth;
    add_noise(curve, deviation, random);
    result[static_cast<std::size_t>(find_change_point(curve, criterion).shape)] += 1.0 / kCurves;
  }
  return result;
}

TEST(ChangePoint, OfNoisyCurvesIsMostlyRight) {
  EXPECT_GE(shares(hinge(40, 0, 0, 0), 1)[0], 0.85);
  EXPECT_GE(shares(hinge(40, 0, 0.3, 0.3), 1)[1], 0.83);
  EXPECT_GE(shares(hinge(20, 10, 1, 0), 1)[2], 0.87);
  EXPECT_GE(shares(hinge(20, 10, 1, -0.5), 1)[3], 0.97);
  // What the header says of few rounds.
  EXPECT_NEAR(shares(hinge(10, 0, 0, 0), 1)[0], 0.70, 0.07);
  EXPECT_NEAR(shares(hinge(10, 0, 0, 0), 1, Criterion::kAicc)[0], 0.92, 0.05);
}

TEST(ChangePoint, BreakIsFoundNearItsRound) {
  Random random(10);
  int near = 0;
  for (int i = 0; i < 200; ++i) {
    std::vector<double> curve = hinge(20, 8, 1, -0.5);
    add_noise(curve, 0.5, random);
    near += std::abs(find_change_point(curve).chosen().break_round - 8) <= 1 ? 1 : 0;
  }
  EXPECT_GE(near, 190);
}

TEST(ChangePoint, RefusesCurvesItCannotTell) {
  EXPECT_EQ(refusal([] { find_change_point(std::vector<double>(6, 1.0)); }),
            "Change point: 6 values are too few; give at least 7");
  std::vector<double> curve(9, 1.0);
  curve[4] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refusal([&] { find_change_point(curve); }),
            "Change point: value 4 is nan; leave out what was not measured");
}

}  // namespace
}  // namespace tandem
