// A match's games as SGF.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "engine/evaluation/games_file.h"
#include "games/game.h"

namespace tandem {

/// One collection: the two games of every pair, in order. Resignations are RE[B+R], faults RE[B+F]
/// with the reason as the game's comment. Throws Error if the game isn't one of stones.
std::string match_sgf(const Game& game, const std::string& a_name, const std::string& b_name,
                      const std::map<std::int64_t, PlayedPair>& pairs);

}  // namespace tandem
