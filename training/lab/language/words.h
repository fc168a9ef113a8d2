// Pseudo-words that can be pronounced: syllables of a consonant and a vowel.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "games/random.h"

namespace tandem {

/// Makes words from the given consonants, no two alike. Makers whose consonants differ have no word
/// in common.
class WordMaker {
 public:
  WordMaker(std::string_view consonants, Random random)
      : consonants_(consonants), random_(random) {}

  /// A new word of that many syllables (>= 1), or of more if those are used up.
  std::string make(int syllables);

 private:
  std::string draw(int syllables);

  std::string consonants_;
  Random random_;
  std::unordered_set<std::string> made_;
};

}  // namespace tandem
