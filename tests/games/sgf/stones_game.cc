#include "tests/games/sgf/stones_game.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "games/error.h"
#include "games/game_name.h"

namespace tandem {
namespace {

constexpr int kFree = -1;

class StonesPosition final : public Position {
 public:
  explicit StonesPosition(const StonesOptions& options)
      : options_(options), owners_(static_cast<std::size_t>(squares()), kFree) {}

  void assign(const Position& other) override { *this = static_cast<const StonesPosition&>(other); }
  std::unique_ptr<Position> clone() const override {
    return std::make_unique<StonesPosition>(*this);
  }
  PlayerId side_to_move() const override { return plies_ % 2; }

  int legal_actions(std::span<Action> out) const override {
    if (is_terminal()) return 0;
    if (must_pass()) {
      out[0] = squares();
      return 1;
    }
    int count = 0;
    for (int s = 0; s < squares(); ++s) {
      if (owners_[static_cast<std::size_t>(s)] == kFree) out[count++] = s;
    }
    if (options_.pass == StonesOptions::Pass::kAlways) out[count++] = squares();
    if (options_.swap && plies_ == 1 && last_ < squares()) out[count++] = squares() + 1;
    return count;
  }

  void apply(Action action) override {
    const PlayerId mover = side_to_move();
    if (action < squares()) {
      owners_[static_cast<std::size_t>(action)] = mover;
    } else if (action == squares() + 1) {
      owners_[static_cast<std::size_t>(last_)] = kFree;
      owners_[static_cast<std::size_t>(last_ % options_.size * options_.size +
                                       last_ / options_.size)] = mover;
    }
    passes_ = action == squares() ? passes_ + 1 : 0;
    last_ = action;
    ++plies_;
  }

  bool is_terminal() const override {
    return passes_ == 2 || std::ranges::find(owners_, kFree) == owners_.end();
  }
  std::optional<Values> outcome() const override {
    if (!is_terminal()) return {};
    double lead = -options_.komi;
    for (int s = 0; s < squares(); ++s) {
      const int owner = owners_[static_cast<std::size_t>(s)];
      if (owner != kFree) lead += owner == 0 ? s : -s;
    }
    return lead > 0 ? Values{1, -1} : lead < 0 ? Values{-1, 1} : Values{};
  }
  std::uint64_t board_hash() const override { return feature_key().low; }
  FeatureKey feature_key() const override {
    return {0, std::hash<std::string>()(to_text() + std::to_string(passes_))};
  }
  void encode(std::span<float> out) const override { std::ranges::fill(out, 0.0f); }
  std::string to_text() const override {
    std::string text;
    for (const int owner : owners_) text += owner == kFree ? '.' : owner == 0 ? 'x' : 'o';
    return text + (side_to_move() == 0 ? " x" : " o");
  }
  std::string to_display() const override { return to_text() + "\n"; }

 private:
  int squares() const { return options_.size * options_.size; }
  bool must_pass() const {
    return options_.pass == StonesOptions::Pass::kForced && last_ == 0 && plies_ > 0;
  }

  StonesOptions options_;
  std::vector<int> owners_;
  int plies_ = 0;
  int passes_ = 0;
  Action last_ = 0;
};

class Stones final : public Game {
 public:
  explicit Stones(const StonesOptions& options) : options_(options) {
    const int squares = options.size * options.size;
    info_.name = fmt::format("stones(size={},komi={})", options.size, *halves_text(options.komi));
    info_.num_actions = squares + 2;
    info_.max_legal_actions = squares + 2;
    info_.max_game_length = 2 * squares + 2;
    info_.features = {.channels = 1, .height = options.size, .width = options.size};
    for (int s = 0; s < squares; ++s) info_.action_map.push_back({0, s});
    info_.action_map.push_back({0, ActionPlace::kGlobal});
    info_.action_map.push_back({1, ActionPlace::kGlobal});
    info_.stones = options.notation;
  }
  std::unique_ptr<Position> initial_position() const override {
    return std::make_unique<StonesPosition>(options_);
  }
  std::unique_ptr<Position> parse_position(std::string_view) const override {
    throw Error("not needed here");
  }
  std::string action_text(Action action) const override {
    const int squares = options_.size * options_.size;
    if (action < squares) return std::to_string(action);
    if (action == squares) return options_.pass == StonesOptions::Pass::kNever ? "-" : "pass";
    return options_.swap ? "swap-pieces" : "--";
  }
  std::optional<Action> parse_action(std::string_view text) const override {
    for (Action a = 0; a < info_.num_actions; ++a) {
      if (action_text(a) == text) return a;
    }
    return {};
  }

 private:
  StonesOptions options_;
};

}  // namespace

std::shared_ptr<const Game> make_stones(const StonesOptions& options) {
  return std::make_shared<const Stones>(options);
}

}  // namespace tandem
