#include "games/othello/solver.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include <fmt/format.h>

#include "games/error.h"
#include "games/othello/last_squares.h"
#include "games/othello/ordering.h"
#include "games/othello/othello.h"
#include "games/othello/stability.h"
#include "games/othello/transposition_table.h"

namespace tandem {
namespace {

using namespace othello;

template <int N>
class Search final : public OthelloSolver {
 public:
  explicit Search(std::size_t table_bytes) : table_(table_bytes) {}

  int score(Bitboard board) override {
    table_.begin_search();
    return exact(board, first_guess(board));
  }

  std::vector<SolvedAction> solve(const Position& position) override {
    return each_action<SolvedAction>(position, [this](Bitboard next, int) {
      // The mover has won if the opponent's score isn't even 0.
      if (bound(next, 0) < 0) return 1;
      return bound(next, 2) < 2 ? 0 : -1;
    });
  }

  std::optional<std::vector<SolvedMargin>> margins(const Position& position) override {
    return each_action<SolvedMargin>(
        position, [this](Bitboard next, int guess) { return -exact(next, -guess); });
  }

  std::uint64_t nodes() const override { return nodes_ + last_.nodes(); }

 private:
  /// Look ahead, and answer from the table before searching, only where a subtree is worth it.
  static constexpr int kTableOfChildrenFrom = 11;
  static constexpr int kLookAheadFrom = 14;

  struct Move {
    Bitboard next;
    int square = 0;
    int promise = 0;
  };

  struct Moves {
    std::array<Move, kSquares<N>> list;
    int number = 0;
    Move* begin() { return list.data(); }
    Move* end() { return list.data() + number; }
  };

  static int empty_squares(Bitboard board) { return kSquares<N> - std::popcount(board.discs()); }

  // -- The root -----------------------------------------------------------------------------------

  Bitboard checked(const Position& position) const {
    const Bitboard board = othello_board(position);
    if (position.is_terminal()) {
      throw Error(fmt::format("othello(size={}): the game is over at {}, nothing to solve", N,
                              position.to_text()));
    }
    const int most = othello_solvable_squares(N);
    if (empty_squares(board) > most) {
      throw Error(fmt::format(
          "othello(size={}): {} has {} empty squares; the exact solver takes at most {}", N,
          position.to_text(), empty_squares(board), most));
    }
    return board;
  }

  /// What `value(board after the action, guess of its score)` says about each legal action,
  /// ascending by action.
  template <class Solved, class Value>
  std::vector<Solved> each_action(const Position& position, const Value& value) {
    const Bitboard board = checked(position);
    table_.begin_search();
    const Bits legal = moves<N>(board.mover, board.other);
    if (legal != 0) return each_move<Solved>(board, legal, value);
    const Bitboard next{board.other, board.mover};
    return {{kSquares<N>, value(next, first_guess(next))}};
  }

  template <class Solved, class Value>
  std::vector<Solved> each_move(Bitboard board, Bits legal, const Value& value) {
    Moves list = moves_of(board, legal);
    for (Move& move : list) move.promise = -looks_ahead<N>(move.next, 4, -kMuch, kMuch);
    std::ranges::sort(list, std::greater(), &Move::promise);
    std::vector<Solved> solved;
    std::vector<std::pair<Bitboard, int>> shapes;  // solved so far: near the start many are alike
    int guess = first_guess(list.list[0].next);
    for (const Move& move : list) {
      const Bitboard shape = canonical<N>(move.next);
      const auto alike = std::ranges::find(shapes, shape, &std::pair<Bitboard, int>::first);
      const int found = alike != shapes.end() ? alike->second : value(move.next, guess);
      if (alike == shapes.end()) shapes.emplace_back(shape, found);
      solved.push_back({move.square, found});
      guess = -found;
    }
    std::ranges::sort(solved, {}, &Solved::action);
    return solved;
  }

  static int first_guess(Bitboard board) {
    const int looks = looks_ahead<N>(board, 4, -kMuch, kMuch) / 20;
    return std::clamp(2 * looks, -kSquares<N>, kSquares<N>);
  }

  /// The score, by tests that close in on it from the guess in growing steps.
  int exact(Bitboard board, int guess) {
    int lower = -kSquares<N>;
    int upper = kSquares<N>;
    int beta = guess;
    int step = 2;
    bool was_reached = false;
    while (lower < upper) {
      beta = std::clamp(beta, lower + 2, upper);
      const int found = bound(board, beta);
      const bool reached = found >= beta;
      step = reached == was_reached ? std::min(2 * step, 8) : 2;
      was_reached = reached;
      (reached ? lower : upper) = found;
      beta = reached ? found + step : found + 2 - step;
    }
    return lower;
  }

  int bound(Bitboard board, int beta) { return bound(board, empty_squares(board), beta); }

  // -- The tree -----------------------------------------------------------------------------------

  /// The test that last_squares.h describes.
  int bound(Bitboard board, int empty, int beta) {
    if (empty <= LastSquares<N>::kMost) return last_.bound(board, empty, beta);
    if ((++nodes_ & 0xFF) == 0) check_stop();
    if (stability_may_refute<N>(empty, beta)) {
      const int most = stability_bound<N>(board);
      if (most < beta) return most;
    }
    int favourite = Knowledge::kNoMove;
    if (const Knowledge* known = table_.find(board)) {
      if (known->lower >= beta) return known->lower;
      if (known->upper < beta) return known->upper;
      favourite = known->move;
    }
    const Bits legal = moves<N>(board.mover, board.other);
    if (legal == 0) {
      const Bitboard passed{board.other, board.mover};
      if (moves<N>(passed.mover, passed.other) == 0) {
        return final_score<N>(board.mover, board.other);
      }
      return -bound(passed, empty, child_beta(beta));
    }
    Moves list = moves_of(board, legal);
    if (empty >= kTableOfChildrenFrom) {
      if (const auto sure = refuted_child(list, beta)) return *sure;
    }
    promise(list, board, empty, favourite);
    return best_of(list, board, empty, beta);
  }

  static Moves moves_of(Bitboard board, Bits legal) {
    Moves list;
    for (; legal != 0; legal &= legal - 1) {
      const int square = std::countr_zero(legal);
      const Bits turned = flips<N>(square, board.mover, board.other);
      list.list[list.number++] = {after(board, square, turned), square, 0};
    }
    return list;
  }

  /// The mover's score is known to reach beta if one of the children's is known to be low.
  std::optional<int> refuted_child(Moves& list, int beta) const {
    for (const Move& move : list) table_.prefetch(move.next);
    for (const Move& move : list) {
      const Knowledge* known = table_.find(move.next);
      if (known != nullptr && -known->upper >= beta) return -known->upper;
    }
    return std::nullopt;
  }

  void promise(Moves& list, Bitboard board, int empty, int favourite) {
    if (list.number == 1) return;
    const Bits odd = odd_quarters<N>(kBoard<N> & ~board.discs());
    const int depth = empty < kLookAheadFrom ? -1 : (empty - kLookAheadFrom) / 3;
    for (Move& move : list) {
      move.promise = quick_promise<N>(move.next, move.square, odd);
      if (depth >= 0) move.promise -= looks_ahead<N>(move.next, depth, -kMuch, kMuch);
      if (move.square == favourite) move.promise = kMuch;
      if (move.next.mover == 0) move.promise = 2 * kMuch;  // no disc of the opponent is left
    }
  }

  int best_of(Moves& list, Bitboard board, int empty, int beta) {
    const std::uint64_t nodes_before = nodes();
    int best = kNoScore;
    std::uint8_t best_square = Knowledge::kNoMove;
    for (Move* next = list.begin(); next != list.end() && best < beta; ++next) {
      std::iter_swap(next, std::max_element(next, list.end(), [](const Move& a, const Move& b) {
                       return a.promise < b.promise;
                     }));
      const int score = -bound(next->next, empty - 1, child_beta(beta));
      if (score > best) {
        best = score;
        best_square = static_cast<std::uint8_t>(next->square);
      }
    }
    Knowledge learnt{.move = best_square};
    (best >= beta ? learnt.lower : learnt.upper) = static_cast<std::int8_t>(best);
    table_.learn(board, learnt, nodes() - nodes_before + 1);
    return best;
  }

  static constexpr int kMuch = 100'000;

  TranspositionTable table_;
  LastSquares<N> last_;
  std::uint64_t nodes_ = 0;
};

}  // namespace

int othello_solvable_squares(int size) { return size == 8 ? 26 : size * size - 4; }

std::unique_ptr<OthelloSolver> make_othello_solver(const Game& game, std::size_t table_bytes) {
  switch (othello_size(game)) {
    case 4:
      return std::make_unique<Search<4>>(table_bytes);
    case 6:
      return std::make_unique<Search<6>>(table_bytes);
    default:
      return std::make_unique<Search<8>>(table_bytes);
  }
}

}  // namespace tandem
