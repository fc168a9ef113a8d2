#include "training/lab/text/diversity.h"

#include <cmath>
#include <cstdint>

#include "training/lab/text/ngrams.h"

namespace tandem {
namespace {

NgramCounts corpus_ngrams(std::span<const std::u32string> sentences, std::size_t order) {
  NgramCounts counts;
  for (const std::u32string& sentence : sentences) count_ngrams(sentence, order, counts);
  return counts;
}

std::int64_t total_of(const NgramCounts& counts) {
  std::int64_t total = 0;
  for (const auto& [ngram, count] : counts) total += count;
  return total;
}

double distinct_share(const NgramCounts& counts) {
  if (counts.empty()) return 0;
  return static_cast<double>(counts.size()) / static_cast<double>(total_of(counts));
}

double entropy(const NgramCounts& counts) {
  const auto total = static_cast<double>(total_of(counts));
  double bits = 0;
  for (const auto& [ngram, count] : counts) {
    const double p = static_cast<double>(count) / total;
    bits += p * std::log2(1 / p);
  }
  return bits;
}

}  // namespace

Diversity diversity(std::span<const std::vector<std::string>> sentences) {
  TokenNumbers numbers;
  std::vector<std::u32string> numbered;  // the counts below are views into these
  numbered.reserve(sentences.size());
  for (const std::vector<std::string>& sentence : sentences) {
    numbered.push_back(number_tokens(sentence, numbers));
  }
  const NgramCounts unigrams = corpus_ngrams(numbered, 1);
  return {distinct_share(unigrams), distinct_share(corpus_ngrams(numbered, 2)), entropy(unigrams)};
}

}  // namespace tandem
