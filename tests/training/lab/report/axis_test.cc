#include "training/lab/report/axis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "games/random.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> labels(const Axis& axis) {
  std::vector<std::string> result;
  for (const Tick& tick : axis.ticks) result.push_back(tick.label);
  return result;
}

TEST(Axis, TicksAreTheRoundNumbersInside) {
  EXPECT_THAT(labels(axis_within(0, 10, 11, true)),
              ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"));
  EXPECT_THAT(labels(axis_within(0, 30, 11, true)),
              ElementsAre("0", "5", "10", "15", "20", "25", "30"));
  EXPECT_THAT(labels(axis_within(0.07, 0.93, 6, false)), ElementsAre("0.2", "0.4", "0.6", "0.8"));
  EXPECT_THAT(labels(axis_within(-0.6, 0.6, 4, false)), ElementsAre("-0.5", "0.0", "0.5"));
}

TEST(Axis, WholeNumbersHaveNoHalfTicks) {
  EXPECT_THAT(labels(axis_within(0, 2, 11, true)), ElementsAre("0", "1", "2"));
  EXPECT_THAT(labels(axis_within(0, 2, 6, false)), ElementsAre("0.0", "0.5", "1.0", "1.5", "2.0"));
  EXPECT_THAT(labels(axis_within(2.5, 3.5, 11, true)), ElementsAre("3"));
}

TEST(Axis, AroundReachesTheTickOnBothSides) {
  const Axis percent = axis_around(3.1, 97.2, 6);
  EXPECT_EQ(percent.low, 0);
  EXPECT_EQ(percent.high, 100);
  EXPECT_THAT(labels(percent), ElementsAre("0", "20", "40", "60", "80", "100"));
  const Axis share = axis_around(0.02, 1, 6);
  EXPECT_EQ(share.low, 0);
  EXPECT_EQ(share.high, 1);
  EXPECT_THAT(labels(share), ElementsAre("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"));
  // An end that is a tick already stays.
  const Axis exact = axis_around(0.2, 0.6, 5);
  EXPECT_DOUBLE_EQ(exact.low, 0.2);
  EXPECT_DOUBLE_EQ(exact.high, 0.6);
}

TEST(Axis, AnIntervalWithoutWidthIsWidened) {
  EXPECT_EQ(axis_around(0, 0, 6).low, 0);
  EXPECT_EQ(axis_around(0, 0, 6).high, 1);
  const Axis axis = axis_within(84, 84, 6, false);
  EXPECT_EQ(axis.low, 42);
  EXPECT_EQ(axis.high, 126);
  EXPECT_EQ(axis_within(-84, -84, 6, false).high, -42);
}

TEST(Axis, LongNumbersGetAnExponent) {
  EXPECT_THAT(labels(axis_within(0, 4e9, 5, false)),
              ElementsAre("0", "1e+09", "2e+09", "3e+09", "4e+09"));
  EXPECT_THAT(labels(axis_within(0, 2e-8, 3, false)), ElementsAre("0", "1e-08", "2e-08"));
  EXPECT_THAT(labels(axis_within(0, 2e6, 3, false)), ElementsAre("0", "1000000", "2000000"));
}

/// `step` is 1, 2 or 5 times a power of ten.
bool is_round(double step) {
  const double mantissa = step / std::pow(10, std::floor(std::log10(step) + 1e-9));
  for (const double round : {1.0, 2.0, 5.0}) {
    if (std::abs(mantissa - round) < 1e-4) return true;
  }
  return false;
}

/// What axis.h promises of every interval.
void expect_sound(const Axis& axis, double low, double high, std::size_t most_ticks) {
  SCOPED_TRACE(std::to_string(low) + " to " + std::to_string(high));
  ASSERT_LT(axis.low, axis.high);
  ASSERT_LE(axis.ticks.size(), most_ticks);
  ASSERT_GE(axis.ticks.size(), 2u);
  const double width = axis.high - axis.low;
  const double step = axis.ticks[1].value - axis.ticks[0].value;
  EXPECT_TRUE(is_round(step)) << step;
  for (std::size_t i = 0; i < axis.ticks.size(); ++i) {
    const Tick& tick = axis.ticks[i];
    EXPECT_GE(tick.value, axis.low - 1e-5 * step);
    EXPECT_LE(tick.value, axis.high + 1e-5 * step);
    EXPECT_NEAR(tick.value, axis.ticks[0].value + static_cast<double>(i) * step, 1e-5 * step);
    EXPECT_NEAR(std::stod(tick.label), tick.value, 1e-3 * width);
  }
}

TEST(Axis, IsSoundForIntervalsOfAllSizes) {
  Random random(5);
  for (int i = 0; i < 20000; ++i) {
    const double width = std::pow(10, -8 + 16 * random.uniform());
    const double low = (random.uniform() - 0.5) * 100 * width;
    const Axis within = axis_within(low, low + width, 9, false);
    EXPECT_EQ(within.low, low);
    EXPECT_EQ(within.high, low + width);
    expect_sound(within, low, low + width, 9);
    const Axis around = axis_around(low, low + width, 9);
    EXPECT_LE(around.low, low + 1e-5 * width);
    EXPECT_GE(around.high, low + width * (1 - 1e-5));
    expect_sound(around, low, low + width, 10);
  }
}

TEST(Axis, EndsAtTheEdgesOfItsDomain) {
  for (const double size : {1e-320, 1e-95, 1e-80, 1e80, 1e100}) {
    expect_sound(axis_within(-size, size, 6, false), -size, size, 6);
    expect_sound(axis_around(size, size, 6), size, size, 7);
    expect_sound(axis_within(size, std::nextafter(size, 2 * size), 6, false), size, size, 6);
  }
}

}  // namespace
}  // namespace tandem
