// Squares that needn't be searched (inferior cell analysis: Bjornsson, Hayward, Johanson and van
// Rijswijck 2007, "Dead cell analysis in Hex and the Shannon game").
//
// A free square is *dead* when its colour can't decide who wins, however the rest is filled. That
// is certain when, however its free neighbours are filled, the stones of either colour around it
// touch each other: then no winning chain needs the square as a link. Two free neighbouring squares
// are *captured* by a player when his stone on either makes the other dead: the opponent gains
// nothing by playing there, and the player can count both as his.
#pragma once

#include "games/hex/bitboard.h"

namespace tandem::hex {

/// A board with dead and captured squares filled in. It has the same winner.
struct Filled {
  Bitboard board;
  Bits mine = 0;    ///< captured by the mover
  Bits theirs = 0;  ///< captured by his opponent
};

/// Dead squares are given to the opponent, they count for nobody.
Filled fill_in(int size, const Bitboard& board);

/// Free squares where a stone of the mover would be dead after the opponent's answer on one other,
/// the killer. If some square that isn't vulnerable is free, and the mover can win at all, then he
/// can win there: suppose he wins on a vulnerable square; then, its killer played, he still wins
/// with a move elsewhere, which wins without the killer too, and is not vulnerable, or has another
/// killer, and so on; each killer is a new stone, so this ends.
struct Vulnerable {
  Bits squares = 0;
  Bits killers = 0;  ///< one for each
};
Vulnerable vulnerable_squares(int size, const Bitboard& board, Bits among);

}  // namespace tandem::hex
