#include "mcts/run_searches.h"

#include <vector>

namespace tandem {

void run_searches(std::span<Search> searches, EvaluationBatch& batch) {
  std::vector<Search*> running;
  for (Search& search : searches) running.push_back(&search);
  while (!running.empty()) {
    std::erase_if(running, [&](Search* search) { return !search->advance(batch); });
    if (!running.empty()) batch.compute();
  }
}

}  // namespace tandem
