#include "training/lab/report/svg_text.h"

#include <fmt/core.h>

#include <algorithm>

#include "training/lab/report/markup.h"
#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

/// In font sizes. Common sans-serif fonts have 0.5 to 0.6 on average, and capitals 0.65 to 0.75;
/// scripts from Hangul Jamo on are counted as square.
double character_width(char32_t c) {
  if (c >= 0x1100) return 1;
  return c >= 'A' && c <= 'Z' ? 0.72 : 0.58;
}

/// The longest front of `text`, at least one character, that fits into `width`.
std::string_view fitting_front(std::string_view text, double width, double font_size) {
  std::size_t bytes = 0;
  double used = 0;
  while (bytes < text.size()) {
    const CodePoint point = first_code_point(text.substr(bytes));
    used += character_width(point.value) * font_size;
    if (bytes > 0 && used > width) break;
    bytes += point.bytes;
  }
  return text.substr(0, bytes);
}

}  // namespace

double text_width(std::string_view text, double font_size) {
  double width = 0;
  for (const char32_t c : code_points(text)) width += character_width(c) * font_size;
  return width;
}

std::vector<std::string> wrapped(std::string_view text, double width, double font_size) {
  std::vector<std::string> lines;
  for (std::string_view word : split_at_whitespace(text)) {
    if (!lines.empty()) {
      const std::string longer = fmt::format("{} {}", lines.back(), word);
      if (text_width(longer, font_size) <= width) {
        lines.back() = longer;
        continue;
      }
    }
    while (!word.empty()) {
      const std::string_view front = fitting_front(word, width, font_size);
      lines.emplace_back(front);
      word.remove_prefix(front.size());
    }
  }
  return lines;
}

TextBlock text_block(const std::vector<std::string>& lines, double x, double top, double font_size,
                     std::string_view attributes) {
  TextBlock block;
  for (const std::string& line : lines) {
    // Letters stand on the baseline, about one font size below the top of their line.
    const double baseline = top + block.height + font_size;
    block.svg += fmt::format("<text x=\"{:.2f}\" y=\"{:.2f}\" font-size=\"{}\" {}>{}</text>\n", x,
                             baseline, font_size, attributes, escaped_markup(line));
    block.height += font_size * kLineHeight;
  }
  return block;
}

}  // namespace tandem
