// How much a generation trains, and whether another one can end in time.
#pragma once

#include <cstdint>
#include <span>

#include "proto/game_record.pb.h"
#include "proto/run_config.pb.h"

namespace tandem {

/// Positions with the full search: what the trainer can learn from.
std::int64_t trainable_positions(const GameRecord& game);

/// Of all games, or of those alone whose last move was made in `generation`.
std::int64_t trainable_positions(std::span<const GameRecord> games);
std::int64_t trainable_positions(std::span<const GameRecord> games, int generation);

/// Steps of a generation that gives the positions from number `before` to `after` of the run
/// samples_per_position turns each, on average: what rounding leaves goes to later generations.
std::int64_t training_steps(const TrainerConfig& config, std::int64_t before, std::int64_t after);

/// Watches how long generations take. Decides only when to stop, never what a generation contains.
class TimeBudget {
 public:
  /// `max_seconds` for this process, 0: no limit. `expected_generation` seconds from earlier
  /// processes, 0 if not known.
  TimeBudget(double max_seconds, double expected_generation)
      : max_seconds_(max_seconds), generation_(expected_generation) {}

  void add_generation(double seconds) { generation_ = seconds; }

  /// Whether a generation begun `elapsed` seconds after the start, and `reserve` seconds of work
  /// after it, would end in time. Generations may grow by a tenth.
  bool allows_generation(double elapsed, double reserve) const {
    return max_seconds_ <= 0 || elapsed + 1.1 * generation_ + reserve <= max_seconds_;
  }

  /// Of one generation, by the last one; 0 if not known.
  double expected_generation() const { return generation_; }

 private:
  double max_seconds_;
  double generation_;
};

}  // namespace tandem
