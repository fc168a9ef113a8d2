#include "games/gomoku/gomoku.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include <fmt/format.h>

#include "games/error.h"
#include "games/gomoku/lines.h"
#include "games/square_board.h"

namespace tandem {
namespace {

using gomoku::Geometry;
using gomoku::Line;
using gomoku::Lines;
using gomoku::Place;
using square_board::Board;

constexpr int kPlanes = 3;

/// The free squares in ascending order.
class FreeSquares {
 public:
  explicit FreeSquares(int squares) : count_(squares) {
    std::iota(squares_.begin(), squares_.begin() + squares, std::int16_t{0});
  }

  int count() const { return count_; }

  void remove(int square) {
    const int place = find(square);
    assert(squares_[place] == square);
    std::copy(squares_.begin() + place + 1, squares_.begin() + count_, squares_.begin() + place);
    --count_;
  }

  void write(std::span<Action> out) const { std::copy_n(squares_.begin(), count_, out.begin()); }

 private:
  /// Binary search without branches: in random games each would be a guess.
  int find(int square) const {
    int place = 0;
    for (int rest = count_; rest > 1;) {
      const int half = rest / 2;
      place += squares_[place + half] <= square ? half : 0;
      rest -= half;
    }
    return place;
  }

  int count_;
  std::array<std::int16_t, gomoku::kMaxSquares> squares_{};
};

class GomokuPosition final : public Position {
 public:
  GomokuPosition(const Geometry& geometry, GomokuRule rule)
      : geometry_(&geometry), exact_(rule == GomokuRule::kExact), free_(geometry.squares()) {}

  /// The board must not hold a winning row of the side to move.
  GomokuPosition(const Geometry& geometry, GomokuRule rule, const Board& board)
      : GomokuPosition(geometry, rule) {
    for (int square = 0; square < geometry.squares(); ++square) {
      if (board.squares[square] == Board::kEmpty) continue;
      free_.remove(square);
      put(board.squares[square], square);
    }
    side_ = board.side_to_move;
    won_ = has_row(1 - side_);
  }

  void assign(const Position& other) override {
    assert(dynamic_cast<const GomokuPosition*>(&other) != nullptr);
    *this = static_cast<const GomokuPosition&>(other);
  }
  std::unique_ptr<Position> clone() const override {
    return std::make_unique<GomokuPosition>(*this);
  }

  PlayerId side_to_move() const override { return side_; }

  int legal_actions(std::span<Action> out) const override {
    if (won_) return 0;
    free_.write(out);
    return free_.count();
  }

  // Lines without a winning row get one only through the new stone, so its lines are enough; and a
  // longer row can't become one of exactly five.
  void apply(Action action) override {
    assert(!is_terminal());
    free_.remove(action);
    won_ = put(side_, action);
    side_ = 1 - side_;
  }

  bool is_terminal() const override { return won_ || free_.count() == 0; }

  std::optional<Values> outcome() const override {
    if (won_) return side_ == 1 ? Values{1, -1} : Values{-1, 1};
    if (free_.count() == 0) return Values{0, 0};
    return {};
  }

  std::uint64_t board_hash() const override { return hash_of_rows(0x9E3779B97F4A7C15ull); }

  // The side to move follows from the number of stones.
  FeatureKey feature_key() const override {
    return {.high = hash_of_rows(0xD1342543DE82EF95ull), .low = board_hash()};
  }

  void encode(std::span<float> out) const override {
    const int size = geometry_->size();
    float* next = out.data();
    for (const PlayerId player : {side_, 1 - side_}) {
      for (int row = 0; row < size; ++row) {
        for (int column = 0; column < size; ++column) {
          *next++ = static_cast<float>(stones_[player][row] >> column & 1);
        }
      }
    }
    std::fill_n(next, geometry_->squares(), side_ == 0 ? 1.0f : 0.0f);
  }

  std::string to_text() const override { return square_board::board_text(board()); }
  std::string to_display() const override { return square_board::board_display(board()); }

  /// Whether a player holds a winning row anywhere.
  bool has_row(PlayerId player) const {
    return std::any_of(stones_[player].begin(), stones_[player].begin() + geometry_->lines(),
                       [this](Line line) { return gomoku::has_five(line, exact_); });
  }

 private:
  /// Puts a stone; returns whether that made a winning row.
  bool put(PlayerId player, int square) {
    const Place& place = geometry_->place(square);
    bool wins = false;
    for (int d = 0; d < gomoku::kDirections; ++d) {
      Line& line = stones_[player][place.line[d]];
      line |= Line{1} << place.bit[d];
      wins |= gomoku::has_five(line, exact_);
    }
    return wins;
  }

  std::uint64_t hash_of_rows(std::uint64_t multiplier) const {
    std::uint64_t hash = geometry_->size();
    for (int row = 0; row < geometry_->size(); ++row) {
      const std::uint64_t both = stones_[0][row] | std::uint64_t{stones_[1][row]} << 32;
      hash = (hash ^ both) * multiplier;
      hash ^= hash >> 29;
    }
    return hash;
  }

  Board board() const {
    Board board{geometry_->size(), {}, side_};
    for (int square = 0; square < geometry_->squares(); ++square) {
      const Place& place = geometry_->place(square);
      const auto holds = [&](PlayerId player) {
        return (stones_[player][place.line[0]] >> place.bit[0] & 1) != 0;
      };
      board.squares.push_back(holds(0)   ? std::int8_t{0}
                              : holds(1) ? std::int8_t{1}
                                         : Board::kEmpty);
    }
    return board;
  }

  const Geometry* geometry_;
  bool exact_;
  bool won_ = false;  ///< the player who moved last has a winning row
  PlayerId side_ = 0;
  FreeSquares free_;
  std::array<Lines, 2> stones_{};
};

class Gomoku final : public Game {
 public:
  Gomoku(int size, GomokuRule rule) : geometry_(size), rule_(rule) {
    info_.name = fmt::format("gomoku(size={},rule={})", size,
                             rule == GomokuRule::kExact ? "exact" : "freestyle");
    info_.num_players = 2;
    info_.num_actions = size * size;
    info_.max_legal_actions = size * size;
    info_.max_game_length = size * size;
    info_.features = {.channels = kPlanes, .height = size, .width = size};
    for (int square = 0; square < size * size; ++square) {
      info_.action_map.push_back({.plane = 0, .square = square});
    }
    info_.symmetries = square_board::square_symmetries(size);
    for (Symmetry& symmetry : info_.symmetries) symmetry.actions = symmetry.squares;
    info_.stones = {
        .sgf_game = 4, .row_1_on_top = false, .letters_skip_i = true, .white_is_first = false};
  }

  std::unique_ptr<Position> initial_position() const override {
    return std::make_unique<GomokuPosition>(geometry_, rule_);
  }

  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    const Board board = square_board::parse_board(info_.name, geometry_.size(), text);
    auto position = std::make_unique<GomokuPosition>(geometry_, rule_, board);
    const auto refuse = [&](const std::string& what) {
      return Error(fmt::format("{} position \"{}\": {}", info_.name, text, what));
    };
    if (position->has_row(board.side_to_move)) {
      throw refuse("the side to move has five in a row already; the game would have ended before");
    }
    if (position->has_row(1 - board.side_to_move) && !ended_by_last_stone(board)) {
      throw refuse("the rows of five can't have come from one last stone");
    }
    return position;
  }

  std::string action_text(Action action) const override {
    return square_board::square_text(geometry_.size(), action);
  }

  std::optional<Action> parse_action(std::string_view text) const override {
    return square_board::parse_square(geometry_.size(), text);
  }

 private:
  /// Whether taking back one stone of the player who moved last leaves him no winning row.
  bool ended_by_last_stone(Board board) const {
    const PlayerId last = 1 - board.side_to_move;
    for (std::int8_t& square : board.squares) {
      if (square != last) continue;
      square = Board::kEmpty;
      const bool ended = !GomokuPosition(geometry_, rule_, board).has_row(last);
      square = static_cast<std::int8_t>(last);
      if (ended) return true;
    }
    return false;
  }

  const Geometry geometry_;
  const GomokuRule rule_;
};

}  // namespace

std::shared_ptr<const Game> make_gomoku(int size, GomokuRule rule) {
  if (size < kGomokuMinSize || size > kGomokuMaxSize) {
    throw Error(fmt::format("gomoku(size={}): size must be {} to {}", size, kGomokuMinSize,
                            kGomokuMaxSize));
  }
  return std::make_shared<const Gomoku>(size, rule);
}

}  // namespace tandem
