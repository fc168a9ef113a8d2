// An evaluator that counts the network answers it takes.
#pragma once

#include <cstdint>
#include <memory>

#include "mcts/evaluator.h"

namespace tandem {

/// `inner`, whose batches add to `count` what the network answers (cache hits are not counted).
/// Both must outlive it; for one thread.
std::shared_ptr<const Evaluator> make_counting_evaluator(std::shared_ptr<const Evaluator> inner,
                                                         std::int64_t& count);

}  // namespace tandem
