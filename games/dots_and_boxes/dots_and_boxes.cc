#include "games/dots_and_boxes/dots_and_boxes.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <map>

#include <fmt/format.h>

#include "games/dots_and_boxes/notation.h"
#include "games/error.h"

namespace tandem {
namespace {

using dots_and_boxes::bit;
using dots_and_boxes::Bits;
using dots_and_boxes::Board;
using dots_and_boxes::Geometry;
using dots_and_boxes::Place;

constexpr int kPlanes = 6;

class DotsAndBoxesPosition final : public Position {
 public:
  DotsAndBoxesPosition(const Geometry& geometry, const Board& board)
      : geometry_(&geometry),
        board_(board),
        complete_(dots_and_boxes::complete_boxes(geometry, board.edges)) {}

  const Board& board() const { return board_; }
  int lead() const { return board_.boxes[board_.mover] - board_.boxes[1 - board_.mover]; }

  void assign(const Position& other) override {
    assert(dynamic_cast<const DotsAndBoxesPosition*>(&other) != nullptr);
    *this = static_cast<const DotsAndBoxesPosition&>(other);
  }

  std::unique_ptr<Position> clone() const override {
    return std::make_unique<DotsAndBoxesPosition>(*this);
  }

  PlayerId side_to_move() const override { return board_.mover; }

  int legal_actions(std::span<Action> out) const override {
    int count = 0;
    for (Bits free = geometry_->all & ~board_.edges; free != 0; free &= free - 1) {
      out[count++] = std::countr_zero(free);
    }
    return count;
  }

  void apply(Action action) override {
    assert(action >= 0 && action < geometry_->edges && (board_.edges & bit(action)) == 0);
    board_.edges |= bit(action);
    const Bits complete = dots_and_boxes::complete_boxes(*geometry_, board_.edges);
    if (complete == complete_) {
      board_.mover = 1 - board_.mover;
    } else {
      board_.boxes[board_.mover] += dots_and_boxes::count_up_to_two(complete & ~complete_);
      complete_ = complete;
    }
  }

  bool is_terminal() const override { return board_.edges == geometry_->all; }

  std::optional<Values> outcome() const override {
    if (!is_terminal()) return std::nullopt;
    const int lead = board_.boxes[0] - board_.boxes[1];
    const float first = lead > 0 ? 1.0f : lead < 0 ? -1.0f : 0.0f;
    return Values{first, -first};
  }

  std::uint64_t board_hash() const override {
    const FeatureKey key = feature_key();
    std::uint64_t z = key.low * 0x9E3779B97F4A7C15ull + key.high;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }

  // The edges tell how many boxes are complete, so that one player's boxes tell the other's.
  FeatureKey feature_key() const override {
    return {static_cast<std::uint64_t>(2 * board_.boxes[0] + board_.mover), board_.edges};
  }

  void encode(std::span<float> out) const override {
    const Geometry& g = *geometry_;
    const int width = 2 * g.columns + 1;
    const int squares = (2 * g.rows + 1) * width;
    std::fill_n(out.data(), 4 * squares, 0.0f);
    const auto set = [&](int plane, Place place) {
      out[plane * squares + place.row * width + place.column] = 1.0f;
    };
    for (int edge = 0; edge < g.edges; ++edge) {
      set(board_.edges & bit(edge) ? 0 : 1, edge_place(g, edge));
      if (g.boxes & bit(edge)) set(complete_ & bit(edge) ? 2 : 3, box_place(g, edge));
    }
    const float share = static_cast<float>(lead()) / static_cast<float>(g.rows * g.columns);
    std::fill_n(out.data() + 4 * squares, squares, share);
    std::fill_n(out.data() + 5 * squares, squares, board_.mover == 0 ? 1.0f : 0.0f);
  }

  std::string to_text() const override { return dots_and_boxes::board_text(*geometry_, board_); }
  std::string to_display() const override {
    return dots_and_boxes::board_display(*geometry_, board_);
  }

 private:
  const Geometry* geometry_;
  Board board_;
  Bits complete_;  ///< boxes
};

/// Turns the network's board over its main diagonal if `transposed`, then upside down, then left to
/// right.
struct Turn {
  const char* name;
  bool transposed;
  bool upside_down;
  bool left_right;
};

constexpr Turn kTurns[] = {
    {"identity", false, false, false},        {"mirror", false, false, true},
    {"upside down", false, true, false},      {"half turn", false, true, true},
    {"transposed", true, false, false},       {"quarter turn right", true, false, true},
    {"quarter turn left", true, true, false}, {"anti-transposed", true, true, true},
};

Symmetry symmetry(const Geometry& g, const Turn& turn) {
  const int height = 2 * g.rows + 1;
  const int width = 2 * g.columns + 1;
  Symmetry result{turn.name, {}, {}};
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) {
      Place to = turn.transposed ? Place{column, row} : Place{row, column};
      if (turn.upside_down) to.row = height - 1 - to.row;
      if (turn.left_right) to.column = width - 1 - to.column;
      result.squares.push_back(to.row * width + to.column);
    }
  }
  const auto square_of = [&](int edge) {
    const Place place = edge_place(g, edge);
    return place.row * width + place.column;
  };
  std::map<int, Action> edge_at;
  for (int edge = 0; edge < g.edges; ++edge) edge_at[square_of(edge)] = edge;
  for (int edge = 0; edge < g.edges; ++edge) {
    result.actions.push_back(edge_at.at(result.squares[square_of(edge)]));
  }
  return result;
}

GameInfo describe(const Geometry& g) {
  GameInfo info;
  info.name = fmt::format("dots_and_boxes(rows={},columns={})", g.rows, g.columns);
  info.num_actions = g.edges;
  info.max_legal_actions = g.edges;
  info.max_game_length = g.edges;
  info.features = {kPlanes, 2 * g.rows + 1, 2 * g.columns + 1};
  for (int edge = 0; edge < g.edges; ++edge) {
    const Place place = edge_place(g, edge);
    info.action_map.push_back({0, place.row * info.features.width + place.column});
  }
  for (const Turn& turn : kTurns) {
    if (turn.transposed && g.rows != g.columns) continue;
    info.symmetries.push_back(symmetry(g, turn));
  }
  return info;
}

class DotsAndBoxes final : public Game {
 public:
  explicit DotsAndBoxes(const Geometry& geometry) : geometry_(geometry) {
    info_ = describe(geometry);
  }

  const Geometry& geometry() const { return geometry_; }

  std::unique_ptr<Position> initial_position() const override {
    return std::make_unique<DotsAndBoxesPosition>(geometry_, Board{});
  }

  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    return std::make_unique<DotsAndBoxesPosition>(geometry_,
                                                  dots_and_boxes::parse_board(geometry_, text));
  }

  std::string action_text(Action action) const override {
    return dots_and_boxes::edge_text(geometry_, action);
  }

  std::optional<Action> parse_action(std::string_view text) const override {
    for (Action action = 0; action < geometry_.edges; ++action) {
      if (text == action_text(action)) return action;
    }
    return std::nullopt;
  }

 private:
  Geometry geometry_;
};

const DotsAndBoxesPosition& our_position(const Position& position) {
  const auto* ours = dynamic_cast<const DotsAndBoxesPosition*>(&position);
  if (ours == nullptr) throw Error("position " + position.to_text() + " is not of dots_and_boxes");
  return *ours;
}

}  // namespace

std::shared_ptr<const Game> make_dots_and_boxes(int rows, int columns) {
  const auto in_range = [](int side) {
    return side >= kDotsAndBoxesMinSide && side <= kDotsAndBoxesMaxSide;
  };
  if (!in_range(rows) || !in_range(columns) ||
      2 * rows * columns + rows + columns > kDotsAndBoxesMaxEdges) {
    throw Error(fmt::format(
        "dots_and_boxes(rows={},columns={}): rows and columns of boxes must be {} to "
        "{}, with at most {} edges: 2 * rows * columns + rows + columns",
        rows, columns, kDotsAndBoxesMinSide, kDotsAndBoxesMaxSide, kDotsAndBoxesMaxEdges));
  }
  return std::make_shared<DotsAndBoxes>(Geometry(rows, columns));
}

Geometry dots_and_boxes_geometry(const Game& game) {
  const auto* ours = dynamic_cast<const DotsAndBoxes*>(&game);
  if (ours == nullptr) throw Error("game " + game.info().name + " is not dots_and_boxes");
  return ours->geometry();
}

Bits dots_and_boxes_edges(const Position& position) { return our_position(position).board().edges; }

int dots_and_boxes_lead(const Position& position) { return our_position(position).lead(); }

}  // namespace tandem
