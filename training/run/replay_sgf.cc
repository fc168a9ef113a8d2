#include "training/run/replay_sgf.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/files.h"
#include "games/error.h"
#include "games/sgf/game_record.h"
#include "training/run/replay_reader.h"
#include "training/run/run_games.h"

namespace tandem {
namespace {

/// Who moved: games that are in flight at a commit go on with the next network.
std::string player_name(const GameRecord& record) {
  int first = INT32_MAX;
  int last = 0;
  for (const MoveRecord& move : record.moves()) {
    first = std::min(first, move.generation());
    last = std::max(last, move.generation());
  }
  if (record.moves_size() == 0) return "";
  return first == last ? fmt::format("generation {}", first)
                       : fmt::format("generations {} to {}", first, last);
}

PlayedGame played_game(const GameRecord& record) {
  PlayedGame played;
  played.first_name = played.second_name = player_name(record);
  played.moves.assign(record.opening().begin(), record.opening().end());
  for (const MoveRecord& move : record.moves()) played.moves.push_back(move.action());
  played.result.emplace();
  std::copy(record.outcome().begin(), record.outcome().end(), played.result->begin());
  played.comment = fmt::format("Self-play game {}.", record.number());
  if (record.opening_size() > 0) {
    played.comment += fmt::format(" The first {} plies are random.", record.opening_size());
  }
  return played;
}

RunGames games_of(const Manifest& manifest) {
  RunConfig config;
  config.set_game(manifest.game());
  *config.mutable_more_games() = manifest.more_games();
  return RunGames(config);
}

}  // namespace

ReplaySgf write_replay_sgf(const std::filesystem::path& run, const std::filesystem::path& folder,
                           int generations) {
  const Manifest manifest = newest_manifest(run);
  const RunGames games = games_of(manifest);
  const int shards = manifest.replay_size();
  const int first = generations > 0 ? std::max(0, shards - generations) : 0;
  if (first == shards) throw Error(run.string() + " has no finished games yet");
  record_tree(*games[0], {});  // says now if SGF has no words for the game
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) {
    throw Error(fmt::format("can't make folder {}: {}", folder.string(), failed.message()));
  }
  ReplaySgf written;
  for (int i = first; i < shards; ++i) {
    std::vector<SgfTree> trees;
    for (const GameRecord& record : read_shard(run, manifest.replay(i))) {
      trees.push_back(record_tree(games.of(record), played_game(record)));
    }
    const std::filesystem::path name = std::filesystem::path(manifest.replay(i).path()).stem();
    write_file_atomically(folder / (name.string() + ".sgf"), write_sgf(trees));
    ++written.files;
    written.games += static_cast<int>(trees.size());
  }
  return written;
}

}  // namespace tandem
