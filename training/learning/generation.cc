#include "training/learning/generation.h"

#include <tbb/task_group.h>

#include <chrono>
#include <iterator>

#include "engine/network/threads.h"

namespace tandem {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct GroupResult {
  std::vector<GameRecord> finished_games;
  SelfPlayCounters counters;
  double seconds = 0;
};

void train(const GenerationTask& task, GenerationWatch& watch, GenerationResult& result) {
  const OneThread one_thread;
  const Clock::time_point start = Clock::now();
  result.training =
      task.trainer->train_generation(*task.window, task.generation, task.training_steps, &watch);
  result.network = task.trainer->export_network(*task.window, task.precision);
  result.trainer_state = task.trainer->state();
  result.trainer_seconds = seconds_since(start);
}

void play(const GenerationTask& task, const Evaluator& evaluator, SelfPlayGroup& group,
          GroupResult& result) {
  const OneThread one_thread;
  const Clock::time_point start = Clock::now();
  group.play(evaluator, task.generation, result.finished_games, result.counters);
  result.seconds = seconds_since(start);
}

void add_group(GroupResult&& group, GenerationResult& sum) {
  std::move(group.finished_games.begin(), group.finished_games.end(),
            std::back_inserter(sum.finished_games));
  sum.counters.positions += group.counters.positions;
  sum.counters.visits += group.counters.visits;
  sum.counters.evaluations += group.counters.evaluations;
  sum.counters.games += group.counters.games;
  sum.self_play_seconds += group.seconds;
}

}  // namespace

GenerationResult run_generation(const GenerationTask& task, GenerationWatch& watch) {
  const Clock::time_point start = Clock::now();
  const SelfPlayConfig& self_play = task.config->self_play();
  const std::unique_ptr<Evaluator> network = make_network_evaluator(
      *task.game, task.snapshot, self_play.games_per_group(), self_play.cache_positions());
  const std::unique_ptr<Evaluator> evaluator = watch_evaluator(*network, watch);

  GenerationResult result;
  std::vector<GroupResult> groups(task.groups->size());
  tbb::task_group tasks;
  // A failed task cancels those that haven't begun; those under way stop at their next batch or
  // step.
  const auto guarded = [&watch](const auto& work) {
    try {
      work();
    } catch (...) {
      watch.cancel = true;
      throw;
    }
  };
  // First, because it is the longest task that can't be split: thieves take the oldest task.
  tasks.run([&] { guarded([&] { train(task, watch, result); }); });
  for (std::size_t i = 0; i < groups.size(); ++i) {
    tasks.run([&, i] { guarded([&] { play(task, *evaluator, *(*task.groups)[i], groups[i]); }); });
  }
  tasks.wait();
  for (GroupResult& group : groups) add_group(std::move(group), result);
  result.seconds = seconds_since(start);
  return result;
}

}  // namespace tandem
