#include "engine/gtp/gtp_session.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "games/error.h"
#include "tests/engine/gtp/fake_player.h"
#include "tests/games/sgf/stones_game.h"

namespace tandem {
namespace {

using testing::HasSubstr;

/// Analyses until its stop, as a search does.
class EndlessAnalyst : public Analyst {
 public:
  MoveAnalysis analyse(const Position&, std::uint64_t, const AnalysisLimits& limits, double,
                       const std::function<void(const MoveAnalysis&)>& report) override {
    MoveAnalysis analysis;
    analysis.moves.push_back({0, 1, 0, 1, false, {0}});
    while (!*limits.stop) {
      report(analysis);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return analysis;
  }
};

class EndlessFactory : public FakeFactory {
 public:
  using FakeFactory::FakeFactory;
  std::unique_ptr<Analyst> new_analyst(int) const override {
    return std::make_unique<EndlessAnalyst>();
  }
};

class GtpSessionTest : public ::testing::Test {
 protected:
  GtpSessionTest() {
    EXPECT_EQ(::pipe2(in_.data(), O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(out_.data(), O_CLOEXEC), 0);
    GtpEngineConfig config;
    config.game = make_stones();
    config.make_player = [this](const auto&) {
      return std::make_unique<EndlessFactory>(state_, true);
    };
    engine_ = std::make_unique<GtpEngine>(std::move(config));
    session_ = std::thread([this] {
      try {
        run_gtp_session(*engine_, in_[0], out_[1], stop_);
      } catch (const Interrupted&) {
        interrupted_ = true;
      }
      ::close(out_[1]);
    });
  }
  ~GtpSessionTest() override {
    end_input();
    session_.join();
    ::close(in_[0]);
    ::close(out_[0]);
  }

  void say(std::string_view text) {
    ASSERT_EQ(::write(in_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void end_input() {
    if (in_[1] >= 0) ::close(in_[1]);
    in_[1] = -1;
  }
  /// What it has written when that holds `wanted`, or at its end.
  std::string hear(std::string_view wanted) {
    std::array<char, 4096> buffer;
    while (heard_.find(wanted) == std::string::npos) {
      const ssize_t count = ::read(out_[0], buffer.data(), buffer.size());
      if (count <= 0) return heard_ + "(end)";
      heard_.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return heard_;
  }

  std::array<int, 2> in_{};
  std::array<int, 2> out_{};
  FakeState state_;
  std::atomic<bool> stop_{false};
  std::atomic<bool> interrupted_{false};
  std::unique_ptr<GtpEngine> engine_;
  std::string heard_;
  std::thread session_;
};

TEST_F(GtpSessionTest, AnswersLinesOfEveryKindUntilTheEnd) {
  say("1 play b A5\r\n\n# nothing\n\xff\x01\n2 genmove w\n3 name");
  end_input();
  EXPECT_EQ(hear("never"), "=1 \n\n? unknown command\n\n=2 B5\n\n=3 Tandem\n\n(end)");
}

TEST_F(GtpSessionTest, QuitEndsIt) {
  say("quit\nname\n");
  EXPECT_EQ(hear("never"), "= \n\n(end)");
}

TEST_F(GtpSessionTest, AnalysisRunsUntilTheNextLine) {
  say("lz-analyze 1\n");
  hear("info move A5");
  say("5 name\n");
  EXPECT_THAT(hear("Tandem"), HasSubstr("pv A5\n\n=5 Tandem"));
  // An empty line ends it, too, and so does the end of the input.
  heard_.clear();
  say("lz-analyze\n");
  hear("info move");
  say("\n");
  hear("\n\n");
  say("lz-analyze\n");
  heard_.clear();
  hear("info move");
  end_input();
  EXPECT_THAT(hear("never"), HasSubstr("pv A5\n\n(end)"));
}

TEST_F(GtpSessionTest, SeveralCommandsAtOnceAreAllAnswered) {
  std::string lines;
  for (int i = 0; i < 3000; ++i) lines += "known_command lz-analyze\nlz-analyze\n";
  std::thread writer([&] {
    say(lines);
    end_input();
  });
  const std::string all = hear("never");
  writer.join();
  std::size_t ends = 0;
  for (std::size_t at = 0; (at = all.find("\n\n", at)) != std::string::npos; at += 2) ++ends;
  EXPECT_EQ(ends, 6000u);
}

TEST_F(GtpSessionTest, ALineThatIsTooLongIsRefusedAndTheNextAnswered) {
  std::thread writer([&] { say(std::string(1 << 20, 'x') + "\nname\n"); });
  EXPECT_EQ(hear("Tandem\n\n"), "? line too long\n\n= Tandem\n\n");
  writer.join();
}

TEST_F(GtpSessionTest, StopsWhenTold) {
  say("lz-analyze\n");
  hear("info move");
  stop_ = true;
  EXPECT_THAT(hear("never"), HasSubstr("(end)"));
  EXPECT_TRUE(interrupted_);
}

}  // namespace
}  // namespace tandem
