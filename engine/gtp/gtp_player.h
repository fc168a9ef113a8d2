// A GTP engine as a player: gnugo, another Tandem, or anything that speaks GTP 2.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "engine/players/player.h"

namespace tandem {

struct GtpPlayerConfig {
  std::string name;                           ///< of the player, as written on the command line
  std::string command;                        ///< words as in command_words.h
  std::chrono::duration<double> timeout{60};  ///< for an answer
  const std::atomic<bool>* stop = nullptr;    ///< Interrupted soon after *stop; null: never
};

/// Each player has an engine of its own, which is started when it is first asked and has a minute
/// more than the timeout for its first answer. It is told the board's size, the komi where the game
/// has one, and every move; where it is asked about another game than last time, or about an
/// earlier position, it takes moves back or begins anew.
///
/// An engine that ends, doesn't answer in time, answers nonsense, refuses a legal move or chooses
/// an illegal one forfeits the game at hand, and a new one is started for the next. "resign"
/// forfeits without fault.
///
/// Throws Error if the game isn't one of stones, for a command that is none, and, so that a person
/// hears of it at once, if an engine can't be started or doesn't take the board's size: one is
/// started here for a moment, and asked its name and version.
std::unique_ptr<PlayerFactory> make_gtp_player_factory(std::shared_ptr<const Game> game,
                                                       const GtpPlayerConfig& config);

}  // namespace tandem
