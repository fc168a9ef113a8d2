#include "training/run/seen_positions.h"

#include <fmt/format.h>

#include <algorithm>

#include "games/error.h"
#include "training/run/replay_reader.h"

namespace tandem {
namespace {

void add_game(const Game& game, const GameRecord& record, const Symmetry& symmetry,
              SeenPositions& seen) {
  const auto position = game.initial_position();
  for (const int action : record.opening()) position->apply(symmetry.actions[action]);
  for (const MoveRecord& move : record.moves()) {
    seen.insert(position->feature_key());
    position->apply(symmetry.actions[move.action()]);
  }
}

}  // namespace

SeenPositions seen_positions(const Game& game, const std::filesystem::path& run) {
  const Manifest manifest = newest_manifest(run);
  std::vector<std::string> games(manifest.more_games().begin(), manifest.more_games().end());
  games.insert(games.begin(), manifest.game());
  if (std::ranges::find(games, game.info().name) == games.end()) {
    throw Error(fmt::format("{} plays {}, not {}", run.string(), fmt::join(games, " and "),
                            game.info().name));
  }
  SeenPositions seen;
  for (const FileEntry& shard : manifest.replay()) {
    for (const GameRecord& record : read_shard(run, shard)) {
      if (record.game() != game.info().name) continue;
      for (const Symmetry& symmetry : game.info().symmetries) {
        add_game(game, record, symmetry, seen);
      }
    }
  }
  return seen;
}

}  // namespace tandem
