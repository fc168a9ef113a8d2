#include "engine/gtp/time_control.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/random.h"

namespace tandem {
namespace {

using testing::DoubleNear;
using testing::Optional;
using Kind = TimeSettings::Kind;

constexpr StoneColour kBlack = StoneColour::kBlack;
constexpr StoneColour kWhite = StoneColour::kWhite;

TimeControl control(const TimeSettings& settings) {
  TimeControl time;
  time.set(settings);
  return time;
}

TEST(TimeControl, HasNoLimitBeforeItIsSet) {
  EXPECT_FALSE(TimeControl().seconds_for_move(kBlack, 30));
  EXPECT_FALSE(control({Kind::kNone, 300, 0, 0}).seconds_for_move(kBlack, 30));
}

TEST(TimeControl, SharesMainTimeAmongTheMovesLeft) {
  TimeControl time = control({Kind::kAbsolute, 300, 0, 0});
  EXPECT_THAT(time.seconds_for_move(kBlack, 30), Optional(DoubleNear(10 * 0.95, 1e-9)));
  time.spend(kBlack, 60);
  EXPECT_THAT(time.seconds_for_move(kBlack, 24), Optional(DoubleNear(10 * 0.95, 1e-9)));
  EXPECT_THAT(time.seconds_for_move(kWhite, 30), Optional(DoubleNear(10 * 0.95, 1e-9)));
  time.set_left(kBlack, 15, 0);
  EXPECT_THAT(time.seconds_for_move(kBlack, 5), Optional(DoubleNear(3 - 0.15, 1e-9)));
  time.restart();
  EXPECT_THAT(time.seconds_for_move(kBlack, 30), Optional(DoubleNear(10 * 0.95, 1e-9)));
}

TEST(TimeControl, KeepsToTheOvertimePeriod) {
  TimeControl canadian = control({Kind::kCanadian, 0, 100, 10});
  EXPECT_THAT(canadian.seconds_for_move(kBlack, 30), Optional(DoubleNear(10 * 0.95, 1e-9)));
  canadian.set_left(kBlack, 20, 4);
  EXPECT_THAT(canadian.seconds_for_move(kBlack, 30), Optional(DoubleNear(5 * 0.95, 1e-9)));
  TimeControl byo_yomi = control({Kind::kByoYomi, 0, 10, 3});
  EXPECT_THAT(byo_yomi.seconds_for_move(kWhite, 30), Optional(DoubleNear(10 * 0.95, 1e-9)));
  byo_yomi.set_left(kWhite, 10, 1);
  EXPECT_THAT(byo_yomi.seconds_for_move(kWhite, 30), Optional(DoubleNear(10 * 0.95, 1e-9)));
}

TEST(TimeControl, WithNothingLeftMovesAtOnce) {
  EXPECT_THAT(control({Kind::kAbsolute, 0.1, 0, 0}).seconds_for_move(kBlack, 10), Optional(0.0));
  TimeControl time = control({Kind::kAbsolute, 10, 0, 0});
  time.spend(kBlack, 100);
  EXPECT_THAT(time.seconds_for_move(kBlack, 10), Optional(0.0));
}

/// A controller's clock: whether a move of so many seconds is in time.
class StrictClock {
 public:
  explicit StrictClock(const TimeSettings& settings)
      : settings_(settings),
        main_(settings.main),
        left_(settings.period),
        stones_(settings.stones) {}

  bool move(double seconds) {
    const double over = std::max(0.0, seconds - main_);
    main_ = std::max(0.0, main_ - seconds);
    if (over == 0 && main_ > 0) return true;
    if (settings_.kind == Kind::kAbsolute) return over == 0;
    if (settings_.kind == Kind::kByoYomi) return over < settings_.period;
    left_ -= over;
    if (left_ < 0) return false;
    if (--stones_ == 0) {
      left_ = settings_.period;
      stones_ = settings_.stones;
    }
    return true;
  }

 private:
  TimeSettings settings_;
  double main_;
  double left_;
  int stones_;
};

TEST(TimeControl, NeverOverstepsAClockThatRunsALittleFaster) {
  // By its own reckoning alone, with up to a tenth of a second lost on every move.
  Random random(1);
  for (int game = 0; game < 2000; ++game) {
    TimeSettings settings;
    settings.kind = static_cast<Kind>(1 + random.below(3));
    settings.main = random.below(3) == 0 ? 0 : 100 * random.uniform();
    settings.period = settings.kind == Kind::kAbsolute ? 0 : 2 + 30 * random.uniform();
    settings.stones = settings.kind == Kind::kAbsolute ? 0 : 1 + random.below(5);
    if (settings.kind == Kind::kAbsolute) settings.main += 20;
    TimeControl time = control(settings);
    StrictClock clock(settings);
    for (int move = 0; move < 100; ++move) {
      const double wanted = time.seconds_for_move(kBlack, std::max(6, 60 - move)).value();
      const double lost = 0.1 * random.uniform();
      ASSERT_TRUE(wanted == 0 || clock.move(wanted + lost))
          << "game " << game << " move " << move << ": " << wanted << " s";
      if (wanted == 0) break;
      time.spend(kBlack, wanted + lost);
    }
  }
}

}  // namespace
}  // namespace tandem
