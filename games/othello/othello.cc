#include "games/othello/othello.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include <fmt/format.h>

#include "games/error.h"
#include "games/othello/notation.h"

namespace tandem {
namespace {

using othello::Bitboard;
using othello::Bits;
using othello::Diagram;

constexpr int kPlanes = 4;
constexpr char kPass[] = "pass";

/// What the outside may ask of a position of any size.
class OthelloBoard : public Position {
 public:
  Bitboard board() const { return board_; }

 protected:
  explicit OthelloBoard(Bitboard board) : board_(board) {}
  OthelloBoard(const OthelloBoard&) = default;
  OthelloBoard& operator=(const OthelloBoard&) = default;

  Bitboard board_;
};

template <int N>
class OthelloPosition final : public OthelloBoard {
 public:
  explicit OthelloPosition(const Diagram& diagram)
      : OthelloBoard(diagram.board), side_(diagram.side) {
    find_moves();
  }

  void assign(const Position& other) override {
    assert(dynamic_cast<const OthelloPosition*>(&other) != nullptr);
    *this = static_cast<const OthelloPosition&>(other);
  }

  std::unique_ptr<Position> clone() const override {
    return std::make_unique<OthelloPosition>(*this);
  }

  PlayerId side_to_move() const override { return side_; }

  int legal_actions(std::span<Action> out) const override {
    int number = 0;
    for (Bits left = moves_; left != 0; left &= left - 1) out[number++] = std::countr_zero(left);
    if (must_pass_) out[number++] = kPassAction;
    return number;
  }

  void apply(Action action) override {
    assert(action == kPassAction ? must_pass_ : (moves_ >> action & 1) != 0);
    if (action == kPassAction) {
      std::swap(board_.mover, board_.other);
    } else {
      board_ =
          othello::after(board_, action, othello::flips<N>(action, board_.mover, board_.other));
    }
    side_ = 1 - side_;
    find_moves();
  }

  bool is_terminal() const override { return moves_ == 0 && !must_pass_; }

  std::optional<Values> outcome() const override {
    if (!is_terminal()) return std::nullopt;
    const int ahead = othello::count(board_.mover) - othello::count(board_.other);
    if (ahead == 0) return Values{0, 0};
    return (ahead > 0) == (side_ == 0) ? Values{1, -1} : Values{-1, 1};
  }

  std::uint64_t board_hash() const override {
    std::uint64_t z = board_.mover * 0x9E3779B97F4A7C15ull + side_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull + board_.other;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }

  /// Exact. A disc in the middle that isn't the mover's is the opponent's, so there the second word
  /// has room to tell side and size apart.
  FeatureKey feature_key() const override {
    constexpr int kFirst = std::countr_zero(othello::kMiddle<N>);
    constexpr Bits kSize = Bits{N / 2 & 1} << (kFirst + 1) | Bits{N / 4 & 1} << (kFirst + N);
    const Bits side = static_cast<Bits>(side_) << kFirst;
    return {board_.mover, (board_.other & ~othello::kMiddle<N>) | side | kSize};
  }

  void encode(std::span<float> out) const override {
    float* next = out.data();
    for (const Bits plane : {board_.mover, board_.other, moves_}) {
      for (int square = 0; square < othello::kSquares<N>; ++square) {
        *next++ = static_cast<float>(plane >> square & 1);
      }
    }
    std::fill_n(next, othello::kSquares<N>, side_ == 0 ? 1.0f : 0.0f);
  }

  std::string to_text() const override { return othello::diagram_text(N, {board_, side_}); }
  std::string to_display() const override { return othello::diagram_display(N, {board_, side_}); }

 private:
  static constexpr Action kPassAction = othello::kSquares<N>;

  void find_moves() {
    moves_ = othello::moves<N>(board_.mover, board_.other);
    must_pass_ = moves_ == 0 && othello::moves<N>(board_.other, board_.mover) != 0;
  }

  Bits moves_ = 0;  ///< the squares where the mover may place a disc
  int side_ = 0;
  bool must_pass_ = false;
};

/// One of the board's symmetries: first a reflection in the diagonal from a1, if asked for, then
/// half a turn.
Symmetry make_symmetry(int size, std::string name, bool transpose, bool half_turn) {
  Symmetry symmetry{std::move(name), {}, {}};
  const int last = size * size - 1;
  for (int square = 0; square <= last; ++square) {
    const int image = transpose ? square % size * size + square / size : square;
    symmetry.squares.push_back(half_turn ? last - image : image);
  }
  symmetry.actions = symmetry.squares;
  symmetry.actions.push_back(last + 1);  // the pass
  return symmetry;
}

GameInfo describe(int size) {
  const int squares = size * size;
  const int empty_at_start = squares - 4;
  GameInfo info;
  info.name = fmt::format("othello(size={})", size);
  info.num_actions = squares + 1;
  info.max_legal_actions = empty_at_start;    // the middle is never empty
  info.max_game_length = 2 * empty_at_start;  // before each disc at most one pass
  info.features = {kPlanes, size, size};
  for (int square = 0; square < squares; ++square) info.action_map.push_back({0, square});
  info.action_map.push_back({0, ActionPlace::kGlobal});
  // Quarter turns and the other reflections exchange the colours of the first four discs.
  info.symmetries = {make_symmetry(size, "identity", false, false),
                     make_symmetry(size, "turned 180", false, true),
                     make_symmetry(size, "transposed", true, false),
                     make_symmetry(size, "transposed, turned 180", true, true)};
  info.stones = StoneNotation{.sgf_game = 2, .row_1_on_top = true, .letters_skip_i = false};
  return info;
}

class OthelloGame : public Game {
 public:
  std::string action_text(Action action) const override {
    return action == pass() ? kPass : othello::square_text(size(), action);
  }

  std::optional<Action> parse_action(std::string_view text) const override {
    if (text == kPass) return pass();
    if (text.size() != 2) return std::nullopt;
    const int column = text[0] - 'a';
    const int row = text[1] - '1';
    if (column < 0 || column >= size() || row < 0 || row >= size()) return std::nullopt;
    return row * size() + column;
  }

  int size() const { return info_.features.height; }

 protected:
  explicit OthelloGame(int size) { info_ = describe(size); }

 private:
  Action pass() const { return size() * size(); }
};

template <int N>
class Othello final : public OthelloGame {
 public:
  Othello() : OthelloGame(N) {}

  std::unique_ptr<Position> initial_position() const override {
    constexpr int kFirst = (N / 2 - 1) * (N + 1);
    constexpr Bits kWhite = Bits{1} << kFirst | Bits{1} << (kFirst + N + 1);
    constexpr Bits kBlack = othello::kMiddle<N> ^ kWhite;
    return std::make_unique<OthelloPosition<N>>(Diagram{{kBlack, kWhite}, 0});
  }

  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    return std::make_unique<OthelloPosition<N>>(othello::parse_diagram(N, text));
  }
};

}  // namespace

std::shared_ptr<const Game> make_othello(int size) {
  switch (size) {
    case 4:
      return std::make_shared<Othello<4>>();
    case 6:
      return std::make_shared<Othello<6>>();
    case 8:
      return std::make_shared<Othello<8>>();
    default:
      throw Error(fmt::format("othello(size={}): the size must be 4, 6 or 8", size));
  }
}

int othello_size(const Game& game) {
  const auto* ours = dynamic_cast<const OthelloGame*>(&game);
  if (ours == nullptr) throw Error("game " + game.info().name + " is not othello");
  return ours->size();
}

Bitboard othello_board(const Position& position) {
  const auto* ours = dynamic_cast<const OthelloBoard*>(&position);
  if (ours == nullptr) throw Error("position " + position.to_text() + " is not of othello");
  return ours->board();
}

}  // namespace tandem
