#include "training/lab/parallel/sentence_template.h"

#include <algorithm>

#include <fmt/format.h>
#include <locale.h>
#include <wctype.h>

#include "games/error.h"
#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

constexpr const char* kNumber = "#";

/// Unicode's characters as the C library knows them; never freed.
locale_t unicode_locale() {
  static const locale_t locale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (locale == nullptr) {
    throw Error(
        "the system lacks the locale C.UTF-8, which says what a letter is; install libc-bin");
  }
  return locale;
}

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

/// `c` is a Unicode scalar value.
void append_utf8(std::string& text, char32_t c) {
  const auto append = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (c < 0x80) {
    append(c);
  } else if (c < 0x800) {
    append(0xC0 | (c >> 6));
    append(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    append(0xE0 | (c >> 12));
    append(0x80 | ((c >> 6) & 0x3F));
    append(0x80 | (c & 0x3F));
  } else {
    append(0xF0 | (c >> 18));
    append(0x80 | ((c >> 12) & 0x3F));
    append(0x80 | ((c >> 6) & 0x3F));
    append(0x80 | (c & 0x3F));
  }
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  const locale_t locale = unicode_locale();
  std::vector<std::string> words;
  std::string word;
  bool hyphen = false;  // one stands after `word`
  const auto end_word = [&] {
    hyphen = false;
    if (word.empty()) return;
    words.push_back(std::ranges::all_of(word, is_ascii_digit) ? kNumber : word);
    word.clear();
  };
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    text.remove_prefix(point.bytes);
    const auto character = static_cast<wint_t>(point.value);
    if (::iswalnum_l(character, locale)) {
      if (hyphen) word += '-';
      hyphen = false;
      append_utf8(word, static_cast<char32_t>(::towlower_l(character, locale)));
    } else if (point.value == U'-' && !word.empty() && !hyphen) {
      hyphen = true;
    } else {
      end_word();
    }
  }
  end_word();
  return words;
}

bool is_name_like(std::string_view word) {
  return std::ranges::any_of(word, [](char c) { return c == '-' || is_ascii_digit(c); });
}

std::string template_of(std::string_view text) {
  std::string result;
  for (const std::string& word : words_of(text)) {
    if (!result.empty()) result += ' ';
    result += is_name_like(word) ? "@" : word;
  }
  return result;
}

}  // namespace tandem
