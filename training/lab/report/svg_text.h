// Text in SVG, which neither measures nor breaks it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

constexpr double kFontSize = 13;  ///< pixels
constexpr double kTitleSize = 16;
constexpr double kLineHeight = 1.35;  ///< from one line to the next, in font sizes

/// Pixels, rather too many than too few: which font the reader has isn't known.
double text_width(std::string_view text, double font_size);

/// In lines of at most `width` pixels, broken at spaces, inside a word only where it is too long
/// for a line of its own. No lines for a text without words.
std::vector<std::string> wrapped(std::string_view text, double width, double font_size);

/// Lines of text from `top` downwards, and how much height they take. `attributes`: more of them
/// for each <text>, such as text-anchor="middle".
struct TextBlock {
  std::string svg;
  double height = 0;
};
TextBlock text_block(const std::vector<std::string>& lines, double x, double top, double font_size,
                     std::string_view attributes = "");

}  // namespace tandem
