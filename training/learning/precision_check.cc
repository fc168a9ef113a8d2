#include "training/learning/precision_check.h"

#include <memory>

#include "engine/network/network.h"
#include "training/selfplay/game_replay.h"

namespace tandem {
namespace {

constexpr int kBatch = 128;

std::vector<std::unique_ptr<Position>> positions_of(const Game& game,
                                                    const std::vector<GameRecord>& games,
                                                    int limit) {
  std::vector<std::unique_ptr<Position>> positions;
  for (const GameRecord& record : games) {
    if (record.game() != game.info().name) continue;
    for (int moves = record.moves_size(); moves >= 0; --moves) {
      if (static_cast<int>(positions.size()) == limit) return positions;
      std::unique_ptr<Position> position = replay_game(game, record, moves);
      if (!position->is_terminal()) positions.push_back(std::move(position));
    }
  }
  return positions;
}

std::unique_ptr<Evaluator> load_evaluator(const Game& game, const std::filesystem::path& checkpoint,
                                          Precision precision) {
  return make_network_evaluator(game, load_network(checkpoint, precision).snapshot, kBatch,
                                /*cache_positions=*/0);
}

}  // namespace

Agreement check_bf16(const Game& game, const std::filesystem::path& checkpoint,
                     const std::vector<GameRecord>& games, int positions) {
  const std::vector<std::unique_ptr<Position>> owned = positions_of(game, games, positions);
  std::vector<const Position*> asked;
  for (const std::unique_ptr<Position>& position : owned) asked.push_back(position.get());
  const std::unique_ptr<Evaluator> fp32 = load_evaluator(game, checkpoint, FP32);
  const std::unique_ptr<Evaluator> bf16 = load_evaluator(game, checkpoint, BF16);
  return measure_agreement(game, *fp32, *bf16, asked);
}

std::string agreement_warning(const Agreement& agreement) {
  if (agreement.mean_value_difference <= 0.005 && agreement.mean_policy_kl <= 0.001 &&
      agreement.same_choice_share() >= 0.99) {
    return "";
  }
  return "bf16 differs more from fp32 than it should; compare with --set self_play.precision=FP32";
}

}  // namespace tandem
