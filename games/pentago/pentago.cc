#include "games/pentago/pentago.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include <fmt/format.h>

#include "games/pentago/bitboard.h"
#include "games/square_board.h"

namespace tandem {
namespace {

using pentago::Bits;
using pentago::kQuadrants;
using pentago::kSize;
using pentago::kSquares;
using square_board::Board;

constexpr int kPlanes = 3;
constexpr int kTurns = kQuadrants * pentago::kDirections;

constexpr Bits kBoard = pentago::whole_board();

constexpr auto kSquareBits = [] {
  std::array<Bits, kSquares> bits{};
  for (int square = 0; square < kSquares; ++square) bits[square] = pentago::square_bit(square);
  return bits;
}();

class PentagoPosition final : public Position {
 public:
  PentagoPosition() = default;

  explicit PentagoPosition(const Board& board) : side_(board.side_to_move) {
    for (int square = 0; square < kSquares; ++square) {
      if (board.squares[square] == Board::kEmpty) continue;
      stones_[board.squares[square]] |= kSquareBits[square];
    }
    judge();
  }

  void assign(const Position& other) override {
    assert(dynamic_cast<const PentagoPosition*>(&other) != nullptr);
    *this = static_cast<const PentagoPosition&>(other);
  }
  std::unique_ptr<Position> clone() const override {
    return std::make_unique<PentagoPosition>(*this);
  }

  PlayerId side_to_move() const override { return side_; }

  int legal_actions(std::span<Action> out) const override {
    if (is_terminal()) return 0;
    const Bits all = stones_[0] | stones_[1];
    int count = 0;
    for (int square = 0; square < kSquares; ++square) {
      // A square that isn't free is overwritten by the next that is; there is always room.
      for (int turn = 0; turn < kTurns; ++turn) out[count + turn] = kTurns * square + turn;
      count += (all & kSquareBits[square]) == 0 ? kTurns : 0;
    }
    return count;
  }

  void apply(Action action) override {
    assert(!is_terminal());
    Bits& mine = stones_[side_];
    mine |= kSquareBits[action / kTurns];
    if (!pentago::has_five(mine)) {
      const int quadrant = action / pentago::kDirections % kQuadrants;
      const int direction = action % pentago::kDirections;
      for (Bits& stones : stones_) stones = pentago::turned(stones, quadrant, direction);
    }
    side_ = 1 - side_;
    judge();
  }

  bool is_terminal() const override { return end_ != End::kNone; }

  std::optional<Values> outcome() const override {
    switch (end_) {
      case End::kNone:
        return {};
      case End::kFirstWins:
        return Values{1, -1};
      case End::kSecondWins:
        return Values{-1, 1};
      case End::kDraw:
        break;
    }
    return Values{0, 0};
  }

  // The side to move follows from the number of stones.
  std::uint64_t board_hash() const override {
    std::uint64_t z = stones_[0] * 0x9E3779B97F4A7C15ull ^ std::rotl(stones_[1], 23);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }

  FeatureKey feature_key() const override {
    return {.high = stones_[side_], .low = stones_[1 - side_]};
  }

  void encode(std::span<float> out) const override {
    float* next = out.data();
    for (const PlayerId player : {side_, 1 - side_}) {
      for (const Bits square : kSquareBits) *next++ = (stones_[player] & square) != 0 ? 1.0f : 0.0f;
    }
    std::fill_n(next, kSquares, side_ == 0 ? 1.0f : 0.0f);
  }

  std::string to_text() const override { return square_board::board_text(board()); }
  std::string to_display() const override { return square_board::board_display(board()); }

 private:
  enum class End : std::int8_t { kNone, kFirstWins, kSecondWins, kDraw };

  /// What the board says about the game's end.
  void judge() {
    const bool first = pentago::has_five(stones_[0]);
    const bool second = pentago::has_five(stones_[1]);
    if (first != second) {
      end_ = first ? End::kFirstWins : End::kSecondWins;
    } else if (first || (stones_[0] | stones_[1]) == kBoard) {
      end_ = End::kDraw;
    }
  }

  Board board() const {
    Board board{kSize, {}, side_};
    for (const Bits square : kSquareBits) {
      board.squares.push_back((stones_[0] & square) != 0   ? std::int8_t{0}
                              : (stones_[1] & square) != 0 ? std::int8_t{1}
                                                           : Board::kEmpty);
    }
    return board;
  }

  std::array<Bits, 2> stones_{};
  PlayerId side_ = 0;
  End end_ = End::kNone;
};

/// The quadrant of a square.
int quadrant_of(int square) {
  const int row = square / kSize / pentago::kQuadrantSize;
  const int column = square % kSize / pentago::kQuadrantSize;
  return 2 * row + column;
}

/// The square in the corner of the board that belongs to a quadrant.
int corner_of(int quadrant) { return (quadrant / 2 * kSize + quadrant % 2) * (kSize - 1); }

/// Fills in the actions of a symmetry of the square: quadrants move with the squares, and a
/// reflection makes a turn to the left one to the right.
void add_actions(Symmetry& symmetry, bool reflects) {
  for (int square = 0; square < kSquares; ++square) {
    for (int quadrant = 0; quadrant < kQuadrants; ++quadrant) {
      const int image = quadrant_of(symmetry.squares[corner_of(quadrant)]);
      for (int direction = 0; direction < pentago::kDirections; ++direction) {
        symmetry.actions.push_back(kTurns * symmetry.squares[square] +
                                   pentago::kDirections * image +
                                   (reflects ? 1 - direction : direction));
      }
    }
  }
}

class Pentago final : public Game {
 public:
  Pentago() {
    info_.name = "pentago";
    info_.num_players = 2;
    info_.num_actions = kSquares * kTurns;
    info_.max_legal_actions = kSquares * kTurns;
    info_.max_game_length = kSquares;
    info_.features = {.channels = kPlanes, .height = kSize, .width = kSize};
    for (Action action = 0; action < info_.num_actions; ++action) {
      info_.action_map.push_back({.plane = action % kTurns, .square = action / kTurns});
    }
    info_.symmetries = square_board::square_symmetries(kSize);
    for (std::size_t i = 0; i < info_.symmetries.size(); ++i) {
      add_actions(info_.symmetries[i], i >= info_.symmetries.size() / 2);
    }
  }

  std::unique_ptr<Position> initial_position() const override {
    return std::make_unique<PentagoPosition>();
  }

  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    return std::make_unique<PentagoPosition>(square_board::parse_board(info_.name, kSize, text));
  }

  std::string action_text(Action action) const override {
    return fmt::format("{}-{}{}", square_board::square_text(kSize, action / kTurns),
                       action / pentago::kDirections % kQuadrants + 1,
                       action % pentago::kDirections == pentago::kLeft ? 'L' : 'R');
  }

  std::optional<Action> parse_action(std::string_view text) const override {
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos || text.size() != dash + 3) return {};
    const std::optional<int> square = square_board::parse_square(kSize, text.substr(0, dash));
    const int quadrant = text[dash + 1] - '1';
    const char direction = text[dash + 2];
    if (!square || quadrant < 0 || quadrant >= kQuadrants) return {};
    if (direction != 'L' && direction != 'R') return {};
    return kTurns * *square + pentago::kDirections * quadrant +
           (direction == 'L' ? pentago::kLeft : pentago::kRight);
  }
};

}  // namespace

std::shared_ptr<const Game> make_pentago() { return std::make_shared<const Pentago>(); }

}  // namespace tandem
