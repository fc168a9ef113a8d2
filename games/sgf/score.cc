#include "games/sgf/score.h"

#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "games/game_name.h"
#include "games/go/go.h"
#include "games/othello/othello.h"

namespace tandem {

std::optional<double> score_margin(const Game& game, const Position& position) {
  const GameName name = GameName::parse(game.info().name);
  if (name.family == "go") return go_area_margin(position) - name.number("komi").value_or(0);
  if (name.family != "othello" || !position.is_terminal()) return std::nullopt;
  // Whose turn it would be doesn't matter any more; who won says whose discs are more.
  const othello::Bitboard board = othello_board(position);
  const int margin = std::abs(othello::count(board.mover) - othello::count(board.other));
  return position.outcome().value()[0] < 0 ? -margin : margin;
}

std::string margin_text(double margin) {
  if (margin == 0) return "0";
  return fmt::format("{}+{}", margin > 0 ? 'B' : 'W', std::abs(margin));
}

}  // namespace tandem
