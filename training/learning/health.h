// Whether self-play looks healthy: figures for plots, and words where one looks wrong.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "proto/game_record.pb.h"
#include "training/run/run_games.h"
#include "training/selfplay/self_play.h"

namespace tandem {

/// Of one generation's finished games. Shares and scores are in [0, 1].
struct Health {
  std::int64_t games = 0;
  double policy_entropy = 0;  ///< mean entropy of the policy targets over ln(legal actions)
  double surprise = 0;        ///< mean KL(target || prior), nats
  double value_error = 0;  ///< calibration: mean |mean result - mean network value| over ten bins
  double game_length = 0;  ///< plies, opening included
  std::int64_t games_from_empty_board = 0;  ///< no random plies before the first move
  double first_player_score = 0;            ///< points of player 0 in those; 0.5 if there are none
  double draws = 0;                         ///< share of the games
  double distinct_games =
      0;  ///< share of games whose moves no other game before them in the list has
  double proven_positions = 0;       ///< share of searched positions whose root was proven
  double evaluations_per_visit = 0;  ///< the rest was answered by the cache or by the rules
  double staleness = 0;              ///< generations between a sample's search and its training
};

/// Zeros where there are no records. Several games are measured together.
Health measure_health(const RunGames& games, std::span<const GameRecord> records,
                      const SelfPlayCounters& counters, double staleness);

/// As metrics: "health/policy_entropy" and so on.
std::map<std::string, double> health_scalars(const Health& health);

/// One line for each figure that looks wrong, with what to try; empty when all look right, or there
/// are too few games to tell.
std::vector<std::string> health_warnings(const Health& health);

}  // namespace tandem
