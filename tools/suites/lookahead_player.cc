#include "tools/suites/lookahead_player.h"

#include <algorithm>
#include <bit>

namespace tandem {
namespace {

using namespace connect_four;

constexpr int kWin = 1000;  // far more than there are threats; plies make quick wins better

int threat_balance(const Geometry& geometry, Bitboard board) {
  return std::popcount(winning_squares(geometry, board.mover, board.all)) -
         std::popcount(winning_squares(geometry, board.mover ^ board.all, board.all));
}

/// The mover's score if inside (alpha, beta), else a bound on the right side.
int search(const Geometry& geometry, Bitboard board, int depth, int alpha, int beta) {
  if (wins_at_once(geometry, board)) return kWin + depth;
  if (board.all == geometry.board) return 0;
  if (depth == 0) return threat_balance(geometry, board);
  Bits moves = landing_squares(geometry, board.all);
  for (; moves != 0 && alpha < beta; moves &= moves - 1) {
    alpha =
        std::max(alpha, -search(geometry, board.after(moves & -moves), depth - 1, -beta, -alpha));
  }
  return alpha;
}

}  // namespace

Action lookahead_move(const Geometry& geometry, Bitboard board, int depth, Random& random) {
  const Bits wins = winning_squares(geometry, board.mover, board.all);
  int best = -2 * kWin;
  int equals = 0;
  Action choice = 0;
  for (Bits moves = landing_squares(geometry, board.all); moves != 0; moves &= moves - 1) {
    const Bits square = moves & -moves;
    // The window begins one below the best so far, so that equals are seen as equals.
    const int score =
        square & wins ? kWin + depth
                      : -search(geometry, board.after(square), depth - 1, -2 * kWin, -(best - 1));
    if (score < best) continue;
    if (score > best) equals = 0;
    best = score;
    if (random.below(++equals) == 0) choice = std::countr_zero(square) / geometry.stride;
  }
  return choice;
}

}  // namespace tandem
