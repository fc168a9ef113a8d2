// Where Go's handicap stones stand, by section 4.1 of the GTP 2 specification.
#pragma once

#include <vector>

namespace tandem {

/// The squares (row * size + column, row 0 on top) of a fixed handicap: corners on the fourth line
/// beyond 11 x 11, else on the third; then the sides' middles, in pairs; an odd number from 5 on
/// has the centre. Empty where the specification has none: it has 2 to 9 stones on odd sizes from
/// 9, 2 to 4 on even sizes from 8 and on 7 x 7.
std::vector<int> fixed_handicap_squares(int size, int stones);

/// The squares of a handicap that the engine may choose: the fixed one where there is one. Else
/// each stone stands as far as it can from those before it, on the inner lines while there is room.
/// There must be enough squares.
std::vector<int> free_handicap_squares(int size, int stones);

}  // namespace tandem
