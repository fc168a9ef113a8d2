#include "games/connect_four/forced_win.h"

#include <algorithm>
#include <array>
#include <bit>

namespace tandem::connect_four {

ForcedWins::ForcedWins(const Geometry& geometry, int table_bits)
    : geometry_(geometry), table_bits_(table_bits), table_(std::size_t{1} << table_bits) {}

bool ForcedWins::wins_within(Bitboard board, int plies) { return attack(board, plies); }

bool ForcedWins::loses_within(Bitboard board, int plies) {
  return !wins_at_once(geometry_, board) && defence_fails(board, plies);
}

bool ForcedWins::attack(Bitboard board, int plies) {
  if (plies < 1) return false;
  if (wins_at_once(geometry_, board)) return true;
  if (plies < 3) return false;
  const Bits key = canonical_key(geometry_, board);
  Entry& entry = table_[(key * 0x9E3779B97F4A7C15ull) >> (64 - table_bits_)];
  if (entry.key == key) {
    if (entry.wins <= plies) return true;
    if (entry.fails >= plies) return false;
  }
  const bool wins = some_move_wins(board, plies);
  if (entry.key != key) entry = {key};
  auto depth = static_cast<std::int8_t>(plies);
  if (wins) {
    entry.wins = std::min(entry.wins, depth);
  } else {
    entry.fails = std::max(entry.fails, depth);
  }
  return wins;
}

bool ForcedWins::some_move_wins(Bitboard board, int plies) {
  struct Move {
    int threats;
    Bitboard after;
  };
  std::array<Move, 64> moves;
  int count = 0;
  for (Bits rest = safe_squares(geometry_, board); rest != 0; rest &= rest - 1) {
    const Bits square = rest & -rest;
    const Bits wins = winning_squares(geometry_, board.mover | square, board.all | square);
    moves[count++] = {std::popcount(wins), board.after(square)};
  }
  std::stable_sort(moves.begin(), moves.begin() + count,
                   [](const Move& a, const Move& b) { return a.threats > b.threats; });
  return std::any_of(moves.begin(), moves.begin() + count,
                     [&](const Move& move) { return defence_fails(move.after, plies - 1); });
}

/// The defender is to move and can't win at once.
bool ForcedWins::defence_fails(Bitboard board, int plies) {
  if (plies < 2 || board.all == geometry_.board) return false;
  Bits defences = safe_squares(geometry_, board);
  if (plies < 4) return defences == 0;
  for (; defences != 0; defences &= defences - 1) {
    if (!attack(board.after(defences & -defences), plies - 1)) return false;
  }
  return true;
}

}  // namespace tandem::connect_four
