#include "training/lab/text/tokenizer_13a.h"

#include <fmt/format.h>

#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

// Everything is done on bytes: the rules name ASCII characters alone, and the bytes of other
// characters are none of those.

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_no_digit(char c) { return !is_digit(c); }
bool is_hyphen(char c) { return c == '-'; }
bool is_period_or_comma(char c) { return c == '.' || c == ','; }
bool is_other_punctuation(char c) {
  return std::string_view("!\"#$%&()*+/:;<=>?@[\\]^_`{|}~").find(c) != std::string_view::npos;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  for (std::size_t at = text.find(from); at != std::string_view::npos; at = text.find(from)) {
    result.append(text.substr(0, at)).append(to);
    text.remove_prefix(at + from.size());
  }
  return result.append(text);
}

std::string plain_text(std::string_view line) {
  std::string text = replaced(line, "<skipped>", "");
  text = replaced(text, "-\n", "");
  text = replaced(text, "\n", " ");
  text = replaced(text, "&quot;", "\"");
  text = replaced(text, "&amp;", "&");  // before the next two: "&amp;lt;" is "<" in mteval
  text = replaced(text, "&lt;", "<");
  return replaced(text, "&gt;", ">");
}

std::string with_spaced_punctuation(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (is_other_punctuation(c)) {
      result.append({' ', c, ' '});
    } else {
      result += c;
    }
  }
  return result;
}

using CharTest = bool (*)(char);

/// Puts a space into every pair of neighbours that pass the tests, with `before` and `after` around
/// it. From left to right, and no character belongs to two pairs, as when a regular expression is
/// replaced throughout.
std::string with_split_pairs(std::string_view text, CharTest first, CharTest second,
                             std::string_view before, std::string_view after) {
  std::string result;
  std::size_t i = 0;
  while (i < text.size()) {
    if (i + 1 < text.size() && first(text[i]) && second(text[i + 1])) {
      result.append(before).append({text[i], ' ', text[i + 1]}).append(after);
      i += 2;
    } else {
      result += text[i++];
    }
  }
  return result;
}

}  // namespace

std::vector<std::string> tokenize_13a(std::string_view line) {
  // The spaces give the first and the last character a neighbour.
  std::string text = fmt::format(" {} ", plain_text(without_trailing_whitespace(line)));
  text = with_spaced_punctuation(text);
  text = with_split_pairs(text, is_no_digit, is_period_or_comma, "", " ");
  text = with_split_pairs(text, is_period_or_comma, is_no_digit, " ", "");
  text = with_split_pairs(text, is_digit, is_hyphen, "", " ");
  const std::vector<std::string_view> tokens = split_at_whitespace(text);
  return {tokens.begin(), tokens.end()};
}

}  // namespace tandem
