#include "training/run/seen_positions.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/files.h"
#include "games/error.h"
#include "training/run/run_layout.h"
#include "training/run/tfrecord.h"

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
  std::vector<int> generations = checkpoint_generations(run);
  // A commit under way, or one that was cut off, has a folder and no manifest yet.
  std::erase_if(generations, [&](int generation) {
    return !std::filesystem::exists(run / checkpoint_folder(generation) / kManifestFile);
  });
  if (generations.empty()) throw Error(run.string() + " is not a run: it has no checkpoints");
  const Manifest manifest = read_sealed_manifest(run / checkpoint_folder(generations.back()));
  std::vector<std::string> games(manifest.more_games().begin(), manifest.more_games().end());
  games.insert(games.begin(), manifest.game());
  if (std::ranges::find(games, game.info().name) == games.end()) {
    throw Error(fmt::format("{} plays {}, not {}", run.string(), fmt::join(games, " and "),
                            game.info().name));
  }
  SeenPositions seen;
  for (const FileEntry& shard : manifest.replay()) {
    const std::string bytes = read_committed_file(run, shard);
    for (const GameRecord& record :
         unpack_games(parse_tfrecords(bytes, shard.path()), shard.path())) {
      if (record.game() != game.info().name) continue;
      for (const Symmetry& symmetry : game.info().symmetries) {
        add_game(game, record, symmetry, seen);
      }
    }
  }
  return seen;
}

}  // namespace tandem
