// A run's self-play games as SGF.
#pragma once

#include <filesystem>

namespace tandem {

/// What was written.
struct ReplaySgf {
  int files = 0;
  int games = 0;
};

/// Writes the games that ended in the newest `generations` generations with games (0: in all) to
/// `folder`, which is made: NNNNNN.sgf for generation NNNNNN, a collection each. The players are
/// named after the generations of the network that moved; a game's comment says how many plies at
/// its start were random. Throws Error if the run's game isn't one of stones, or a file can't be
/// read or written.
ReplaySgf write_replay_sgf(const std::filesystem::path& run, const std::filesystem::path& folder,
                           int generations = 0);

}  // namespace tandem
