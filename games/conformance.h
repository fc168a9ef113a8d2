// The conformance kit: plays a game at random and checks every promise that games/game.h makes.
// Whoever adds a game runs it in one test:
//
//   EXPECT_THAT(check_conformance(*make_game("my_game")), testing::IsEmpty());
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "games/game.h"

namespace tandem {

struct ConformanceOptions {
  std::uint64_t seed = 1;
  int games = 100;                   ///< random playouts
  bool judged_by_rules = true;       ///< every terminal position has an outcome
  bool zero_sum = true;              ///< two players' outcomes add up to 0
  std::uint64_t perft_nodes = 2000;  ///< most nodes of each perft that compares symmetric positions
};

/// What the game does wrong: one line for each kind of failure, the first instance found, with the
/// position's text, the moves that lead to it and the symmetry. Empty when the game keeps its
/// contract.
///
/// Checked are: the plain facts of GameInfo (sizes, action map, symmetries); action and position
/// texts and their round trips; legal actions (ascending, within bounds, none exactly at the end);
/// game length; outcome; that assign(), clone() and parse_position() give positions that look and
/// go on the same, and that looking changes nothing; that a position reached by other move orders
/// looks the same, hashes included; that equal hashes mean equal boards and equal feature keys
/// equal encodings; and, for every symmetry, that moves, outcome, encoding and perft follow it.
std::vector<std::string> check_conformance(const Game& game,
                                           const ConformanceOptions& options = {});

}  // namespace tandem
