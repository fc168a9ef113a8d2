#include "games/connect_four/connect_four.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <charconv>

#include "games/connect_four/notation.h"
#include "games/error.h"

namespace tandem {
namespace {

using connect_four::Bitboard;
using connect_four::Bits;
using connect_four::FixedGeometry;
using connect_four::Geometry;

constexpr int kPlanes = 4;

/// What the outside may ask of a position of any size.
class ConnectFourBoard : public Position {
 public:
  Bitboard board() const { return board_; }

 protected:
  explicit ConnectFourBoard(Bitboard board) : board_(board) {}
  ConnectFourBoard(const ConnectFourBoard&) = default;
  ConnectFourBoard& operator=(const ConnectFourBoard&) = default;

  Bitboard board_;
};

template <class G>
class ConnectFourPosition final : public ConnectFourBoard {
 public:
  ConnectFourPosition(const G& geometry, Bitboard board)
      : ConnectFourBoard(board),
        geometry_(geometry),
        ply_(std::popcount(board.all)),
        won_(connect_four::has_four(geometry, board.mover ^ board.all)) {}

  void assign(const Position& other) override {
    assert(dynamic_cast<const ConnectFourPosition*>(&other) != nullptr);
    *this = static_cast<const ConnectFourPosition&>(other);
  }

  std::unique_ptr<Position> clone() const override {
    return std::make_unique<ConnectFourPosition>(*this);
  }

  PlayerId side_to_move() const override { return ply_ & 1; }

  int legal_actions(std::span<Action> out) const override {
    if (won_) return 0;
    int count = 0;
    for (Action column = 0; column < geometry_.columns; ++column) {
      out[count] = column;
      count += (board_.all & connect_four::top_bit(geometry_, column)) == 0;
    }
    return count;
  }

  void apply(Action action) override {
    assert(action >= 0 && action < geometry_.columns && !is_terminal());
    assert((board_.all & connect_four::top_bit(geometry_, action)) == 0);
    const Bits foot = connect_four::square_bit(geometry_, 0, action);
    board_ = board_.after((board_.all + foot) & connect_four::column_bits(geometry_, action));
    ++ply_;
    won_ = connect_four::has_four(geometry_, board_.mover ^ board_.all);
  }

  bool is_terminal() const override { return won_ || full(); }

  std::optional<Values> outcome() const override {
    if (won_) return (ply_ & 1) ? Values{1, -1} : Values{-1, 1};
    if (full()) return Values{0, 0};
    return std::nullopt;
  }

  std::uint64_t board_hash() const override {
    std::uint64_t z = board_.key() + 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }

  FeatureKey feature_key() const override {
    return {static_cast<std::uint64_t>(geometry_.rows * 256 + geometry_.columns), board_.key()};
  }

  void encode(std::span<float> out) const override {
    const std::size_t squares = geometry_.rows * geometry_.columns;
    const Bits stones[] = {board_.mover, board_.mover ^ board_.all,
                           connect_four::landing_squares(geometry_, board_.all)};
    float* next = out.data();
    for (const Bits plane : stones) {
      for (int row = 0; row < geometry_.rows; ++row) {
        for (int column = 0; column < geometry_.columns; ++column) {
          *next++ = static_cast<float>((plane >> (column * geometry_.stride + row)) & 1);
        }
      }
    }
    std::fill_n(next, squares, ply_ & 1 ? 0.0f : 1.0f);
  }

  std::string to_text() const override { return connect_four::board_text(runtime(), board_); }
  std::string to_display() const override { return connect_four::board_display(runtime(), board_); }

 private:
  bool full() const { return ply_ == geometry_.rows * geometry_.columns; }
  Geometry runtime() const { return Geometry(geometry_.rows, geometry_.columns); }

  [[no_unique_address]] G geometry_;
  int ply_ = 0;
  bool won_ = false;  ///< the player who moved last has four in a line
};

GameInfo describe(int rows, int columns) {
  GameInfo info;
  info.name =
      "connect_four(rows=" + std::to_string(rows) + ",columns=" + std::to_string(columns) + ")";
  info.num_actions = columns;
  info.max_legal_actions = columns;
  info.max_game_length = rows * columns;
  info.features = {kPlanes, rows, columns};
  Symmetry identity{"identity", {}, {}};
  Symmetry mirror{"mirror", {}, {}};
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      identity.squares.push_back(row * columns + column);
      mirror.squares.push_back(row * columns + columns - 1 - column);
    }
  }
  for (int column = 0; column < columns; ++column) {
    info.action_map.push_back({0, (rows - 1) * columns + column});
    identity.actions.push_back(column);
    mirror.actions.push_back(columns - 1 - column);
  }
  info.symmetries = {identity, mirror};
  return info;
}

/// What the outside may ask of a game of any size.
class ConnectFourGame : public Game {
 public:
  Geometry geometry() const { return {info_.features.height, info_.features.width}; }

  std::string action_text(Action action) const override { return std::to_string(action + 1); }

  std::optional<Action> parse_action(std::string_view text) const override {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (number < 1 || number > info_.num_actions || text != std::to_string(number)) {
      return std::nullopt;
    }
    return number - 1;
  }

 protected:
  ConnectFourGame(int rows, int columns) { info_ = describe(rows, columns); }
};

template <class G>
class ConnectFour final : public ConnectFourGame {
 public:
  explicit ConnectFour(const G& g) : ConnectFourGame(g.rows, g.columns), fixed_(g) {}

  std::unique_ptr<Position> initial_position() const override {
    return std::make_unique<ConnectFourPosition<G>>(fixed_, Bitboard{});
  }

  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    return std::make_unique<ConnectFourPosition<G>>(fixed_,
                                                    connect_four::parse_board(geometry(), text));
  }

 private:
  [[no_unique_address]] G fixed_;
};

}  // namespace

std::shared_ptr<const Game> make_connect_four(int rows, int columns) {
  const auto in_range = [](int side) {
    return side >= kConnectFourMinSide && side <= kConnectFourMaxSide;
  };
  if (!in_range(rows) || !in_range(columns) || columns * (rows + 1) > 64) {
    throw Error("connect_four(rows=" + std::to_string(rows) +
                ",columns=" + std::to_string(columns) + "): rows and columns must be " +
                std::to_string(kConnectFourMinSide) + " to " + std::to_string(kConnectFourMaxSide) +
                ", and columns * (rows + 1) at most 64");
  }
  using Standard = FixedGeometry<6, 7>;
  if (rows == Standard::rows && columns == Standard::columns) {
    return std::make_shared<ConnectFour<Standard>>(Standard{});
  }
  return std::make_shared<ConnectFour<Geometry>>(Geometry(rows, columns));
}

Geometry connect_four_geometry(const Game& game) {
  const auto* ours = dynamic_cast<const ConnectFourGame*>(&game);
  if (ours == nullptr) throw Error("game " + game.info().name + " is not connect_four");
  return ours->geometry();
}

Bitboard connect_four_board(const Position& position) {
  const auto* ours = dynamic_cast<const ConnectFourBoard*>(&position);
  if (ours == nullptr) throw Error("position " + position.to_text() + " is not of connect_four");
  return ours->board();
}

}  // namespace tandem
