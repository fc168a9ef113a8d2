// What tandem-bench measures: each function works for about `seconds` and returns rates.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/network/network.h"
#include "games/game.h"
#include "proto/run_config.pb.h"

namespace tandem {

struct Measurement {
  std::string part;  ///< "rules", "search", ...
  std::string name;
  double value = 0;
  std::string unit;
};

/// Uniformly random playouts from the initial position on one thread, through the Position
/// interface.
std::vector<Measurement> measure_rules(const Game& game, double seconds);

/// Visits per second on one thread from the initial position: Gumbel and PUCT with the scripted
/// evaluator (search alone), and PUCT with random rollouts.
std::vector<Measurement> measure_search(const Game& game, double seconds);

/// Evaluations per second on one thread by batch size, with encoding and legal logits, without a
/// cache.
std::vector<Measurement> measure_inference(const Game& game,
                                           const std::shared_ptr<const NetworkSnapshot>& snapshot,
                                           double seconds);

/// Self-play alone (no trainer) on all threads of the calling task arena: positions, visits and
/// unique evaluations per second.
std::vector<Measurement> measure_self_play(const std::shared_ptr<const Game>& game,
                                           const RunConfig& config,
                                           const std::shared_ptr<const NetworkSnapshot>& snapshot,
                                           double seconds);

/// Training alone on one thread, on games that self-play makes first: samples per second, and the
/// share of the time that building batches takes.
std::vector<Measurement> measure_training(const std::shared_ptr<const Game>& game,
                                          const RunConfig& config,
                                          const std::shared_ptr<const NetworkSnapshot>& snapshot,
                                          double seconds);

/// bf16 against fp32: the checkpoint's network on `positions` positions of games that it plays
/// itself.
std::vector<Measurement> measure_bf16_agreement(
    const std::shared_ptr<const Game>& game, const RunConfig& config,
    const std::shared_ptr<const NetworkSnapshot>& snapshot, const std::filesystem::path& checkpoint,
    int positions);

}  // namespace tandem
