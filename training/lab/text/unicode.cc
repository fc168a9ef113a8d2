#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

/// A well-formed sequence by its first byte: how long it is, the bits of the code point that the
/// byte holds, and the least code point that needs that length.
struct Lead {
  std::size_t bytes;
  char32_t bits;
  char32_t least;
};

/// One byte for a byte that leads nothing.
Lead lead_of(unsigned char byte) {
  if (byte >= 0xC0 && byte < 0xE0) return {2, byte & 0x1Fu, 0x80};
  if (byte >= 0xE0 && byte < 0xF0) return {3, byte & 0x0Fu, 0x800};
  if (byte >= 0xF0 && byte < 0xF8) return {4, byte & 0x07u, 0x10000};
  return {1, byte, 0};
}

bool is_scalar_value(char32_t value) {
  return value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return {first, 1};
  const CodePoint malformed{char32_t{0xDC00} + first, 1};
  const Lead lead = lead_of(first);
  if (lead.bytes == 1 || lead.bytes > text.size()) return malformed;
  char32_t value = lead.bits;
  for (const char c : text.substr(1, lead.bytes - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0u) != 0x80u) return malformed;
    value = (value << 6) | (byte & 0x3Fu);
  }
  if (value < lead.least || !is_scalar_value(value)) return malformed;
  return {value, lead.bytes};
}

std::u32string code_points(std::string_view text) {
  std::u32string result;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    result += point.value;
    text.remove_prefix(point.bytes);
  }
  return result;
}

bool is_whitespace(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 ||
         c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

std::vector<std::string_view> split_at_whitespace(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const CodePoint point = first_code_point(text.substr(at));
    if (is_whitespace(point.value)) {
      if (at > begin) parts.push_back(text.substr(begin, at - begin));
      begin = at + point.bytes;
    }
    at += point.bytes;
  }
  if (at > begin) parts.push_back(text.substr(begin));
  return parts;
}

std::string_view without_trailing_whitespace(std::string_view text) {
  const std::vector<std::string_view> parts = split_at_whitespace(text);
  if (parts.empty()) return {};
  const char* end = parts.back().data() + parts.back().size();
  return text.substr(0, static_cast<std::size_t>(end - text.data()));
}

}  // namespace tandem
