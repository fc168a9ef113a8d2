#include "engine/evaluation/match_sgf.h"

#include <vector>

#include "games/sgf/game_record.h"

namespace tandem {
namespace {

/// Game `k` of a pair, in which player A has seat k.
PlayedGame played_game(const std::string& a_name, const std::string& b_name, const PlayedPair& pair,
                       std::size_t k) {
  PlayedGame played;
  played.first_name = k == 0 ? a_name : b_name;
  played.second_name = k == 0 ? b_name : a_name;
  played.moves = pair.opening;
  played.moves.insert(played.moves.end(), pair.moves[k].begin(), pair.moves[k].end());
  const auto for_a = static_cast<float>(pair.results[k]);
  played.result.emplace();
  (*played.result)[k] = for_a;
  (*played.result)[1 - k] = -for_a;
  if (const std::optional<Forfeit>& forfeit = pair.forfeits[k]) {
    played.end = forfeit->fault ? GameEnd::kForfeited : GameEnd::kResigned;
    played.comment = forfeit->reason;
  }
  return played;
}

}  // namespace

std::string match_sgf(const Game& game, const std::string& a_name, const std::string& b_name,
                      const std::map<std::int64_t, PlayedPair>& pairs) {
  std::vector<SgfTree> trees;
  for (const auto& [number, pair] : pairs) {
    for (std::size_t k = 0; k < 2; ++k) {
      trees.push_back(record_tree(game, played_game(a_name, b_name, pair, k)));
    }
  }
  return write_sgf(trees);
}

}  // namespace tandem
