#include "training/learning/generation.h"

#include <ctime>
#include <exception>
#include <iterator>
#include <mutex>
#include <utility>

#include "engine/evaluation/lanes.h"
#include "engine/network/threads.h"

namespace tandem {
namespace {

/// Of the calling thread, which runs a task from its start to its end.
double thread_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

struct GroupResult {
  std::vector<GameRecord> finished_games;
  SelfPlayCounters counters;
  double cpu_seconds = 0;
};

void train(const GenerationTask& task, GenerationWatch& watch, GenerationResult& result) {
  const OneThread one_thread;
  const double start = thread_cpu_seconds();
  result.training =
      task.trainer->train_generation(*task.window, task.generation, task.training_steps, &watch);
  result.network = task.trainer->export_network(*task.window, task.precision);
  result.trainer_state = task.trainer->state();
  result.trainer_cpu_seconds = thread_cpu_seconds() - start;
}

void play(const GenerationTask& task, const Evaluator& evaluator, SelfPlayGroup& group,
          GroupResult& result) {
  const OneThread one_thread;
  const double start = thread_cpu_seconds();
  group.play(evaluator, task.generation, result.finished_games, result.counters);
  result.cpu_seconds = thread_cpu_seconds() - start;
}

/// One game's evaluator.
struct WatchedNetwork {
  std::unique_ptr<Evaluator> network;
  std::unique_ptr<Evaluator> watched;  ///< asks `network`
};

/// Of each game.
std::vector<WatchedNetwork> watched_networks(const GenerationTask& task, GenerationWatch& watch) {
  const SelfPlayConfig& self_play = task.config->self_play();
  std::vector<WatchedNetwork> networks;
  for (int i = 0; i < task.games->size(); ++i) {
    WatchedNetwork& added = networks.emplace_back();
    added.network = make_network_evaluator(
        *(*task.games)[i], task.snapshot, self_play.games_per_group(), self_play.cache_positions());
    added.watched = watch_evaluator(*added.network, watch);
  }
  return networks;
}

void add_group(GroupResult&& group, GenerationResult& sum) {
  std::move(group.finished_games.begin(), group.finished_games.end(),
            std::back_inserter(sum.finished_games));
  sum.counters.positions += group.counters.positions;
  sum.counters.visits += group.counters.visits;
  sum.counters.evaluations += group.counters.evaluations;
  sum.counters.games += group.counters.games;
  sum.self_play_cpu_seconds += group.cpu_seconds;
}

}  // namespace

GenerationResult run_generation(const GenerationTask& task, GenerationWatch& watch) {
  const std::vector<WatchedNetwork> networks = watched_networks(task, watch);

  GenerationResult result;
  std::vector<GroupResult> groups(task.groups.size());
  std::mutex mutex;
  std::exception_ptr first_error;
  // After a failure every other piece, begun or not, stops at its next batch or step. The trainer
  // is first, because it is the longest piece that can't be split.
  run_in_lanes(0, 1 + groups.size(), [&](std::size_t piece) {
    try {
      if (piece == 0) {
        train(task, watch, result);
      } else {
        const std::size_t group = piece - 1;
        const int game = task.games->index_of_group(static_cast<int>(group));
        play(task, *networks[game].watched, *task.groups[group], groups[group]);
      }
    } catch (...) {
      // Before others see `cancel` and throw Cancelled, which must not hide what went wrong.
      const std::lock_guard lock(mutex);
      if (!first_error) first_error = std::current_exception();
      watch.cancel = true;
    }
  });
  if (first_error) std::rethrow_exception(first_error);
  for (GroupResult& group : groups) add_group(std::move(group), result);
  return result;
}

}  // namespace tandem
