#include "training/lab/start_point.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/judges/exact_judge.h"
#include "games/error.h"
#include "training/lab/candidates.h"

namespace tandem {
namespace {

/// Of seed sources only.
Reference reference_of(const std::vector<SentencePair>& pairs) {
  std::map<std::vector<Token>, std::vector<Token>> targets;
  for (const SentencePair& pair : pairs) targets.emplace(pair.source, pair.target);
  return [targets = std::move(targets)](
             std::span<const Token> source) -> std::optional<std::vector<Token>> {
    const auto found = targets.find({source.begin(), source.end()});
    if (found == targets.end()) return {};
    return found->second;
  };
}

/// In parts, which together do the same as one call.
void train(Trainer& trainer, const ReplayWindow& window, int steps, const std::atomic<bool>& stop) {
  constexpr int kPart = 20;
  for (int done = 0; done < steps; done += kPart) {
    if (stop) throw Interrupted("stopped while the starting point was trained; it begins anew");
    trainer.train_generation(window, 0, std::min(kPart, steps - done));
  }
}

/// What the network makes of the seed sources, with verdicts, and the right translations. Several
/// of each source: of one alone, a network would learn by heart which sources end well.
ReplayWindow verdicts_on_seeds(const LabTask& task, const RunConfig& run, const Trainer& trainer) {
  constexpr std::size_t kSamples = 4;
  Sources sources;
  for (const SentencePair& pair : task.seed_pairs) sources.push_back(pair.source);
  const JudgedTranslations own =
      sample_translations(task.forward, run, evaluator_of(*task.forward, trainer),
                          make_exact_judge(reference_of(task.seed_pairs)), sources, kSamples, 0);
  ReplayWindow window = empty_window();
  const auto add = [&](const SentencePair& pair, double reward) {
    window.add(value_lesson(record_of_pair(*task.forward, pair, reward)));
  };
  for (const SentencePair& pair : task.seed_pairs) add(pair, 1);
  for (std::size_t i = 0; i < own.all.size(); ++i) {
    add({sources[i / kSamples], own.all[i].target}, own.all[i].reward);
  }
  return window;
}

}  // namespace

ReplayWindow empty_window() {
  ReplayConfig everything;
  everything.set_window_c(1e9);
  return ReplayWindow(everything, 0);
}

void add_pairs(const Game& game, const std::vector<SentencePair>& pairs, int generation,
               ReplayWindow& window) {
  for (const SentencePair& pair : pairs) window.add(record_of_pair(game, pair, 1, generation));
}

GameRecord value_lesson(GameRecord game) {
  for (MoveRecord& move : *game.mutable_moves()) {
    for (float& probability : *move.mutable_policy()) probability = 0;
  }
  return game;
}

std::shared_ptr<const Evaluator> evaluator_of(const Game& game, const Trainer& trainer) {
  // The window is for batch norms, which networks of tokens don't have.
  return make_network_evaluator(game, trainer.export_network(empty_window(), AUTO).snapshot,
                                kGamesAtOnce, 1 << 16);
}

StartPoint train_start(const LabTask& task, const LabConfig& config, std::uint64_t seed,
                       const std::atomic<bool>& stop) {
  StartPoint start;
  {
    Trainer trainer(task.backward, run_config_of(config, *task.backward, seed, kGamesAtOnce));
    ReplayWindow window = empty_window();
    add_pairs(*task.backward, reversed(task.seed_pairs), 0, window);
    train(trainer, window, config.start_steps(), stop);
    start.backward = trainer.state();
  }
  const RunConfig run = run_config_of(config, *task.forward, seed, kGamesAtOnce);
  Trainer trainer(task.forward, run);
  ReplayWindow window = empty_window();
  add_pairs(*task.forward, task.seed_pairs, 0, window);
  train(trainer, window, config.start_steps(), stop);
  start.forward = trainer.state();
  train(trainer, verdicts_on_seeds(task, run, trainer), config.critic_steps(), stop);
  start.critic = trainer.state();
  return start;
}

}  // namespace tandem
