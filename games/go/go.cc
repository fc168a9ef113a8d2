#include "games/go/go.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include <fmt/format.h>

#include "games/error.h"
#include "games/game_name.h"
#include "games/go/board.h"
#include "games/go/geometry.h"
#include "games/go/history.h"
#include "games/go/notation.h"

namespace tandem {
namespace {

using go::Colour;
using go::kBlack;
using go::kEmpty;
using go::kWhite;

constexpr int kLibertyPlanes = 4;  // for each colour
enum Plane {
  kMoverStones = 0,
  kOpponentStones = kLibertyPlanes,
  kBarred = 2 * kLibertyPlanes,
  kOpponentPassed,
  kBlackMoves,
  kKomi,
  kPliesLeft,
  kPlanes,
};

int max_game_length(int size) { return 2 * size * size; }

/// What all positions of a game share.
template <int MaxSize>
struct Rules {
  explicit Rules(const GoOptions& o)
      : geometry(o.size), options(o), max_length(max_game_length(o.size)) {}

  go::Geometry<MaxSize> geometry;
  GoOptions options;
  int max_length;
};

/// What the outside may ask of a position of any size.
class AnyGoPosition : public Position {
 public:
  virtual int area_margin() const = 0;
};

template <int MaxSize>
class GoPosition final : public AnyGoPosition {
 public:
  using Points = typename go::Geometry<MaxSize>::Points;

  explicit GoPosition(const Rules<MaxSize>& rules) : rules_(&rules), board_(rules.geometry) {
    history_.add(board_.hash());
  }

  /// Throws Error if the position can't be.
  GoPosition(const Rules<MaxSize>& rules, std::string_view text)
      : rules_(&rules), board_(rules.geometry) {
    const go::Geometry<MaxSize>& g = rules.geometry;
    const go::PositionText read = go::read_position(g.size, rules.max_length, text);
    for (int p = 0; p < g.points; ++p) {
      const Colour colour = read.points[static_cast<std::size_t>(p)];
      if (colour != kEmpty) board_.set_up(g, p, colour);
    }
    const int breathless = board_.breathless_stone(g);
    if (breathless >= 0) {
      go::refuse_position(
          text, fmt::format("the chain at {} has no liberty", go::point_text(g.size, breathless)));
    }
    for (const std::uint64_t hash : read.earlier_boards) {
      if (hash == board_.hash() || history_.contains(hash)) {
        go::refuse_position(text, fmt::format("board {:016x} stood twice, against superko", hash));
      }
      history_.add(hash);
    }
    history_.add(board_.hash());
    once_held_.fill(g.board);  // the text doesn't say, so any point may have been
    ply_ = read.ply;
    passes_ = read.passes;
  }

  void assign(const Position& other) override {
    assert(dynamic_cast<const GoPosition*>(&other) != nullptr);
    *this = static_cast<const GoPosition&>(other);
  }

  std::unique_ptr<Position> clone() const override { return std::make_unique<GoPosition>(*this); }

  PlayerId side_to_move() const override { return ply_ % 2; }

  int legal_actions(std::span<Action> out) const override {
    if (is_terminal()) return 0;
    int count = 0;
    legal_points().for_each([&](int point) { out[static_cast<std::size_t>(count++)] = point; });
    out[static_cast<std::size_t>(count++)] = pass();
    return count;
  }

  void apply(Action action) override {
    assert(action >= 0 && action <= pass() && !is_terminal());
    if (action == pass()) {
      ++passes_;
    } else {
      passes_ = 0;
      board_.play(rules_->geometry, action, mover());
      once_held_[mover()].add(action);
      assert(!history_.contains(board_.hash()));
      history_.add(board_.hash());
    }
    ++ply_;
  }

  bool is_terminal() const override { return passes_ == 2 || ply_ == rules_->max_length; }

  std::optional<Values> outcome() const override {
    if (!is_terminal()) return std::nullopt;
    const int halves = 2 * area_margin() - rules_->options.komi_halves;
    if (halves == 0) return Values{0, 0};
    return halves > 0 ? Values{1, -1} : Values{-1, 1};
  }

  /// At the game's end nobody is to move.
  std::uint64_t board_hash() const override {
    constexpr std::uint64_t kToMove[] = {0, 0xD1342543DE82EF95ull, 0x2545F4914F6CDD1Dull};
    return board_.hash() ^ kToMove[is_terminal() ? 2 : mover()];
  }

  FeatureKey feature_key() const override {
    FeatureKey key;
    const auto mix = [&key](std::uint64_t word) {
      key.high = (key.high ^ word) * 0x9E3779B97F4A7C15ull;
      key.high ^= key.high >> 32;
      key.low = (key.low + word) * 0xD6E8FEB86659FD93ull;
      key.low ^= key.low >> 29;
    };
    const Points barred = board_.empty() - legal_points();
    for (const Points& set : {board_.stones(kBlack), board_.stones(kWhite), barred}) {
      for (const std::uint64_t word : set.words()) mix(word);
    }
    mix(static_cast<std::uint64_t>(visible_plies_left() * 4 + passes_ * 2 + mover()));
    return key;
  }

  void encode(std::span<float> out) const override {
    const go::Geometry<MaxSize>& g = rules_->geometry;
    const auto plane = [&](int number) {
      return out.subspan(static_cast<std::size_t>(number * g.points),
                         static_cast<std::size_t>(g.points));
    };
    const auto mark = [&](int number, const Points& points) {
      const std::span<float> floats = plane(number);
      points.for_each([&](int p) { floats[static_cast<std::size_t>(p)] = 1; });
    };
    const auto fill = [&](int number, float value) { std::ranges::fill(plane(number), value); };

    std::ranges::fill(out, 0.0f);
    for (const Colour colour : {kBlack, kWhite}) {
      const int first = colour == mover() ? kMoverStones : kOpponentStones;
      board_.for_each_chain(colour, [&](const Points& chain, int liberties) {
        mark(first + std::min(liberties, kLibertyPlanes) - 1, chain);
      });
    }
    mark(kBarred, board_.empty() - legal_points());
    fill(kOpponentPassed, static_cast<float>(passes_));
    fill(kBlackMoves, mover() == kBlack ? 1.0f : 0.0f);
    const float komi = static_cast<float>(rules_->options.komi_halves) / 20.0f;
    fill(kKomi, mover() == kWhite ? komi : -komi);
    fill(kPliesLeft, static_cast<float>(visible_plies_left()) / static_cast<float>(g.points));
  }

  std::string to_text() const override {
    const auto earlier = history_.hashes().first(history_.hashes().size() - 1);
    return go::write_position(rules_->geometry.size,
                              {points(), passes_, ply_, {earlier.begin(), earlier.end()}});
  }

  std::string to_display() const override {
    return go::board_display(rules_->geometry.size, points());
  }

  int area_margin() const override { return board_.area_margin(rules_->geometry); }

 private:
  Colour mover() const { return static_cast<Colour>(ply_ % 2); }
  Action pass() const { return rules_->geometry.points; }

  /// The end that the length limit sets is shown only when it is near, so that the same board early
  /// and late in the game looks the same.
  int visible_plies_left() const {
    return std::min(rules_->max_length - ply_, rules_->geometry.points);
  }

  /// A stone that stays, on a point that its colour never held, makes a new board: only other
  /// points need a look into history.
  Points legal_points() const {
    const go::Geometry<MaxSize>& g = rules_->geometry;
    const Colour other = static_cast<Colour>(1 - mover());
    const Points captures = board_.last_liberties(g, other);
    const Points quiet = board_.breathing_points(g, mover()) - captures;
    const Points& held = once_held_[mover()];
    Points legal = (quiet | captures) - held;
    const auto add_if_new = [&](int point, std::uint64_t hash) {
      if (!history_.contains(hash)) legal.add(point);
    };
    ((quiet | captures) & held).for_each([&](int point) {
      std::uint64_t hash = board_.hash() ^ g.keys[mover()][point];
      if (captures.has(point)) hash ^= board_.hash_of_choked(g, point, other);
      add_if_new(point, hash);
    });
    if (!rules_->options.suicide) return legal;
    (board_.empty() - quiet - captures).for_each([&](int point) {
      add_if_new(point, board_.hash() ^ board_.hash_of_choked(g, point, mover()));
    });
    return legal;
  }

  std::vector<Colour> points() const {
    std::vector<Colour> points;
    for (int p = 0; p < rules_->geometry.points; ++p) points.push_back(board_.at(p));
    return points;
  }

  static constexpr int kMaxPoints = go::Geometry<MaxSize>::kMaxPoints;
  static constexpr int kBuckets = MaxSize <= 9 ? 256 : MaxSize <= 13 ? 512 : 1024;

  const Rules<MaxSize>* rules_;
  int ply_ = 0;
  int passes_ = 0;  ///< the last plies that were passes
  go::Board<MaxSize> board_;
  std::array<Points, 2> once_held_{};  ///< by colour: all points where it ever put a stone
  go::History<2 * kMaxPoints + 1, kBuckets> history_;  ///< all boards, this one last
};

/// One of the square's eight symmetries: first a reflection in the main diagonal, if asked for,
/// then quarter turns. The pass stays.
Symmetry make_symmetry(int size, std::string name, bool transpose, int quarter_turns) {
  Symmetry symmetry{std::move(name), {}, {}};
  for (int point = 0; point < size * size; ++point) {
    int row = point / size;
    int column = point % size;
    if (transpose) std::swap(row, column);
    for (int turn = 0; turn < quarter_turns; ++turn) {
      const int turned_row = column;
      column = size - 1 - row;
      row = turned_row;
    }
    symmetry.squares.push_back(size * row + column);
  }
  symmetry.actions = symmetry.squares;
  symmetry.actions.push_back(size * size);
  return symmetry;
}

std::string canonical_name(const GoOptions& o) {
  return fmt::format("go(size={},komi={},suicide={})", o.size,
                     halves_text(o.komi_halves / 2.0).value(), o.suicide);
}

GameInfo describe(const GoOptions& options) {
  const int size = options.size;
  const int points = size * size;
  GameInfo info;
  info.name = canonical_name(options);
  info.num_actions = points + 1;
  info.max_legal_actions = points + 1;
  info.max_game_length = max_game_length(size);
  info.features = {kPlanes, size, size};
  for (int point = 0; point < points; ++point) info.action_map.push_back({0, point});
  info.action_map.push_back({0, ActionPlace::kGlobal});
  const std::array<std::string, 4> turns = {"", "turned 90", "turned 180", "turned 270"};
  for (int turn = 0; turn < 4; ++turn) {
    info.symmetries.push_back(
        make_symmetry(size, turn == 0 ? "identity" : turns[turn], false, turn));
  }
  for (int turn = 0; turn < 4; ++turn) {
    info.symmetries.push_back(
        make_symmetry(size, turn == 0 ? "transposed" : "transposed, " + turns[turn], true, turn));
  }
  info.stones = StoneNotation{.sgf_game = 1};
  return info;
}

template <int MaxSize>
class Go final : public Game {
 public:
  explicit Go(const GoOptions& options) : rules_(options) { info_ = describe(options); }

  std::unique_ptr<Position> initial_position() const override {
    return std::make_unique<GoPosition<MaxSize>>(rules_);
  }

  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    return std::make_unique<GoPosition<MaxSize>>(rules_, text);
  }

  std::string action_text(Action action) const override {
    return action == pass() ? kPass : go::point_text(rules_.options.size, action);
  }

  std::optional<Action> parse_action(std::string_view text) const override {
    if (text == kPass) return pass();
    return go::parse_point(rules_.options.size, text);
  }

 private:
  static constexpr const char* kPass = "pass";
  Action pass() const { return rules_.geometry.points; }

  Rules<MaxSize> rules_;
};

}  // namespace

std::shared_ptr<const Game> make_go(const GoOptions& options) {
  if (options.size < kGoMinSize || options.size > kGoMaxSize) {
    throw Error(
        fmt::format("go: size is {}, must be {} to {}", options.size, kGoMinSize, kGoMaxSize));
  }
  if (std::abs(static_cast<long>(options.komi_halves)) > kGoMaxKomiHalves) {
    throw Error(fmt::format("go: komi is {} halves of a point, must be {} to {}",
                            options.komi_halves, -kGoMaxKomiHalves, kGoMaxKomiHalves));
  }
  if (options.size <= 9) return std::make_shared<Go<9>>(options);
  if (options.size <= 13) return std::make_shared<Go<13>>(options);
  return std::make_shared<Go<19>>(options);
}

int go_area_margin(const Position& position) {
  const auto* ours = dynamic_cast<const AnyGoPosition*>(&position);
  if (ours == nullptr) throw Error("position " + position.to_text() + " is not of go");
  return ours->area_margin();
}

}  // namespace tandem
