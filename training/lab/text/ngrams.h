// N-grams of sentences, and how many of them two sentences share.
//
// A sentence here is a sequence of symbols, each a char32_t: a code point of its text, or the
// number of a token.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tandem {

/// A number for every token seen so far, in order of appearance from 0.
using TokenNumbers = std::unordered_map<std::string, char32_t>;

/// The numbers of a sentence's tokens; tokens that are new get the next ones.
std::u32string number_tokens(std::span<const std::string> tokens, TokenNumbers& numbers);

/// How often each n-gram occurs. The keys are views into the symbols that were counted.
using NgramCounts = std::unordered_map<std::u32string_view, std::int64_t>;

/// Adds the n-grams of one order, 1 or more: one for each position that n symbols start at, so none
/// where the sentence is shorter.
void count_ngrams(std::u32string_view symbols, std::size_t order, NgramCounts& counts);

/// The n-grams of one order in hypotheses and their references. Sums over sentences are what
/// corpus-level metrics are made of.
struct NgramOverlap {
  std::int64_t hypothesis = 0;
  std::int64_t reference = 0;
  /// Shared n-grams, clipped: the sum over different n-grams of the smaller of the two counts.
  std::int64_t matches = 0;

  NgramOverlap& operator+=(const NgramOverlap& other);
  bool operator==(const NgramOverlap&) const = default;
};

/// Of one sentence.
NgramOverlap ngram_overlap(std::u32string_view hypothesis, std::u32string_view reference,
                           std::size_t order);

}  // namespace tandem
