#include "training/lab/text/ngrams.h"

#include <algorithm>

namespace tandem {
namespace {

std::int64_t num_ngrams(std::u32string_view symbols, std::size_t order) {
  return symbols.size() < order ? 0 : static_cast<std::int64_t>(symbols.size() - order + 1);
}

}  // namespace

std::u32string number_tokens(std::span<const std::string> tokens, TokenNumbers& numbers) {
  std::u32string symbols;
  symbols.reserve(tokens.size());
  for (const std::string& token : tokens) {
    const auto next = static_cast<char32_t>(numbers.size());
    symbols += numbers.try_emplace(token, next).first->second;
  }
  return symbols;
}

void count_ngrams(std::u32string_view symbols, std::size_t order, NgramCounts& counts) {
  for (std::size_t i = 0; i + order <= symbols.size(); ++i) ++counts[symbols.substr(i, order)];
}

NgramOverlap& NgramOverlap::operator+=(const NgramOverlap& other) {
  hypothesis += other.hypothesis;
  reference += other.reference;
  matches += other.matches;
  return *this;
}

NgramOverlap ngram_overlap(std::u32string_view hypothesis, std::u32string_view reference,
                           std::size_t order) {
  NgramCounts in_hypothesis;
  NgramCounts in_reference;
  count_ngrams(hypothesis, order, in_hypothesis);
  count_ngrams(reference, order, in_reference);
  NgramOverlap overlap{num_ngrams(hypothesis, order), num_ngrams(reference, order), 0};
  for (const auto& [ngram, count] : in_hypothesis) {
    const auto found = in_reference.find(ngram);
    if (found != in_reference.end()) overlap.matches += std::min(count, found->second);
  }
  return overlap;
}

}  // namespace tandem
