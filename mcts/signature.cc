#include "mcts/signature.h"

#include <memory>
#include <string>
#include <vector>

#include "games/registry.h"
#include "mcts/scripted_evaluator.h"
#include "mcts/search.h"

namespace tandem {
namespace {

constexpr int kGames = 6;
constexpr int kVisits = 400;

void mix(std::uint64_t& hash, std::int64_t number) {
  hash =
      (hash ^ static_cast<std::uint64_t>(number)) * 0x100000001B3ull;  // FNV-1a, a word at a time
  hash ^= hash >> 29;
}

void add_result(const SearchResult& result, const std::vector<Action>& line,
                SearchSignature& signature) {
  signature.nodes += result.nodes;
  mix(signature.hash, result.best);
  mix(signature.hash, result.visits);
  mix(signature.hash, result.proven);
  for (const ActionResult& action : result.actions) {
    mix(signature.hash, action.visits);
    mix(signature.hash, action.proven ? static_cast<std::int64_t>((*action.proven)[0]) : 2);
  }
  for (const Action action : line) mix(signature.hash, action);
}

/// Positions of one random game: the empty board and then every third ply.
std::vector<std::unique_ptr<Position>> positions_of_game(const Game& game, std::uint64_t number) {
  std::vector<std::unique_ptr<Position>> positions;
  Random random(20250101, number);
  std::vector<Action> legal(game.info().max_legal_actions);
  const auto position = game.initial_position();
  for (int ply = 0;; ++ply) {
    const int count = position->legal_actions(legal);
    if (count == 0) return positions;
    if (ply % 3 == 0 && (ply > 0 || number == 0)) positions.push_back(position->clone());
    position->apply(legal[random.below(count)]);
  }
}

}  // namespace

SearchSignature search_signature(const Game& game) {
  SearchSignature signature;
  const auto batch = ScriptedEvaluator(game).new_batch();
  for (const SearchConfig::Algorithm algorithm : {SearchConfig::GUMBEL, SearchConfig::PUCT}) {
    for (const bool solver : {false, true}) {
      SearchConfig config;
      config.set_algorithm(algorithm);
      config.set_solver(solver);
      config.set_visits(kVisits);
      config.set_noise(0);
      Search search(game, config);
      for (std::uint64_t number = 0; number < kGames; ++number) {
        for (const auto& position : positions_of_game(game, number)) {
          search.begin(*position, Random(0));
          const SearchResult result = run_search(search, *batch);
          add_result(result, search.principal_variation(), signature);
        }
      }
    }
  }
  return signature;
}

SearchSignature search_signature() {
  SearchSignature all;
  for (const std::string& line : registered_games()) {
    const SearchSignature one = search_signature(*make_game(line.substr(0, line.find(' '))));
    all.nodes += one.nodes;
    mix(all.hash, static_cast<std::int64_t>(one.hash));
  }
  return all;
}

}  // namespace tandem
