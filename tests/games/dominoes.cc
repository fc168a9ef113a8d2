#include "tests/games/dominoes.h"

#include <bit>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

class DominoesPosition final : public Position {
 public:
  DominoesPosition(int squares, std::uint64_t covered) : squares_(squares), covered_(covered) {}

  void assign(const Position& other) override {
    *this = static_cast<const DominoesPosition&>(other);
  }
  std::unique_ptr<Position> clone() const override {
    return std::make_unique<DominoesPosition>(*this);
  }

  // Every domino covers two squares, so the board itself tells whose turn it is.
  PlayerId side_to_move() const override { return std::popcount(covered_) / 2 % 2; }

  int legal_actions(std::span<Action> out) const override {
    int count = 0;
    for (Action a = 0; a + 1 < squares_; ++a) {
      if ((covered_ >> a & 3) == 0) out[count++] = a;
    }
    return count;
  }

  void apply(Action action) override { covered_ |= std::uint64_t{3} << action; }

  bool is_terminal() const override {
    const std::uint64_t free = ~covered_ & ((std::uint64_t{1} << squares_) - 1);
    return (free & (free >> 1)) == 0;
  }

  // The mover has no room and loses.
  std::optional<Values> outcome() const override {
    if (!is_terminal()) return {};
    return side_to_move() == 0 ? Values{-1, 1} : Values{1, -1};
  }

  std::uint64_t board_hash() const override { return covered_ * 0x9E3779B97F4A7C15ull; }
  FeatureKey feature_key() const override { return {.high = 0, .low = covered_}; }

  void encode(std::span<float> out) const override {
    for (int square = 0; square < squares_; ++square) {
      out[square] = static_cast<float>(covered_ >> square & 1);
    }
  }

  std::string to_text() const override {
    std::string text;
    for (int square = 0; square < squares_; ++square) text += (covered_ >> square & 1) ? '#' : '.';
    return text;
  }
  std::string to_display() const override { return to_text() + "\n"; }

 private:
  int squares_;
  std::uint64_t covered_;
};

class Dominoes final : public Game {
 public:
  explicit Dominoes(int squares) {
    info_.name = fmt::format("dominoes(squares={})", squares);
    info_.num_players = 2;
    info_.num_actions = squares - 1;
    info_.max_legal_actions = squares - 1;
    info_.max_game_length = squares / 2;
    info_.features = {.channels = 1, .height = 1, .width = squares};
    Symmetry identity{"identity", {}, {}};
    for (int square = 0; square < squares; ++square) identity.squares.push_back(square);
    for (Action action = 0; action < squares - 1; ++action) {
      info_.action_map.push_back({.plane = 0, .square = action});
      identity.actions.push_back(action);
    }
    info_.symmetries = {identity};
  }

  std::unique_ptr<Position> initial_position() const override {
    return std::make_unique<DominoesPosition>(info_.features.width, 0);
  }

  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    const auto refuse = [&](const std::string& reason) {
      return Error(fmt::format("{} position \"{}\": {}", info_.name, text, reason));
    };
    if (static_cast<int>(text.size()) != info_.features.width) {
      throw refuse(fmt::format("has {} squares, expected {}", text.size(), info_.features.width));
    }
    std::uint64_t covered = 0;
    int run = 0;  // covered squares up to here: dominoes need an even number
    for (std::size_t i = 0; i <= text.size(); ++i) {
      const bool is_covered = i < text.size() && text[i] == '#';
      if (i < text.size() && !is_covered && text[i] != '.') {
        throw refuse(fmt::format("square {} is '{}', expected '.' or '#'", i + 1, text[i]));
      }
      if (!is_covered && run % 2 == 1) throw refuse(fmt::format("half a domino at square {}", i));
      run = is_covered ? run + 1 : 0;
      if (is_covered) covered |= std::uint64_t{1} << i;
    }
    return std::make_unique<DominoesPosition>(info_.features.width, covered);
  }

  std::string action_text(Action action) const override { return fmt::format("{}", action + 1); }

  std::optional<Action> parse_action(std::string_view text) const override {
    int number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || number < 1 || number > info_.num_actions) return {};
    if (text != fmt::format("{}", number)) return {};
    return number - 1;
  }
};

}  // namespace

std::shared_ptr<const Game> make_dominoes(int squares) {
  return std::make_shared<const Dominoes>(squares);
}

}  // namespace tandem
