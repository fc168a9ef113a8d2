#include "games/dots_and_boxes/solver.h"

#include <algorithm>
#include <bit>
#include <vector>

#include "games/dots_and_boxes/chain_moves.h"
#include "games/dots_and_boxes/dots_and_boxes.h"
#include "games/dots_and_boxes/equivalence.h"
#include "games/solving/position_table.h"

namespace tandem {
namespace {

using namespace dots_and_boxes;

/// Known bounds of the boxes that the mover still wins more than his opponent, by the set of edges
/// drawn.
struct MarginBounds {
  std::int8_t lower = -127;
  std::int8_t upper = 127;
  std::uint8_t work = 0;
};

class Search final : public DotsAndBoxesSolver {
 public:
  Search(const Game& game, std::size_t table_bytes)
      : g_(dots_and_boxes_geometry(game)), equivalence_(game), table_(table_bytes) {}

  /// Closes in on the margin from both sides, from where a search last pointed to.
  int margin(Bits edges) override {
    int upper = open_boxes(edges);
    int lower = -upper;
    int guess = 0;
    while (lower < upper) {
      const int target = std::max(guess, lower + 1);
      guess = search(edges, target, open_boxes(edges));
      (guess >= target ? lower : upper) = guess;
    }
    return lower;
  }

  std::optional<std::vector<SolvedMargin>> margins(const Position& position) override {
    const Bits edges = dots_and_boxes_edges(position);
    const int lead = dots_and_boxes_lead(position);
    std::vector<SolvedMargin> result;
    for (Bits free = g_.all & ~edges; free != 0; free &= free - 1) {
      const Bits move = free & -free;
      const int won = completed_by(edges, move);
      const int rest = margin(edges | move);
      result.push_back({std::countr_zero(move), lead + (won > 0 ? won + rest : -rest)});
    }
    return result;
  }

  std::vector<SolvedAction> solve(const Position& position) override {
    const auto solved = margins(position);
    std::vector<SolvedAction> result;
    for (const auto& [action, margin] : *solved) {
      result.push_back({action, (margin > 0) - (margin < 0)});
    }
    return result;
  }

  std::uint64_t nodes() const override { return nodes_; }

 private:
  int open_boxes(Bits edges) const { return std::popcount(g_.boxes & ~complete_boxes(g_, edges)); }

  int completed_by(Bits edges, Bits move) const {
    return count_up_to_two(complete_boxes(g_, edges | move) & ~complete_boxes(g_, edges));
  }

  /// A bound of the margin with `open` boxes to be won: a lower one if it is at least `target`,
  /// else an upper one.
  int search(Bits edges, int target, int open) {
    if (target <= -open) return -open;
    if (target > open) return open;
    if ((++nodes_ & 0xFFFF) == 0) check_stop();
    if ((target + open) % 2 != 0) ++target;  // all boxes are won by someone

    edges = equivalence_.canonical(edges);
    const MarginBounds* const found = table_.find(edges);
    MarginBounds known = found != nullptr ? *found : MarginBounds();
    if (known.lower >= target) return known.lower;
    if (known.upper < target) return known.upper;

    const std::uint64_t nodes_before = nodes_;
    const int best = best_move(edges, target, open);
    (best >= target ? known.lower : known.upper) = static_cast<std::int8_t>(best);
    table_.learn(edges, known, nodes_ - nodes_before + 1);
    return best;
  }

  int best_move(Bits edges, int target, int open) {
    const ChainMoves moves = chain_moves(g_, edges);
    int best = -open;
    for (const Bits set : {moves.captures, moves.safe, moves.giving}) {
      for (Bits rest = set; rest != 0; rest &= rest - 1) {
        const Bits move = rest & -rest;
        const int won = set == moves.captures ? completed_by(edges, move) : 0;
        const int value = won > 0 ? won + search(edges | move, target - won, open - won)
                                  : -search(edges | move, 1 - target, open);
        best = std::max(best, value);
        if (best >= target) return best;
      }
    }
    return best;
  }

  Geometry g_;
  Equivalence equivalence_;
  PositionTable<Bits, MarginBounds> table_;
  std::uint64_t nodes_ = 0;
};

}  // namespace

std::unique_ptr<DotsAndBoxesSolver> make_dots_and_boxes_solver(const Game& game,
                                                               std::size_t table_bytes) {
  return std::make_unique<Search>(game, table_bytes);
}

}  // namespace tandem
