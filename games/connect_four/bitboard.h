// Connect Four on 64 bits: what the rules and the solver share.
//
// Column c owns the bits c * stride .. c * stride + rows - 1, its lowest square first; stride =
// rows + 1, so one bit above each column always stays empty and shifted lines never wrap into the
// next column. Any board with columns * (rows + 1) <= 64 fits.
//
// The functions take the board's size as a template parameter: `Geometry` is chosen at run time,
// `FixedGeometry<6, 7>` lets the compiler fold every shift.
#pragma once

#include <cstdint>

namespace tandem::connect_four {

using Bits = std::uint64_t;

/// One bit at the foot of each column.
constexpr Bits bottom_row(int rows, int columns) {
  Bits bits = 0;
  for (int c = 0; c < columns; ++c) bits |= Bits{1} << (c * (rows + 1));
  return bits;
}

/// Every square of the board.
constexpr Bits whole_board(int rows, int columns) {
  return bottom_row(rows, columns) * ((Bits{1} << rows) - 1);
}

struct Geometry {
  constexpr Geometry(int rows_in, int columns_in)
      : rows(rows_in),
        columns(columns_in),
        stride(rows_in + 1),
        bottom(bottom_row(rows_in, columns_in)),
        board(whole_board(rows_in, columns_in)) {}

  int rows;
  int columns;
  int stride;
  Bits bottom;
  Bits board;
};

template <int Rows, int Columns>
struct FixedGeometry {
  static constexpr int rows = Rows;
  static constexpr int columns = Columns;
  static constexpr int stride = Rows + 1;
  static constexpr Bits bottom = bottom_row(Rows, Columns);
  static constexpr Bits board = whole_board(Rows, Columns);
};

template <class G>
constexpr Bits square_bit(const G& g, int row, int column) {
  return Bits{1} << (column * g.stride + row);
}

/// The squares of one column.
template <class G>
constexpr Bits column_bits(const G& g, int column) {
  return ((Bits{1} << g.rows) - 1) << (column * g.stride);
}

/// The topmost square of one column.
template <class G>
constexpr Bits top_bit(const G& g, int column) {
  return square_bit(g, g.rows - 1, column);
}

/// The squares where a stone would land, given all stones.
template <class G>
constexpr Bits landing_squares(const G& g, Bits all) {
  return (all + g.bottom) & g.board;
}

/// Whether these stones of one player hold four in a line.
template <class G>
constexpr bool has_four(const G& g, Bits stones) {
  const auto four = [stones](int step) {
    const Bits pairs = stones & (stones >> step);
    return pairs & (pairs >> (2 * step));
  };
  return (four(1) | four(g.stride) | four(g.stride - 1) | four(g.stride + 1)) != 0;
}

/// The empty squares, reachable at once or not, that would complete a four for the owner of
/// `stones`.
template <class G>
constexpr Bits winning_squares(const G& g, Bits stones, Bits all) {
  Bits wins = (stones << 1) & (stones << 2) & (stones << 3);
  const auto line = [stones, &wins](int step) {
    const Bits above = (stones << step) & (stones << (2 * step));
    wins |= above & (stones << (3 * step));
    wins |= above & (stones >> step);
    const Bits below = (stones >> step) & (stones >> (2 * step));
    wins |= below & (stones >> (3 * step));
    wins |= below & (stones << step);
  };
  line(g.stride);
  line(g.stride - 1);
  line(g.stride + 1);
  return wins & (g.board & ~all);
}

/// The squares seen in a mirror: column c becomes column columns - 1 - c. Keeps the spare bits too.
template <class G>
constexpr Bits mirrored(const G& g, Bits bits) {
  const Bits column = (Bits{1} << (g.stride - 1) << 1) - 1;
  Bits out = 0;
  for (int c = 0; c < g.columns; ++c) {
    out |= ((bits >> (c * g.stride)) & column) << ((g.columns - 1 - c) * g.stride);
  }
  return out;
}

/// A position: the stones of the player to move, and all stones.
struct Bitboard {
  Bits mover = 0;
  Bits all = 0;

  bool operator==(const Bitboard&) const = default;

  /// Different for every position of one board size: per column, stones + mover's stones is a
  /// bijection.
  constexpr Bits key() const { return mover + all; }

  /// After the mover's stone has landed on `square`, one bit of landing_squares().
  constexpr Bitboard after(Bits square) const { return {mover ^ all, all | square}; }
};

/// The landing squares after which the opponent, whose winning squares are given, doesn't win at
/// once. The mover must have no immediate win himself.
template <class G>
constexpr Bits safe_squares(const G& g, Bits all, Bits opponent_wins) {
  const Bits landing = landing_squares(g, all);
  const Bits safe = landing & ~(opponent_wins >> 1);
  const Bits forced = landing & opponent_wins;
  if (forced == 0) return safe;
  return (forced & (forced - 1)) == 0 ? safe & forced : 0;
}

template <class G>
constexpr Bits safe_squares(const G& g, Bitboard board) {
  return safe_squares(g, board.all, winning_squares(g, board.mover ^ board.all, board.all));
}

/// Whether the mover completes four with his next stone.
template <class G>
constexpr bool wins_at_once(const G& g, Bitboard board) {
  return (winning_squares(g, board.mover, board.all) & landing_squares(g, board.all)) != 0;
}

/// One number for a position and its mirror image: the lesser of their keys.
template <class G>
constexpr Bits canonical_key(const G& g, Bitboard board) {
  const Bits key = board.key();
  const Bits mirror = mirrored(g, key);
  return key < mirror ? key : mirror;
}

}  // namespace tandem::connect_four
