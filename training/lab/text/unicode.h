// UTF-8 text as Unicode code points, where the text may be malformed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;  ///< that it takes in the text
};

/// The first code point of a text that is not empty. UTF-8 as RFC 3629 defines it: no overlong
/// forms, no surrogates, nothing above U+10FFFF. A byte that starts no such sequence is a code
/// point by itself, U+DC00 + byte: a lone surrogate, so that it equals nothing well-formed, and
/// different bytes stay different.
CodePoint first_code_point(std::string_view text);

std::u32string code_points(std::string_view text);

/// Characters that separate words: Unicode's White_Space, and the separators U+001C..U+001F.
bool is_whitespace(char32_t code_point);

/// The parts between whitespace, none of them empty; views into the text.
std::vector<std::string_view> split_at_whitespace(std::string_view text);

/// The text without the whitespace at its end.
std::string_view without_trailing_whitespace(std::string_view text);

}  // namespace tandem
