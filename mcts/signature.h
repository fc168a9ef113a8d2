// One number for "search still plays the same".
#pragma once

#include <cstdint>

#include "games/game.h"

namespace tandem {

/// What fixed searches of fixed positions added up to.
struct SearchSignature {
  std::int64_t nodes = 0;  ///< tree nodes passed by all descents: changes when any descent does
  std::uint64_t hash = 0;  ///< of moves, lines, visits and proofs, in integers
};

/// Searches the same positions of every registered game (in its default size), 400 visits each,
/// with the scripted evaluator: Gumbel and PUCT, solver on and off, no noise. Changes only when
/// play does: the rules, a game's feature key, a selection rule, the solver, the games registered.
///
/// The same on every processor with IEEE arithmetic, and for every compiler and optimisation that
/// keeps to it: answers come from integers; search itself uses only +, -, *, / and sqrt, which IEEE
/// rounds exactly, and its own exponential (exponential.h) instead of the C library's; the library
/// is compiled without fused multiply-adds (-ffp-contract=off), and nothing in it may be compiled
/// with -ffast-math. Noise would call std::log and is left out. Takes about a second.
SearchSignature search_signature();

/// The same of one game.
SearchSignature search_signature(const Game& game);

}  // namespace tandem
