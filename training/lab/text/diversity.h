// How varied a text is, whatever it should have said.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace tandem {

/// Shares fall as texts grow, since words come again: compare texts of about the same length.
struct Diversity {
  /// Different n-grams of tokens / all n-grams (Li et al. 2016), for n = 1 and n = 2; 0 where there
  /// are none. N-grams do not reach across sentences.
  double distinct_1 = 0;
  double distinct_2 = 0;
  /// -sum p log2 p over tokens, p = share of the text's tokens: 0 bits where all are alike, log2 of
  /// the vocabulary where all its tokens are equally frequent.
  double entropy_bits = 0;
};

/// Of all sentences together.
Diversity diversity(std::span<const std::vector<std::string>> sentences);

}  // namespace tandem
