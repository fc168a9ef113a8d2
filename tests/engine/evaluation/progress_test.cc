#include "engine/progress.h"

#include <gtest/gtest.h>

namespace tandem {
namespace {

TEST(Progress, WritesDurations) {
  EXPECT_EQ(format_duration(0), "0:00");
  EXPECT_EQ(format_duration(46.4), "0:46");
  EXPECT_EQ(format_duration(725), "12:05");
  EXPECT_EQ(format_duration(3723), "1:02:03");
  EXPECT_EQ(format_duration(-5), "0:00");
}

TEST(Progress, CountsRateAndTimeLeftWithoutEarlierWork) {
  const Progress progress("match", "games", 500, 100);
  EXPECT_EQ(progress.line(100, 0, ""), "match: 100/500 games");
  EXPECT_EQ(progress.line(120, 10, ""), "match: 120/500 games, 2 games/s, 3:10 left");
  EXPECT_EQ(progress.line(500, 200, "LLR 1.00"), "match: 500/500 games, 2 games/s, LLR 1.00");
}

}  // namespace
}  // namespace tandem
