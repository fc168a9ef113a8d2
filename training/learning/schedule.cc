#include "training/learning/schedule.h"

#include <cmath>

namespace tandem {

std::int64_t trainable_positions(const GameRecord& game) {
  std::int64_t count = 0;
  for (const MoveRecord& move : game.moves()) count += move.full_search() ? 1 : 0;
  return count;
}

std::int64_t trainable_positions(std::span<const GameRecord> games) {
  std::int64_t count = 0;
  for (const GameRecord& game : games) count += trainable_positions(game);
  return count;
}

std::int64_t trainable_positions(std::span<const GameRecord> games, int generation) {
  std::int64_t count = 0;
  for (const GameRecord& game : games) {
    const bool ended_then =
        game.moves_size() > 0 && game.moves(game.moves_size() - 1).generation() == generation;
    if (ended_then) count += trainable_positions(game);
  }
  return count;
}

std::int64_t training_steps(const TrainerConfig& config, std::int64_t before, std::int64_t after) {
  const double steps_per_position = config.samples_per_position() / config.batch_size();
  return std::llround(static_cast<double>(after) * steps_per_position) -
         std::llround(static_cast<double>(before) * steps_per_position);
}

}  // namespace tandem
