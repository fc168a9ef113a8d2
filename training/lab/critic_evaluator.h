// The policy of one network with the values of another.
#pragma once

#include <memory>

#include "mcts/evaluator.h"

namespace tandem {

/// Its evaluations count both networks' answers.
std::shared_ptr<const Evaluator> make_critic_evaluator(std::shared_ptr<const Evaluator> policy,
                                                       std::shared_ptr<const Evaluator> critic);

}  // namespace tandem
