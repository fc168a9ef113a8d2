// A language small enough to translate by hand, and sentences by their words.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "games/error.h"
#include "training/lab/language/language.h"

namespace tandem {

inline LanguageConfig small_config() {
  return {.seed = 1,
          .nouns = 6,
          .novel_nouns = 1,
          .verbs = 3,
          .adjectives = 2,
          .adverbs = 1,
          .idioms = 1,
          .homographs = 1};
}

/// Words must be those of `words`, which are all different.
inline std::vector<Token> tokens_of(const std::vector<std::string>& words,
                                    const std::string& text) {
  std::vector<Token> tokens;
  std::istringstream in(text);
  for (std::string word; in >> word;) {
    const auto place = std::ranges::find(words, word);
    EXPECT_NE(place, words.end()) << word;
    tokens.push_back(static_cast<Token>(place - words.begin()));
  }
  return tokens;
}

/// What the Error says that `action` throws.
template <typename Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace tandem
