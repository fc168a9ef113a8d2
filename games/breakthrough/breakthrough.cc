#include "games/breakthrough/breakthrough.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include <fmt/format.h>

#include "games/breakthrough/moves.h"
#include "games/breakthrough/notation.h"
#include "games/error.h"

namespace tandem {
namespace {

using breakthrough::Bits;
using breakthrough::Board;
using breakthrough::Geometry;
using breakthrough::kBlack;
using breakthrough::kDirections;
using breakthrough::kWhite;
using breakthrough::Move;
using breakthrough::Moves;
using breakthrough::square_bit;

constexpr int kPlanes = 3;

/// What all positions of one size share.
struct Rules {
  Geometry geometry;
  Moves moves;
};

std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

class BreakthroughPosition final : public Position {
 public:
  BreakthroughPosition(const Rules& rules, const Board& board)
      : rules_(&rules), board_(board), over_(is_over(rules.geometry, board)) {}

  const Board& board() const { return board_; }

  void assign(const Position& other) override {
    assert(dynamic_cast<const BreakthroughPosition*>(&other) != nullptr);
    *this = static_cast<const BreakthroughPosition&>(other);
  }

  std::unique_ptr<Position> clone() const override {
    return std::make_unique<BreakthroughPosition>(*this);
  }

  PlayerId side_to_move() const override { return board_.mover; }

  int legal_actions(std::span<Action> out) const override {
    if (over_) return 0;
    const breakthrough::Departures from = departures(rules_->geometry, board_);
    const int direction = breakthrough::first_direction(board_.mover);
    Action* next = out.data();
    next = write_moves(direction, from.left, next);
    next = write_moves(direction + 1, from.straight, next);
    next = write_moves(direction + 2, from.right, next);
    return static_cast<int>(next - out.data());
  }

  void apply(Action action) override {
    assert(action >= 0 && action < rules_->moves.count() && !over_);
    const Move& move = rules_->moves[action];
    const Bits from = square_bit(move.from);
    const Bits to = square_bit(move.to);
    Bits& own = board_.pieces[board_.mover];
    Bits& other = board_.pieces[1 - board_.mover];
    assert((own & from) != 0 && (own & to) == 0);
    own ^= from | to;
    other &= ~to;
    // Nobody moves to his own first row, so that either end is the mover's goal.
    over_ = (to & (rules_->geometry.top_row | rules_->geometry.bottom_row)) != 0 || other == 0;
    board_.mover = 1 - board_.mover;
  }

  bool is_terminal() const override { return over_; }

  std::optional<Values> outcome() const override {
    if (!over_) return std::nullopt;
    return board_.mover == kBlack ? Values{1, -1} : Values{-1, 1};
  }

  std::uint64_t board_hash() const override {
    const FeatureKey key = feature_key();
    return mixed(key.high + 0x9E3779B97F4A7C15ull + mixed(key.low + 0xD1342543DE82EF95ull));
  }

  // Some square is always free: there the low word shows who moves.
  FeatureKey feature_key() const override {
    const Bits white = board_.pieces[kWhite];
    return {white | board_.pieces[kBlack], board_.mover == kWhite ? white : ~white};
  }

  void encode(std::span<float> out) const override {
    const int squares = rules_->geometry.squares();
    float* next = out.data();
    for (const Bits plane : {board_.own(), board_.other()}) {
      for (int square = 0; square < squares; ++square) {
        *next++ = static_cast<float>((plane >> square) & 1);
      }
    }
    std::fill_n(next, squares, board_.mover == kWhite ? 1.0f : 0.0f);
  }

  std::string to_text() const override {
    return breakthrough::board_text(rules_->geometry, board_);
  }
  std::string to_display() const override {
    return breakthrough::board_display(rules_->geometry, board_);
  }

 private:
  Action* write_moves(int direction, Bits from, Action* next) const {
    for (; from != 0; from &= from - 1) {
      *next++ = rules_->moves.number(direction, std::countr_zero(from));
    }
    return next;
  }

  const Rules* rules_;
  Board board_;
  bool over_;
};

/// The direction seen in a mirror: left and right exchanged.
int mirrored_direction(int direction) { return direction - direction % 3 + 2 - direction % 3; }

GameInfo describe(const Rules& rules) {
  const Geometry& g = rules.geometry;
  GameInfo info;
  info.name = fmt::format("breakthrough(rows={},columns={})", g.rows, g.columns);
  info.num_actions = rules.moves.count();
  info.max_legal_actions = 3 * 2 * g.columns;
  // Each move brings a piece a row ahead. Before the one that ends the game, the pieces of a first
  // row can make rows - 2 moves each, and those of a second row rows - 3.
  info.max_game_length = 2 * g.columns * (2 * g.rows - 5) + 1;
  info.features = {kPlanes, g.rows, g.columns};

  Symmetry identity{"identity", {}, {}};
  Symmetry mirror{"mirror", {}, {}};
  for (int square = 0; square < g.squares(); ++square) {
    const int column = square % g.columns;
    identity.squares.push_back(square);
    mirror.squares.push_back(square - column + g.columns - 1 - column);
  }
  for (Action action = 0; action < info.num_actions; ++action) {
    const Move& move = rules.moves[action];
    info.action_map.push_back({move.direction, move.from});
    identity.actions.push_back(action);
    mirror.actions.push_back(
        rules.moves.number(mirrored_direction(move.direction), mirror.squares[move.from]));
  }
  info.symmetries = {identity, mirror};
  return info;
}

class Breakthrough final : public Game {
 public:
  explicit Breakthrough(const Geometry& geometry) : rules_{geometry, Moves(geometry)} {
    info_ = describe(rules_);
  }

  const Geometry& geometry() const { return rules_.geometry; }

  std::unique_ptr<Position> initial_position() const override {
    return std::make_unique<BreakthroughPosition>(rules_, initial_board(rules_.geometry));
  }

  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    return std::make_unique<BreakthroughPosition>(rules_,
                                                  breakthrough::parse_board(rules_.geometry, text));
  }

  std::string action_text(Action action) const override {
    const Move& move = rules_.moves[action];
    return breakthrough::square_text(rules_.geometry, move.from) +
           breakthrough::square_text(rules_.geometry, move.to);
  }

  std::optional<Action> parse_action(std::string_view text) const override {
    for (Action action = 0; action < rules_.moves.count(); ++action) {
      if (text == action_text(action)) return action;
    }
    return std::nullopt;
  }

 private:
  Rules rules_;
};

}  // namespace

std::shared_ptr<const Game> make_breakthrough(int rows, int columns) {
  if (rows < kBreakthroughMinRows || rows > kBreakthroughMaxRows ||
      columns < kBreakthroughMinColumns || columns > kBreakthroughMaxColumns ||
      rows * columns > 64) {
    throw Error(
        fmt::format("breakthrough(rows={},columns={}): rows must be {} to {}, columns {} to {}, "
                    "and rows * columns at most 64",
                    rows, columns, kBreakthroughMinRows, kBreakthroughMaxRows,
                    kBreakthroughMinColumns, kBreakthroughMaxColumns));
  }
  return std::make_shared<Breakthrough>(Geometry(rows, columns));
}

Geometry breakthrough_geometry(const Game& game) {
  const auto* ours = dynamic_cast<const Breakthrough*>(&game);
  if (ours == nullptr) throw Error("game " + game.info().name + " is not breakthrough");
  return ours->geometry();
}

Board breakthrough_board(const Position& position) {
  const auto* ours = dynamic_cast<const BreakthroughPosition*>(&position);
  if (ours == nullptr) throw Error("position " + position.to_text() + " is not of breakthrough");
  return ours->board();
}

}  // namespace tandem
