// How a self-play game begins, and where its random numbers come from. Everything here is a
// function of (run seed, game number), so that any recorded game can be played again.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "games/game.h"
#include "games/random.h"
#include "proto/run_config.pb.h"

namespace tandem {

/// The random streams of one game. Each ply has its own, so that the search of ply p draws the same
/// numbers however many its earlier searches drew.
class GameStreams {
 public:
  GameStreams(std::uint64_t run_seed, std::uint64_t game_number)
      : key_(Random(run_seed, game_number).next()) {}

  Random opening() const { return Random(key_, 0); }

  /// Of the search and the move at `ply`, counted from the initial position, random plies included.
  Random move(int ply) const { return Random(key_, static_cast<std::uint64_t>(ply) + 1); }

 private:
  std::uint64_t key_;
};

/// Where games begin: their forced plies, never trained on, as a function of the game's number and
/// its random stream. Shared by threads.
class GameStarts {
 public:
  virtual ~GameStarts() = default;
  virtual std::vector<Action> opening(std::uint64_t number, Random random) const = 0;
};

/// With probability random_start_fraction 1..max_random_plies uniformly random plies from the
/// initial position, else none. A ply that would end the game is never drawn; where every ply
/// would, the opening stops early.
std::vector<Action> draw_opening(const Game& game, const SelfPlayConfig& config, Random random);

/// As draw_opening().
class RandomStarts : public GameStarts {
 public:
  RandomStarts(std::shared_ptr<const Game> game, const SelfPlayConfig& config)
      : game_(std::move(game)), config_(config) {}
  std::vector<Action> opening(std::uint64_t, Random random) const override {
    return draw_opening(*game_, config_, random);
  }

 private:
  std::shared_ptr<const Game> game_;
  SelfPlayConfig config_;
};

}  // namespace tandem
