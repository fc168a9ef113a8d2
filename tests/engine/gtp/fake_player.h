// Players and a channel for tests of GtpEngine, with no search behind them.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/gtp/gtp_engine.h"
#include "engine/players/player.h"
#include "games/error.h"

namespace tandem {

/// What the fakes were asked and are to answer; shared by all that a test makes.
struct FakeState {
  std::optional<Forfeit> forfeit;
  std::optional<double> seconds;  ///< that the analyst was given last
  bool as_for_a_move = false;
  std::vector<Action> moves;  ///< of the player's last request
  int reports = 3;            ///< of the analyst, before it ends
  std::string refused_game;   ///< that the player doesn't play
};

/// Takes the first legal action.
class FakePlayer : public Player {
 public:
  explicit FakePlayer(FakeState& state) : state_(state) {}
  std::vector<MoveChoice> choose(std::span<const MoveRequest> requests) override {
    std::vector<MoveChoice> choices;
    for (const MoveRequest& request : requests) {
      std::vector<Action> legal(1000);
      request.position->legal_actions(legal);
      state_.moves.assign(request.moves.begin(), request.moves.end());
      choices.push_back({legal[0], {}, false, {legal[0]}, state_.forfeit});
    }
    return choices;
  }
  const std::string& name() const override { return name_; }

 private:
  FakeState& state_;
  std::string name_ = "fake";
};

/// Finds the second legal action best, or the only one.
class FakeAnalyst : public Analyst {
 public:
  explicit FakeAnalyst(FakeState& state) : state_(state) {}
  MoveAnalysis analyse(const Position& position, std::uint64_t, const AnalysisLimits& limits,
                       double, const std::function<void(const MoveAnalysis&)>& report) override {
    std::vector<Action> legal(1000);
    legal.resize(static_cast<std::size_t>(position.legal_actions(legal)));
    state_.seconds = limits.seconds;
    state_.as_for_a_move = limits.as_for_a_move;
    MoveAnalysis analysis;
    const Action first = legal[0];
    const Action best = legal[std::min<std::size_t>(1, legal.size() - 1)];
    analysis.moves.push_back({best, 30, 0.5f, 0.25f, false, {best, first}});
    analysis.moves.push_back({first, 10, -1, 0.5f, true, {first}});
    analysis.moves.push_back({legal.back(), 0, 0, 0.125f, false, {legal.back()}});
    for (int i = 0; i < state_.reports && report; ++i) report(analysis);
    return analysis;
  }

 private:
  FakeState& state_;
};

class FakeFactory : public PlayerFactory {
 public:
  FakeFactory(FakeState& state, bool analyses) : state_(state), analyses_(analyses) {}
  std::unique_ptr<Player> new_player() const override {
    return std::make_unique<FakePlayer>(state_);
  }
  std::unique_ptr<Analyst> new_analyst(int) const override {
    return analyses_ ? std::make_unique<FakeAnalyst>(state_) : nullptr;
  }
  const std::string& name() const override { return name_; }

 private:
  FakeState& state_;
  bool analyses_;
  std::string name_ = "fake";
};

class TextChannel : public GtpChannel {
 public:
  void write(std::string_view text) override { written += text; }
  const std::atomic<bool>& input_waits() const override { return waits; }

  std::string written;
  std::atomic<bool> waits{false};
};

/// An engine whose player is a fake, and what it says.
class FakeGtp {
 public:
  explicit FakeGtp(std::shared_ptr<const Game> game, bool analyses = true) {
    GtpEngineConfig config;
    config.version = "1.2";
    config.game = std::move(game);
    config.make_player = [this, analyses](const std::shared_ptr<const Game>& played) {
      if (played->info().name == state.refused_game) throw Error("the player plays another game");
      return std::make_unique<FakeFactory>(state, analyses);
    };
    engine = std::make_unique<GtpEngine>(std::move(config));
  }

  /// The response to one line, without white space at its end.
  std::string ask(const std::string& line) {
    TextChannel channel;
    goes_on = engine->handle(line, channel);
    std::string text = channel.written;
    while (text.ends_with('\n') || text.ends_with(' ')) text.pop_back();
    return text;
  }

  FakeState state;
  std::unique_ptr<GtpEngine> engine;
  bool goes_on = true;
};

}  // namespace tandem
