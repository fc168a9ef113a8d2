// Positions with labels that an exact solver can check, one JSON object a line:
//   {"id": "1", "game": "othello", "position": "startpos moves d3", "value": 1, "best": ["c5"]}
// "value" is 1 (win), 0 (draw) or -1 (loss) for the side to move, "best" every move that keeps the
// best value. In games that count points "value_discs" is the final difference for the side to
// move, "discs" has it for moves ({"c5": 4}), and "best" are then the moves of the greatest.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "games/game.h"

namespace tandem {

/// What a line says about its position; whatever it leaves out isn't compared.
struct Labels {
  std::optional<int> value;        ///< 1, 0 or -1 for the mover
  std::optional<int> value_discs;  ///< the margin for the mover
  std::map<Action, int> discs;     ///< margins of actions
  std::vector<Action> best;        ///< all actions that keep the best value, or margin if labelled
};

struct LabelledPosition {
  std::string id;     ///< `where` if the line has none
  std::string where;  ///< file and line
  std::shared_ptr<const Game> game;
  std::unique_ptr<Position> position;
  Labels labels;

  bool has_margins() const { return labels.value_discs || !labels.discs.empty(); }
};

/// The first `limit` positions of the file, 0: all. Lines that name no game are of `game`. Throws
/// Error with file and line: bad JSON, a missing or wrongly typed field, an unknown game, a
/// position or move that is wrong, a finished game; or if there are none.
std::vector<LabelledPosition> read_labelled_positions(const std::string& path,
                                                      const std::string& game, int limit);

}  // namespace tandem
