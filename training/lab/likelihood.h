// What a network thinks of given sentences, token by token.
#pragma once

#include <vector>

#include "games/game.h"
#include "mcts/evaluator.h"
#include "training/lab/sentence_pair.h"

namespace tandem {

/// The network's answer where one token of a target follows.
struct TokenDistribution {
  std::vector<float> log_probability;  ///< natural, of each token of the target language
  Token next = 0;                      ///< the token that follows
};

/// Along each pair's target, its end included (which a target of full length has not).
std::vector<std::vector<TokenDistribution>> distributions_along(
    const Game& game, const Evaluator& evaluator, const std::vector<SentencePair>& pairs);

/// exp of the mean of -log p(next) over all tokens; 1 where there are none.
double perplexity(const std::vector<std::vector<TokenDistribution>>& sentences);

/// Mean over sentences of the sum over tokens of KL(first || second), in nats, never below 0. Both
/// along the same sentences, of which there is at least one.
double mean_kl(const std::vector<std::vector<TokenDistribution>>& first,
               const std::vector<std::vector<TokenDistribution>>& second);

}  // namespace tandem
