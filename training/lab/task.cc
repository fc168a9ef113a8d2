#include "training/lab/task.h"

#include <utility>

namespace tandem {

RunConfig run_config_of(const LabConfig& config, const Game& game, std::uint64_t seed, int games) {
  RunConfig run;
  run.set_game(game.info().name);
  run.set_seed(seed);
  *run.mutable_network() = config.network();
  *run.mutable_search() = config.search();
  run.mutable_search()->set_solver(false);
  *run.mutable_trainer() = config.trainer();
  run.mutable_trainer()->set_whole_games(true);
  run.mutable_trainer()->set_reply_policy_weight(0);
  run.mutable_self_play()->set_groups(1);
  run.mutable_self_play()->set_games_per_group(games);
  return run;
}

std::vector<SentencePair> reversed(std::vector<SentencePair> pairs) {
  for (SentencePair& pair : pairs) std::swap(pair.source, pair.target);
  return pairs;
}

}  // namespace tandem
