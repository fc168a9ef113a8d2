// Beam search, the usual way to decode translations.
#pragma once

#include "games/game.h"
#include "mcts/evaluator.h"
#include "mcts/judge.h"
#include "training/lab/candidates.h"

namespace tandem {

/// The `width` most probable targets of each source that a beam of `width` finds, most probable
/// first; a target's probability is the product of its tokens', its end included, without a reward
/// for length. A beam that ends with fewer repeats its last one. Probabilities are (1 -
/// uniform_fraction) * the network's + uniform_fraction / tokens. Asks the network for at most
/// `width` answers a source and token.
JudgedTranslations beam_translations(const Game& game, const Evaluator& evaluator,
                                     const Judge& judge, const Sources& sources, int width,
                                     double uniform_fraction);

}  // namespace tandem
