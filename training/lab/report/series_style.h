// How a series looks, the same in the plot and in its legend.
#pragma once

#include <string>
#include <string_view>

#include "training/lab/report/plot.h"

namespace tandem {

constexpr int kPaletteSize = 12;

/// One of the palette, as #rrggbb; `number` is taken modulo its size, and is 0 or more. Every two
/// colours can be told apart with protanopia, deuteranopia and tritanopia, and each has a contrast
/// of 2.5 or more to both a white and a dark page.
std::string_view palette_colour(int number);

struct SeriesStyle {
  std::string_view colour;
  std::string_view mark;  ///< path data of a shape around (0, 0), 4 pixels in each direction
  bool dashed = false;
  bool points = false;
};

/// `place`: of the series in its plot, from 0.
SeriesStyle style_of(const Series& series, int place);

/// SVG elements. A line through path data, and a mark at pixels (x, y).
std::string line_svg(const SeriesStyle& style, std::string_view path);
std::string mark_svg(const SeriesStyle& style, double x, double y);

}  // namespace tandem
