// A small Connect Four player of middling strength, for positions such as people reach.
#pragma once

#include "games/connect_four/bitboard.h"
#include "games/game.h"
#include "games/random.h"

namespace tandem {

/// The column that full-width search to `depth` plies likes best, by wins and then by the number of
/// squares that complete a four; a random one of the equals. The game must not be over.
Action lookahead_move(const connect_four::Geometry& geometry, connect_four::Bitboard board,
                      int depth, Random& random);

}  // namespace tandem
