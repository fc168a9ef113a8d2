// Sentences in error messages, as their tokens' numbers.
#pragma once

#include <span>
#include <string>

#include "games/translation/translation.h"

namespace tandem {

/// "7 3 12".
inline std::string token_numbers(std::span<const Token> sentence) {
  std::string text;
  for (const Token token : sentence) {
    if (!text.empty()) text += ' ';
    text += std::to_string(token);
  }
  return text;
}

}  // namespace tandem
