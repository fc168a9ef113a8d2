#include "training/lab/text/bleu.h"

#include <cmath>

namespace tandem {

BleuStatistics& BleuStatistics::operator+=(const BleuStatistics& other) {
  for (std::size_t i = 0; i < orders.size(); ++i) orders[i] += other.orders[i];
  return *this;
}

BleuStatistics bleu_statistics(std::span<const std::string> hypothesis,
                               std::span<const std::string> reference) {
  TokenNumbers numbers;
  const std::u32string hypothesis_symbols = number_tokens(hypothesis, numbers);
  const std::u32string reference_symbols = number_tokens(reference, numbers);
  BleuStatistics statistics;
  for (std::size_t i = 0; i < statistics.orders.size(); ++i) {
    statistics.orders[i] = ngram_overlap(hypothesis_symbols, reference_symbols, i + 1);
  }
  return statistics;
}

double brevity_penalty(const BleuStatistics& corpus) {
  const auto hypothesis = static_cast<double>(corpus.hypothesis_length());
  const auto reference = static_cast<double>(corpus.reference_length());
  if (hypothesis >= reference) return 1;
  return hypothesis > 0 ? std::exp(1 - reference / hypothesis) : 0;
}

double bleu_score(const BleuStatistics& corpus) {
  // Smoothing is for orders that happen to have no match, not for text that shares no word.
  if (corpus.orders[0].matches == 0) return 0;
  double smoothing = 1;
  double log_precisions = 0;
  for (const NgramOverlap& order : corpus.orders) {
    if (order.hypothesis == 0) return 0;
    if (order.matches == 0) smoothing /= 2;
    const double matches = order.matches > 0 ? static_cast<double>(order.matches) : smoothing;
    log_precisions += std::log(matches / static_cast<double>(order.hypothesis));
  }
  return 100 * brevity_penalty(corpus) * std::exp(log_precisions / kBleuMaxOrder);
}

}  // namespace tandem
