#include "training/lab/likelihood.h"

#include <algorithm>
#include <cmath>

namespace tandem {
namespace {

/// Where `game` continues a target, every token of the target language is legal: action = token.
void to_log_probabilities(std::vector<float>& logits) {
  const double top = *std::ranges::max_element(logits);
  double sum = 0;
  for (const float logit : logits) sum += std::exp(logit - top);
  const double shift = top + std::log(sum);
  for (float& logit : logits) logit = static_cast<float>(logit - shift);
}

}  // namespace

std::vector<std::vector<TokenDistribution>> distributions_along(
    const Game& game, const Evaluator& evaluator, const std::vector<SentencePair>& pairs) {
  std::vector<std::vector<TokenDistribution>> sentences(pairs.size());
  const auto batch = evaluator.new_batch();
  std::vector<Action> legal(game.info().max_legal_actions);
  Values values{};
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const std::vector<Token>& target = pairs[i].target;
    // No list may grow while answers are awaited.
    sentences[i].reserve(target.size() + 1);
    const std::unique_ptr<Position> position = translation_start(game, pairs[i].source);
    for (std::size_t k = 0; !position->is_terminal(); ++k) {
      const int count = position->legal_actions(legal);
      TokenDistribution& answer = sentences[i].emplace_back();
      answer.log_probability.resize(count);
      answer.next = k < target.size() ? target[k] : kEndOfSentence;
      batch->add(*position, std::span(legal).first(count), {answer.log_probability, &values});
      position->apply(answer.next);
    }
  }
  if (batch->queued() > 0) batch->compute();
  for (auto& sentence : sentences) {
    for (TokenDistribution& answer : sentence) to_log_probabilities(answer.log_probability);
  }
  return sentences;
}

double perplexity(const std::vector<std::vector<TokenDistribution>>& sentences) {
  double sum = 0;
  double tokens = 0;
  for (const auto& sentence : sentences) {
    for (const TokenDistribution& answer : sentence) {
      sum -= answer.log_probability[answer.next];
      ++tokens;
    }
  }
  return tokens > 0 ? std::exp(sum / tokens) : 1;
}

double mean_kl(const std::vector<std::vector<TokenDistribution>>& first,
               const std::vector<std::vector<TokenDistribution>>& second) {
  double sum = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    for (std::size_t k = 0; k < first[i].size(); ++k) {
      const std::vector<float>& p = first[i][k].log_probability;
      const std::vector<float>& q = second[i][k].log_probability;
      double kl = 0;
      for (std::size_t token = 0; token < p.size(); ++token) {
        kl += std::exp(static_cast<double>(p[token])) * (p[token] - q[token]);
      }
      sum += std::max(kl, 0.0);  // rounding
    }
  }
  return sum / static_cast<double>(first.size());
}

}  // namespace tandem
