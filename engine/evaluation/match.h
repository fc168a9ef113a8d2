// Matches: pairs of games from sampled openings with colours swapped, many at once, resumable.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "engine/evaluation/elo.h"
#include "engine/evaluation/games_file.h"
#include "engine/evaluation/sprt.h"
#include "engine/players/player.h"

namespace tandem {

struct MatchConfig {
  std::shared_ptr<const Game> game;  ///< for two players
  const PlayerFactory* a = nullptr;
  const PlayerFactory* b = nullptr;
  std::uint64_t seed = 1;
  int openings_plies = 4;
  /// Pairs played in step, so that their positions share batches. A game's moves are a function of
  /// the seed, its pair's number and who shares its group: never of the number of threads.
  /// Players that are timed() play their games one after the other.
  int group = 16;
  /// Most pairs to play; between two deterministic players also no more than there are different
  /// openings, because the next pair would be a copy.
  std::int64_t pairs = 50;
  std::optional<SprtConfig> sprt;  ///< ends the match earlier, decided pair by pair in their order
  int concurrency = 1;             ///< groups played at once
  const std::atomic<bool>* stop = nullptr;  ///< when true, games in progress are dropped
  /// Called with the tally of the pairs counted so far, one call at a time.
  std::function<void(const PairTally&)> progress;
};

/// The games that a player ended itself, and lost.
struct ForfeitTally {
  std::int64_t resigned = 0;
  std::map<std::string, std::int64_t> faults;  ///< by reason
  std::int64_t num_faults() const;
};

struct MatchResult {
  PairTally tally;         ///< pairs 0..n-1 in order; with an SPRT, up to the pair that decided it
  PairTally first_player;  ///< the same pairs, as whoever moves first sees them
  std::int64_t distinct_games = 0;       ///< different move sequences among them, openings included
  std::array<ForfeitTally, 2> forfeits;  ///< A's, B's, of the same games
  bool interrupted = false;
  /// Ended before `pairs`, undecided, because every opening had been played by deterministic
  /// players.
  bool openings_ran_out = false;
};

/// Arguments that decide the games; a games file is bound to them. Not among them: how many pairs,
/// the SPRT and the concurrency, so a match can go on with more games.
MatchIdentity match_identity(const MatchConfig& config);

/// Plays the pairs that `file` doesn't hold yet and appends them, in order except at an
/// interruption (the stop flag, or a player that throws Interrupted). Throws Error if the game
/// isn't for two players or a game ends without a result. A player that forfeits a game loses it,
/// and the match goes on.
MatchResult play_match(const MatchConfig& config, GamesFile& file);

}  // namespace tandem
