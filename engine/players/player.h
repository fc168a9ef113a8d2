// Whatever can choose a move: a network with or without search, rollout search, a random mover, an
// exact solver. Matches, evaluation and play at the terminal all use this one interface.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/players/analyst.h"
#include "games/game.h"

namespace tandem {

/// How a player ends its game instead of moving, and loses it.
struct Forfeit {
  bool fault = false;  ///< it failed: crashed, hung, broke the rules; else it resigned
  std::string reason;  ///< of a fault, in one line
  bool operator==(const Forfeit&) const = default;
};

struct MoveChoice {
  Action action = 0;
  Values values{};  ///< what the player thinks of the position, per player
  bool proven = false;
  std::vector<Action> line;        ///< expected continuation, `action` first
  std::optional<Forfeit> forfeit;  ///< then nothing else here counts
};

/// A position that waits for a move, and the number that names its random stream.
struct MoveRequest {
  const Position* position = nullptr;  ///< not terminal
  std::uint64_t seed = 0;
  /// From the initial position to this one. Only players that are programs of others (gtp) need
  /// them, and throw Error where they don't lead here; so whoever has none may leave them out.
  std::span<const Action> moves = {};
};

/// Keeps no memory between calls, so one player may play many games at once; belongs to one thread
/// at a time. Unless its factory is timed(), what it chooses is a function of the requests alone.
class Player {
 public:
  virtual ~Player() = default;

  /// Chooses a move for every position. Those with a visit budget are searched together in one
  /// batch; those with a time budget one after the other, each with its own seconds. Throws
  /// Interrupted if it was told to stop and takes too long to finish first.
  virtual std::vector<MoveChoice> choose(std::span<const MoveRequest> requests) = 0;

  /// As written on the command line.
  virtual const std::string& name() const = 0;
};

/// Makes players from their command-line form; player_help() lists the forms. Loads what it needs
/// once; new_player() is cheap and may be called from any thread.
class PlayerFactory {
 public:
  virtual ~PlayerFactory() = default;
  virtual std::unique_ptr<Player> new_player() const = 0;

  /// As written on the command line.
  virtual const std::string& name() const = 0;

  /// The name, and for a network the checksum of its weights: what two runs must share to go on
  /// with one match.
  virtual std::string identity() const { return name(); }

  /// Whether its choices depend on the clock, or on anything else but the requests.
  virtual bool timed() const { return false; }

  /// Whether it answers a position always alike, whatever the request's seed: between two such
  /// players a second game from the same opening is a copy of the first.
  virtual bool deterministic() const { return false; }

  /// For analysis, and for a clock that changes from move to move: a search of one position at a
  /// time with this player's evaluations, `threads` in one tree. Null where it has none to offer.
  virtual std::unique_ptr<Analyst> new_analyst([[maybe_unused]] int threads) const {
    return nullptr;
  }

  /// For people: generation, precision and hardware of a network; empty where there is nothing to
  /// say.
  virtual std::string description() const { return {}; }
};

/// Throws Error quoting the part of `text` that is wrong, or saying that the network plays another
/// game or what is wrong with an engine. Where a single choice may take minutes (the solver), it
/// ends soon after *stop becomes true, with Interrupted; null: never.
std::unique_ptr<PlayerFactory> make_player_factory(std::shared_ptr<const Game> game,
                                                   std::string_view text,
                                                   const std::atomic<bool>* stop = nullptr);

/// The forms of players with their options, for --help.
std::string player_help();

}  // namespace tandem
