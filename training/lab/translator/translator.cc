#include "training/lab/translator/translator.h"

#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "games/error.h"
#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

/// Nothing for a line that is one.
std::string_view fault_of(const std::string& line) {
  if (line.find('\n') != std::string::npos) return "holds a newline; split it in two";
  if (line.find('\0') != std::string::npos) return "holds a NUL character; remove it";
  if (!is_utf8(line)) return "isn't UTF-8; convert it (see iconv) or leave it out";
  return {};
}

}  // namespace

void check_lines(const std::vector<std::string>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view fault = fault_of(lines[i]);
    if (fault.empty()) continue;
    throw Error(fmt::format("Can't translate line {} of {}, {}: it {}", i + 1, lines.size(),
                            excerpt(lines[i]), fault));
  }
}

bool is_utf8(const std::string& text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const CodePoint point = first_code_point(rest);
    const bool surrogate = point.value >= 0xD800 && point.value <= 0xDFFF;
    if (surrogate) return false;
    rest.remove_prefix(point.bytes);
  }
  return true;
}

bool is_blank(const std::string& line) { return split_at_whitespace(line).empty(); }

std::string excerpt(const std::string& line) {
  constexpr std::size_t kLongest = 100;
  std::string text = "\"";
  std::string_view rest = line;
  while (!rest.empty() && text.size() < kLongest) {
    const CodePoint point = first_code_point(rest);
    const bool printable = point.value >= 0x20 && (point.value < 0xD800 || point.value > 0xDFFF);
    if (printable) {
      text += rest.substr(0, point.bytes);
    } else {
      text += fmt::format("\\x{:02x}", static_cast<unsigned char>(rest.front()));
    }
    rest.remove_prefix(point.bytes);
  }
  return text + (rest.empty() ? "\"" : "...\"");
}

}  // namespace tandem
