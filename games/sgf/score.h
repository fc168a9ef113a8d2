// What a board counts, where a game has a score besides its winner.
#pragma once

#include <optional>
#include <string>

#include "games/game.h"

namespace tandem {

/// Black's points minus White's, White's komi among them: in Go of any position, as it stands; in
/// Othello of a finished one. None for other games.
std::optional<double> score_margin(const Game& game, const Position& position);

/// A margin as SGF and GTP write it: "B+3.5", "W+12", "0".
std::string margin_text(double margin);

}  // namespace tandem
