#include "engine/evaluation/lanes.h"

#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

#include "mcts/task_handoff.h"

namespace tandem {

void run_in_lanes(int lanes, std::size_t pieces, const std::function<void(std::size_t)>& work) {
  if (lanes <= 0) lanes = tbb::this_task_arena::max_concurrency();
  lanes = static_cast<int>(std::min(static_cast<std::size_t>(lanes), pieces));
  std::atomic<std::size_t> next{0};
  // Orders each lane's writes before the return, also for thread sanitizers that don't see oneTBB
  // wait.
  std::mutex done;
  const auto lane = [&] {
    at_task_begin();
    const auto leave = [&] { const std::lock_guard lock(done); };
    try {
      for (std::size_t piece = next++; piece < pieces; piece = next++) work(piece);
    } catch (...) {
      next = pieces;
      leave();
      throw;
    }
    leave();
  };
  tbb::task_group group;
  std::vector<tbb::task_handle> tasks;
  for (int i = 0; i < lanes; ++i) tasks.push_back(group.defer(lane));
  before_spawning_tasks();
  for (tbb::task_handle& task : tasks) group.run(std::move(task));
  group.wait();
  const std::lock_guard lock(done);
}

}  // namespace tandem
