#include "training/lab/report/markup.h"

#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

/// The Char production of XML 1.0. A byte that isn't UTF-8 arrives as a lone surrogate.
bool is_xml_character(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
}

}  // namespace

std::string escaped_markup(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (point.value == '&') {
      result += "&amp;";
    } else if (point.value == '<') {
      result += "&lt;";
    } else if (point.value == '>') {
      result += "&gt;";
    } else if (point.value == '"') {
      result += "&quot;";
    } else if (point.value == '\'') {
      result += "&#39;";
    } else if (is_xml_character(point.value)) {
      result += text.substr(0, point.bytes);
    } else {
      result += "\uFFFD";
    }
    text.remove_prefix(point.bytes);
  }
  return result;
}

std::string in_one_line(std::string_view text) {
  std::string result;
  for (const std::string_view word : split_at_whitespace(text)) {
    if (!result.empty()) result += ' ';
    result += word;
  }
  return result;
}

}  // namespace tandem
