#include "mcts/evaluator.h"

#include "games/error.h"

namespace tandem {

Answer EvaluationBatch::judge(const Position& finished, Values*) {
  throw Error("the game ended in \"" + finished.to_text() +
              "\", which its rules don't judge, and no judge is configured");
}

}  // namespace tandem
