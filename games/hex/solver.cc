#include "games/hex/solver.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "games/error.h"
#include "games/hex/bitboard.h"
#include "games/hex/hex.h"
#include "games/hex/inferior_cells.h"
#include "games/hex/virtual_connections.h"
#include "games/solving/position_table.h"

namespace tandem {

namespace hex {

static std::uint64_t hash_of(const Bitboard& board) {
  return tandem::hash_of(tandem::hash_of(board.mine) ^ board.theirs);
}

}  // namespace hex

namespace {

using namespace hex;

static_assert(kHexMaxSolverSize == kMaxBitboardSize);

/// What is known about a position (proof-number search: Allis 1994; depth-first: Nagai 2002).
struct Verdict {
  static constexpr std::uint32_t kNever = 1u << 30;   ///< of what is disproved
  static constexpr std::uint32_t kMost = kNever / 2;  ///< of what is not

  std::uint32_t win = 1;   ///< least effort left to prove that the mover wins: 0 proven
  std::uint32_t loss = 1;  ///< and that he loses

  /// Of a decided position: free squares that suffice the winner, whoever owns the others. Else the
  /// squares to try: a move on another loses, by a strategy of the opponent that needs `base`.
  Bits region = 0;
  Bits base = 0;

  std::uint8_t work = 0;  ///< the table's

  bool won() const { return win == 0; }
  bool lost() const { return loss == 0; }

  static Verdict win_with(Bits carrier) { return {0, kNever, carrier, 0}; }
  static Verdict loss_to(Bits carrier) { return {kNever, 0, carrier, 0}; }
};

/// A position as it is searched: filled in, and turned so that it and its image are one.
struct Prepared {
  Bitboard board;
  bool turned = false;
  Bits mine = 0;    ///< captured by the mover, before the turn
  Bits theirs = 0;  ///< captured by his opponent
};

/// A move and the position after it, seen by the opponent.
struct Child {
  Bits square = 0;
  Prepared position;
  Verdict verdict;
};

class Search final : public HexSolver {
 public:
  Search(HexRules rules, std::size_t table_bytes)
      : rules_(rules), size_(rules.size), connections_(rules.size), table_(table_bytes) {}

  int value(const Diagram& diagram) override { return mover_wins(diagram) ? 1 : -1; }

  std::vector<SolvedAction> action_values(const Diagram& diagram) override {
    std::vector<SolvedAction> values;
    const Bitboard board = board_of(diagram);
    // Squares that every winning strategy of the opponent found so far needs.
    Bits hopeful = may_be_swapped_next(diagram) ? 0 : whole_board(size_);
    for (Action action = 0; action < diagram.square_count(); ++action) {
      if (diagram.squares[action] != Stone::kNone) continue;
      const Bits square = square_bit(action, diagram.mover);
      bool wins = (square & hopeful) != 0;
      if (wins) {
        const Verdict reply = decide(board.after(square));
        if (reply.won()) hopeful &= transposed(reply.region);
        wins = reply.lost();
      }
      values.push_back({action, wins ? 1 : -1});
    }
    if (may_swap(diagram)) {
      values.push_back({diagram.square_count(), decide(board).lost() ? 1 : -1});
    }
    return values;
  }

  std::vector<SolvedAction> solve(const Position& position) override {
    return action_values(hex_diagram(position));
  }

  std::uint64_t nodes() const override { return nodes_; }

 private:
  // A swapped position is, seen by its mover, the one before the swap: mirrored, with the colours
  // exchanged. So White, who may choose whose part he takes, wins, and no first move of Black does.

  bool may_swap(const Diagram& diagram) const {
    return rules_.swap && diagram.has_only_the_first_stone();
  }
  bool may_be_swapped_next(const Diagram& diagram) const {
    return rules_.swap && diagram.mover == 0 && diagram.stones() == 0;
  }

  bool mover_wins(const Diagram& diagram) {
    if (may_swap(diagram)) return true;
    if (may_be_swapped_next(diagram)) return false;
    return decide(board_of(diagram)).won();
  }

  Bits square_bit(Action action, PlayerId mover) const {
    const int row = action / size_;
    const int column = action % size_;
    return bit(mover == 0 ? 8 * row + column : 8 * column + row);
  }

  Bitboard board_of(const Diagram& diagram) const {
    Bitboard board;
    for (int square = 0; square < diagram.square_count(); ++square) {
      const Stone stone = diagram.squares[square];
      if (stone == Stone::kNone) continue;
      const bool mine = stone == stone_of(diagram.mover);
      (mine ? board.mine : board.theirs) |= square_bit(square, diagram.mover);
    }
    return board;
  }

  // -- Proofs -------------------------------------------------------------------------------------

  /// Who wins a position as it stands on the board, and the carrier.
  Verdict decide(const Bitboard& board) {
    const Prepared position = prepare(board);
    Verdict verdict = known(position.board);
    if (!verdict.won() && !verdict.lost()) {
      verdict = prove(position.board, verdict, Verdict::kNever, Verdict::kNever);
    }
    verdict.region = carrier_before(position, verdict);
    return verdict;
  }

  Prepared prepare(const Bitboard& board) const {
    const Filled filled = fill_in(size_, board);
    const Bitboard image = filled.board.half_turned(size_);
    const bool turned = image.mine != filled.board.mine ? image.mine < filled.board.mine
                                                        : image.theirs < filled.board.theirs;
    return {turned ? image : filled.board, turned, filled.mine, filled.theirs};
  }

  /// The carrier of a decided position on the board before it was prepared: the winner needs what
  /// he captured as well.
  Bits carrier_before(const Prepared& position, const Verdict& verdict) const {
    const Bits carrier = position.turned ? half_turned(size_, verdict.region) : verdict.region;
    return carrier | (verdict.won() ? position.mine : position.theirs);
  }

  Verdict known(const Bitboard& board) {
    if (const Verdict* verdict = table_.find(board)) return *verdict;
    const Verdict verdict = examine(board);
    table_.learn(board, verdict, 1);
    return verdict;
  }

  /// What H-search tells.
  Verdict examine(const Bitboard& board) {
    check_stop();
    ++nodes_;
    const SidesJoined ours = connections_.join_sides(board.mine, board.theirs, true);
    if (ours.full) return Verdict::win_with(*ours.full);
    if (ours.semi) return Verdict::win_with(*ours.semi);
    const Bitboard other = board.transposed();
    const SidesJoined theirs = connections_.join_sides(other.mine, other.theirs, false);
    if (theirs.full) return Verdict::loss_to(transposed(*theirs.full));

    const Bits free = whole_board(size_) & ~board.all();
    Verdict verdict;
    verdict.region = transposed(theirs.must_play) & free;
    verdict.base = transposed(theirs.threats);
    const Vulnerable vulnerable = vulnerable_squares(size_, board, verdict.region);
    if (vulnerable.squares != verdict.region) {
      verdict.region &= ~vulnerable.squares;
      verdict.base |= vulnerable.killers;
    }
    verdict.loss = static_cast<std::uint32_t>(std::popcount(verdict.region));
    return verdict;
  }

  /// Searches until the position is decided, or needs at least `win` or `loss` effort.
  Verdict prove(const Bitboard& board, Verdict verdict, std::uint32_t win, std::uint32_t loss) {
    const std::uint64_t nodes_before = nodes_;
    std::array<Child, 64> children;
    int count = 0;
    for (Bits rest = verdict.region; rest != 0; rest &= rest - 1) {
      Child& child = children[count++];
      child.square = rest & -rest;
      child.position = prepare(board.after(child.square));
      child.verdict = known(child.position.board);
      if (child.verdict.lost()) break;
    }
    while (true) {
      count = sum_up(children, count, verdict);
      if (verdict.won() || verdict.lost() || verdict.win >= win || verdict.loss >= loss) break;
      const auto [best, second] = two_easiest(children, count);
      Child& child = children[best];
      const std::uint32_t others = verdict.loss - child.verdict.win;
      child.verdict = prove(child.position.board, child.verdict, loss - others,
                            std::min(win, second + second / 4 + 1));
    }
    table_.learn(board, verdict, nodes_ - nodes_before + 1);
    return verdict;
  }

  /// Draws the conclusions from the children; keeps those that are still to be tried.
  int sum_up(std::array<Child, 64>& children, int count, Verdict& verdict) const {
    for (int i = 0; i < count; ++i) {
      const Child& child = children[i];
      if (child.verdict.lost()) {
        verdict = Verdict::win_with(child.square | carrier_after(child));
        return count;
      }
      if (child.verdict.won() && (child.square & verdict.region) != 0) {
        verdict.region &= carrier_after(child);
        verdict.base |= carrier_after(child);
      }
    }
    const auto end = std::remove_if(children.begin(), children.begin() + count,
                                    [&](const Child& c) { return !(c.square & verdict.region); });
    count = static_cast<int>(end - children.begin());
    if (count == 0) {
      verdict = Verdict::loss_to(verdict.base);
      return count;
    }
    verdict.win = Verdict::kNever;
    verdict.loss = 0;
    for (int i = 0; i < count; ++i) {
      verdict.win = std::min(verdict.win, children[i].verdict.loss);
      verdict.loss = std::min(verdict.loss + children[i].verdict.win, Verdict::kMost);
    }
    return count;
  }

  /// The carrier of a decided child, on this side's board.
  Bits carrier_after(const Child& child) const {
    return transposed(carrier_before(child.position, child.verdict));
  }

  /// The child whose loss is easiest to prove, and how easy the next one is.
  static std::pair<int, std::uint32_t> two_easiest(const std::array<Child, 64>& children,
                                                   int count) {
    int best = 0;
    std::uint32_t second = Verdict::kNever;
    for (int i = 1; i < count; ++i) {
      if (children[i].verdict.loss < children[best].verdict.loss) {
        second = children[best].verdict.loss;
        best = i;
      } else {
        second = std::min(second, children[i].verdict.loss);
      }
    }
    return {best, second};
  }

  HexRules rules_;
  int size_;
  VirtualConnections connections_;
  PositionTable<Bitboard, Verdict> table_;
  std::uint64_t nodes_ = 0;
};

}  // namespace

std::unique_ptr<HexSolver> make_hex_solver(const Game& game, std::size_t table_bytes) {
  const HexRules rules = hex_rules(game);
  if (rules.size > kHexMaxSolverSize) {
    throw Error(fmt::format("the Hex solver serves boards up to {0}x{0}, not {1}",
                            kHexMaxSolverSize, game.info().name));
  }
  return std::make_unique<Search>(rules, table_bytes);
}

}  // namespace tandem
