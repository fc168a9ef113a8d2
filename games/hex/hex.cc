#include "games/hex/hex.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

using hex::Diagram;
using hex::Stone;

constexpr int kPlanes = 4;
constexpr std::string_view kSwapText = "swap-pieces";

/// What the outside may ask of a position of any size.
class HexBoard : public Position {
 public:
  virtual Diagram diagram() const = 0;
};

/// 128 random bits for each stone on each square, combined by exclusive or; the last two for White
/// to move and for a swap that is allowed.
constexpr int kSquareKeys = 2 * kHexMaxSize * kHexMaxSize;
constexpr int kWhiteMovesKey = kSquareKeys;
constexpr int kSwapKey = kSquareKeys + 1;

constexpr std::uint64_t mixed(std::uint64_t z) {
  z *= 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

constexpr auto kKeys = [] {
  std::array<FeatureKey, kSquareKeys + 2> keys{};
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = {mixed(2 * i + 1), mixed(2 * i + 2)};
  return keys;
}();

/// Where the squares of a board lie in arrays with a border, so that every square has six
/// neighbours. One border column serves the left and the right side.
template <int Size>
struct Layout {
  static constexpr int kSquares = Size * Size;
  static constexpr int kStride = Size + 1;
  static constexpr int kCells = (Size + 2) * kStride + 1;
  /// Around a square: each touches the next, and the last the first.
  static constexpr std::array<int, 6> kAround = {-kStride, -kStride + 1, 1,
                                                 kStride,  kStride - 1,  -1};
  static constexpr int cell(int square) {
    return (square / Size + 1) * kStride + square % Size + 1;
  }
  /// Which of the player's sides the square touches: 1 the first, 2 the second.
  static constexpr int sides(int square, PlayerId player) {
    const int place = player == 0 ? square / Size : square % Size;
    return (place == 0 ? 1 : 0) | (place == Size - 1 ? 2 : 0);
  }
};

/// Groups of stones are kept as trees (union-find), each root with the sides that its group
/// touches: a stone looks at its six neighbours, and the winner is known at once.
template <int Size>
class HexPosition final : public HexBoard {
 public:
  HexPosition(bool swap, const Diagram& diagram) : swap_rule_(swap) { set_up(diagram); }

  void assign(const Position& other) override {
    assert(dynamic_cast<const HexPosition*>(&other) != nullptr);
    *this = static_cast<const HexPosition&>(other);
  }

  std::unique_ptr<Position> clone() const override { return std::make_unique<HexPosition>(*this); }

  PlayerId side_to_move() const override { return mover_; }

  int legal_actions(std::span<Action> out) const override {
    if (is_terminal()) return 0;
    for (int i = 0; i < empty_count_; ++i) out[i] = empty_[i];
    if (!may_swap_) return empty_count_;
    out[empty_count_] = L::kSquares;
    return empty_count_ + 1;
  }

  void apply(Action action) override {
    assert(!is_terminal());
    if (action == L::kSquares) {
      assert(may_swap_);
      set_up(diagram().swapped());
      return;
    }
    put(action, mover_);
    mover_ ^= 1;
    may_swap_ = swap_rule_ && mover_ == 1 && empty_count_ == L::kSquares - 1;
  }

  bool is_terminal() const override { return winner_ >= 0; }

  std::optional<Values> outcome() const override {
    if (winner_ < 0) return std::nullopt;
    return winner_ == 0 ? Values{1, -1} : Values{-1, 1};
  }

  std::uint64_t board_hash() const override { return feature_key().low; }

  FeatureKey feature_key() const override {
    FeatureKey key = stones_key_;
    if (mover_ == 1) toggle(key, kKeys[kWhiteMovesKey]);
    if (may_swap_) toggle(key, kKeys[kSwapKey]);
    return key;
  }

  void encode(std::span<float> out) const override {
    const Stone mine = hex::stone_of(mover_);
    const Stone theirs = hex::stone_of(mover_ ^ 1);
    float* planes = out.data();
    for (int square = 0; square < L::kSquares; ++square) {
      const Stone stone = stones_[L::cell(square)];
      planes[square] = stone == mine ? 1.0f : 0.0f;
      planes[L::kSquares + square] = stone == theirs ? 1.0f : 0.0f;
    }
    std::fill_n(planes + 2 * L::kSquares, L::kSquares, mover_ == 0 ? 1.0f : 0.0f);
    std::fill_n(planes + 3 * L::kSquares, L::kSquares, may_swap_ ? 1.0f : 0.0f);
  }

  std::string to_text() const override { return diagram_text(diagram()); }
  std::string to_display() const override { return diagram_display(diagram()); }

  Diagram diagram() const override {
    Diagram diagram{.size = Size, .mover = mover_};
    for (int square = 0; square < L::kSquares; ++square) {
      diagram.squares[square] = stones_[L::cell(square)];
    }
    return diagram;
  }

 private:
  using L = Layout<Size>;

  static void toggle(FeatureKey& key, const FeatureKey& part) {
    key.high ^= part.high;
    key.low ^= part.low;
  }

  void set_up(const Diagram& diagram) {
    stones_.fill(Stone::kNone);
    empty_count_ = L::kSquares;
    for (int square = 0; square < L::kSquares; ++square) {
      empty_[square] = static_cast<std::uint8_t>(square);
    }
    stones_key_ = {mixed(1000 + 2 * Size), mixed(1001 + 2 * Size)};
    winner_ = -1;
    for (int square = 0; square < L::kSquares; ++square) {
      if (diagram.squares[square] == Stone::kNone) continue;
      put(square, diagram.squares[square] == Stone::kBlack ? 0 : 1);
    }
    mover_ = diagram.mover;
    may_swap_ = swap_rule_ && diagram.has_only_the_first_stone();
  }

  void put(int square, PlayerId player) {
    remove_empty(square);
    toggle(stones_key_, kKeys[2 * square + player]);
    if (join(L::cell(square), hex::stone_of(player), L::sides(square, player)) == 3) {
      winner_ = player;
    }
  }

  void remove_empty(int square) {
    auto* const place =
        static_cast<std::uint8_t*>(std::memchr(empty_.data(), square, empty_count_));
    assert(place != nullptr);
    std::memmove(place, place + 1, empty_.data() + empty_count_ - (place + 1));
    --empty_count_;
  }

  /// Puts the stone and joins it to its neighbours; returns the sides that its group now touches.
  int join(int cell, Stone stone, int sides) {
    stones_[cell] = stone;
    int root = cell;
    parent_[cell] = static_cast<std::uint8_t>(cell);
    bool before = stones_[cell + L::kAround.back()] == stone;
    const bool all_round = before;
    for (const int step : L::kAround) {
      const bool same = stones_[cell + step] == stone;
      if (same && !before) merge(root, cell + step, sides);
      before = same;
    }
    // A run all the way round has no beginning.
    if (all_round && root == cell) merge(root, cell + L::kAround.back(), sides);
    sides_[root] = static_cast<std::uint8_t>(sides);
    return sides;
  }

  void merge(int& root, int neighbour, int& sides) {
    const int other = find_root(neighbour);
    if (other == root) return;
    parent_[root] = static_cast<std::uint8_t>(other);
    sides |= sides_[other];
    root = other;
  }

  int find_root(int cell) {
    while (parent_[cell] != cell) {
      parent_[cell] = parent_[parent_[cell]];
      cell = parent_[cell];
    }
    return cell;
  }

  std::array<Stone, L::kCells> stones_;
  std::array<std::uint8_t, L::kCells> parent_;   ///< of cells with stones
  std::array<std::uint8_t, L::kCells> sides_;    ///< of roots
  std::array<std::uint8_t, L::kSquares> empty_;  ///< squares in ascending order
  int empty_count_ = 0;
  PlayerId mover_ = 0;
  PlayerId winner_ = -1;
  bool swap_rule_ = false;
  bool may_swap_ = false;
  FeatureKey stones_key_;
};

GameInfo describe(int size, bool swap) {
  const int squares = size * size;
  GameInfo info;
  info.name = fmt::format("hex(size={},swap={})", size, swap);
  info.num_actions = squares + (swap ? 1 : 0);
  info.max_legal_actions = squares;
  info.max_game_length = info.num_actions;
  info.features = {kPlanes, size, size};
  info.stones = StoneNotation{.sgf_game = 11, .row_1_on_top = true, .letters_skip_i = false};
  Symmetry identity{"identity", {}, {}};
  Symmetry half_turn{"half turn", {}, {}};
  for (int square = 0; square < squares; ++square) {
    info.action_map.push_back({0, square});
    identity.squares.push_back(square);
    half_turn.squares.push_back(squares - 1 - square);
  }
  identity.actions = identity.squares;
  half_turn.actions = half_turn.squares;
  if (swap) {
    // Mirroring in the diagonal and turning may change places, so the swap is its own image.
    info.action_map.push_back({0, ActionPlace::kGlobal});
    identity.actions.push_back(squares);
    half_turn.actions.push_back(squares);
  }
  info.symmetries = {identity, half_turn};
  return info;
}

/// What the outside may ask of a game of any size.
class HexGame : public Game {
 public:
  HexGame(int size, bool swap) : rules_{size, swap} { info_ = describe(size, swap); }

  HexRules rules() const { return rules_; }

  std::string action_text(Action action) const override {
    if (action == rules_.size * rules_.size) return std::string(kSwapText);
    return hex::square_text(rules_.size, action);
  }

  std::optional<Action> parse_action(std::string_view text) const override {
    for (Action action = 0; action < info_.num_actions; ++action) {
      if (text == action_text(action)) return action;
    }
    return std::nullopt;
  }

 private:
  HexRules rules_;
};

template <int Size>
class Hex final : public HexGame {
 public:
  explicit Hex(bool swap) : HexGame(Size, swap) {}

  std::unique_ptr<Position> initial_position() const override {
    return std::make_unique<HexPosition<Size>>(rules().swap, Diagram{.size = Size});
  }

  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    return std::make_unique<HexPosition<Size>>(rules().swap, hex::parse_diagram(Size, text));
  }
};

template <int... Offsets>
std::shared_ptr<const Game> make_of_size(int size, bool swap,
                                         std::integer_sequence<int, Offsets...>) {
  std::shared_ptr<const Game> game;
  ((size == kHexMinSize + Offsets ? void(game = std::make_shared<Hex<kHexMinSize + Offsets>>(swap))
                                  : void()),
   ...);
  return game;
}

}  // namespace

std::shared_ptr<const Game> make_hex(int size, bool swap) {
  if (size < kHexMinSize || size > kHexMaxSize) {
    throw Error(
        fmt::format("hex(size={}): the size must be {} to {}", size, kHexMinSize, kHexMaxSize));
  }
  return make_of_size(size, swap, std::make_integer_sequence<int, kHexMaxSize - kHexMinSize + 1>());
}

HexRules hex_rules(const Game& game) {
  const auto* ours = dynamic_cast<const HexGame*>(&game);
  if (ours == nullptr) throw Error(fmt::format("game {} is not hex", game.info().name));
  return ours->rules();
}

Diagram hex_diagram(const Position& position) {
  const auto* ours = dynamic_cast<const HexBoard*>(&position);
  if (ours == nullptr) throw Error(fmt::format("position {} is not of hex", position.to_text()));
  return ours->diagram();
}

}  // namespace tandem
