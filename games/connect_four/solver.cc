#include "games/connect_four/solver.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "games/connect_four/connect_four.h"
#include "games/connect_four/sure_bounds.h"
#include "games/connect_four/transposition_table.h"

namespace tandem {
namespace {

using namespace connect_four;

/// std::popcount for a handful of bits; faster than it where the compiler may not use the
/// instruction.
int count_few(Bits bits) {
  int count = 0;
  for (; bits != 0; bits &= bits - 1) ++count;
  return count;
}

template <class G>
class Search final : public ConnectFourSolver {
 public:
  Search(const G& geometry, std::size_t table_bytes)
      : g_(geometry), upper_(upper_squares(geometry.rows, geometry.columns)), table_(table_bytes) {
    for (int i = 0; i < g_.columns; ++i) {
      const int step = (i + 1) / 2;
      const int column = (g_.columns - 1) / 2 + (i % 2 == 1 ? step : -step);
      centre_first_[i] = column_bits(g_, column);
    }
  }

  int value(Bitboard board) override {
    const int empty = std::popcount(g_.board & ~board.all);
    if (empty == 0) return 0;
    if (wins_at_once(g_, board)) return 1;
    Node node = node_at(board);
    node.key = canonical_key(g_, board);
    const Bounds sure = proven(node, empty);
    if (sure.exact()) return sure.lower;
    if (sure.upper > 0 && above(node, 0, empty)) return 1;
    return sure.lower == 0 || above(node, -1, empty) ? 0 : -1;
  }

  std::vector<SolvedAction> action_values(Bitboard board) override {
    std::vector<SolvedAction> values;
    const Bits landing = landing_squares(g_, board.all);
    const Bits wins = winning_squares(g_, board.mover, board.all);
    for (Action column = 0; column < g_.columns; ++column) {
      const Bits square = landing & column_bits(g_, column);
      if (square == 0) continue;
      values.push_back({column, square & wins ? 1 : -value(board.after(square))});
    }
    return values;
  }

  std::vector<SolvedAction> solve(const Position& position) override {
    return action_values(connect_four_board(position));
  }

 private:
  /// A position to search; its mover has no immediate win.
  struct Node {
    Bitboard board;
    Bits threats = 0;  ///< the winning squares of the player who is not to move
    Bits moves = 0;    ///< those that don't lose at once; not empty
    std::uint64_t key = 0;
    int promise = 0;  ///< for the order of search
  };

  Node node_at(Bitboard board) const {
    const Bits threats = winning_squares(g_, board.mover ^ board.all, board.all);
    return {board, threats, safe_squares(g_, board.all, threats)};
  }

  /// What is sure without search.
  Bounds proven(const Node& node, int empty) const {
    if (node.moves == 0) return {-1, -1};
    if (empty <= 2) return {0, 0};
    return sure_bounds(g_, node.board, node.threats, upper_, empty);
  }

  /// Whether the mover's value is above alpha (-1 or 0).
  bool above(const Node& node, int alpha, int empty) {
    if ((++nodes_ & 0xFFFF) == 0) check_stop();
    const Bounds known = table_.find(node.key);
    if (known.lower > alpha) return true;
    if (known.upper <= alpha) return false;
    const std::uint64_t nodes_before = nodes_;
    const bool result = some_child_below(node, -alpha, empty - 1);
    table_.learn(node.key, result ? Bounds{alpha + 1, 1} : Bounds{-1, alpha},
                 nodes_ - nodes_before + 1);
    return result;
  }

  /// Whether a move leads to a position with `empty` free squares whose value for its mover is
  /// below beta.
  bool some_child_below(const Node& node, int beta, int empty) {
    std::array<Node, kConnectFourMaxSide> children;
    int count = 0;
    for (int i = 0; i < g_.columns; ++i) {
      const Bits square = node.moves & centre_first_[i];
      if (square == 0) continue;
      Node child = node_at(node.board.after(square));
      const Bounds sure = proven(child, empty);
      if (sure.upper < beta) return true;
      if (sure.lower >= beta) continue;
      child.key = canonical_key(g_, child.board);
      table_.prefetch(child.key);
      child.promise = count_few(child.threats);
      int place = count++;
      for (; place > 0 && children[place - 1].promise < child.promise; --place) {
        children[place] = children[place - 1];
      }
      children[place] = child;
    }
    for (int i = 0; i < count; ++i) {
      if (table_.find(children[i].key).upper < beta) return true;
    }
    for (int i = 0; i < count; ++i) {
      if (!above(children[i], beta - 1, empty)) return true;
    }
    return false;
  }

  [[no_unique_address]] G g_;
  Bits upper_;
  TranspositionTable table_;
  std::array<Bits, kConnectFourMaxSide> centre_first_{};
  std::uint64_t nodes_ = 0;
};

}  // namespace

std::unique_ptr<ConnectFourSolver> make_connect_four_solver(const Game& game,
                                                            std::size_t table_bytes) {
  const Geometry geometry = connect_four_geometry(game);
  using Standard = FixedGeometry<6, 7>;
  if (geometry.rows == Standard::rows && geometry.columns == Standard::columns) {
    return std::make_unique<Search<Standard>>(Standard{}, table_bytes);
  }
  return std::make_unique<Search<Geometry>>(geometry, table_bytes);
}

}  // namespace tandem
