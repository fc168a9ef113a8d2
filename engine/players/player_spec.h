// The command-line form of a player, parsed: "net:DIR,visits=200,solver=false". A GTP engine's
// command may hold commas; only options at its end are taken for the player's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mcts/symmetry_evaluator.h"
#include "proto/run_config.pb.h"

namespace tandem {

enum class PlayerKind { kNetwork, kRollouts, kUniform, kRandom, kSolver, kGtp };

struct PlayerSpec {
  std::string text;  ///< as written
  PlayerKind kind = PlayerKind::kRandom;
  std::string checkpoint;         ///< of a network player
  std::string command;            ///< that starts a GTP engine
  double answer_seconds = 60;     ///< a GTP engine may take for an answer
  std::optional<double> seconds;  ///< a move; then `search.visits` is unused
  int threads = 1;                ///< in one tree; with `seconds` only
  bool network_alone = false;     ///< visits=0
  Precision precision = AUTO;
  std::optional<SymmetryMode> symmetry;  ///< of a network; none: positions as they are
  SearchConfig search;                   ///< noise 0; for kinds that search
};

/// Throws Error quoting the part that is wrong and listing what may stand there.
PlayerSpec parse_player(std::string_view text);

}  // namespace tandem
