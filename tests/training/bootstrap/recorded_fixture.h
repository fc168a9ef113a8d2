// Recorded games of Hex by a player whose next move anybody can tell.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/files.h"
#include "games/random.h"
#include "games/registry.h"
#include "games/sgf/game_record.h"
#include "tests/training/learning/learning_fixture.h"

namespace tandem {

/// `games` games on 3x3: after a random first move both sides take the first empty cell, in reading
/// order.
inline void write_first_cell_games(const std::filesystem::path& file, int games,
                                   std::uint64_t seed = 1) {
  const auto game = make_game("hex(size=3)");
  Random random(seed);
  std::vector<Action> legal(static_cast<std::size_t>(game->info().max_legal_actions));
  std::vector<SgfTree> trees;
  for (int i = 0; i < games; ++i) {
    PlayedGame played;
    const auto position = game->initial_position();
    while (!position->is_terminal()) {
      const int count = position->legal_actions(legal);
      const int choice = played.moves.empty() ? random.below(count) : 0;
      played.moves.push_back(legal[static_cast<std::size_t>(choice)]);
      position->apply(played.moves.back());
    }
    played.result = position->outcome();
    trees.push_back(record_tree(*game, played));
  }
  write_file_atomically(file, write_sgf(trees));
}

inline RunConfig bootstrapped_config(const std::filesystem::path& games) {
  RunConfig config = tiny_config();
  config.set_game("hex(size=3)");
  config.mutable_bootstrap()->set_games(games.string());
  return config;
}

}  // namespace tandem
