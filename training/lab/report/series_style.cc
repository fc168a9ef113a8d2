#include "training/lab/report/series_style.h"

#include <fmt/core.h>

#include <array>

namespace tandem {
namespace {

// Found by random search: the largest least distance (Oklab) between any two of them, as they are
// and as simulated for the three kinds of dichromacy (Machado et al. 2009), among colours of
// relative luminance 0.0975 to 0.36. They come in the order in which each is the farthest from
// those before.
constexpr std::array<std::string_view, kPaletteSize> kPalette{
    "#0c7b8e", "#b31207", "#7fb102", "#7b45ca", "#dc74c9", "#02aafc",
    "#b49a88", "#475492", "#7e74ff", "#814a53", "#77825f", "#d25206"};

// Circle, square, triangle, diamond, the triangle upside down. Five, so that they go out of step
// with the colours.
constexpr std::array<std::string_view, 5> kMarks{"M-3.5,0a3.5,3.5 0 1,0 7,0a3.5,3.5 0 1,0 -7,0Z",
                                                 "M-3,-3H3V3H-3Z", "M0,-4L4,3H-4Z",
                                                 "M0,-4L4,0L0,4L-4,0Z", "M0,4L4,-3H-4Z"};

}  // namespace

std::string_view palette_colour(int number) {
  return kPalette[static_cast<std::size_t>(number % kPaletteSize)];
}

SeriesStyle style_of(const Series& series, int place) {
  const int number = series.colour < 0 ? place : series.colour;
  const std::string_view mark = kMarks[static_cast<std::size_t>(number) % kMarks.size()];
  return {palette_colour(number), mark, series.dashed, series.points};
}

std::string line_svg(const SeriesStyle& style, std::string_view path) {
  return fmt::format(
      "<path class=\"line\" d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" "
      "stroke-linejoin=\"round\"{}/>\n",
      path, style.colour, style.dashed ? " stroke-dasharray=\"7 4\"" : "");
}

std::string mark_svg(const SeriesStyle& style, double x, double y) {
  return fmt::format(
      "<path class=\"mark\" transform=\"translate({:.2f} {:.2f})\" d=\"{}\" fill=\"{}\"/>\n", x, y,
      style.mark, style.colour);
}

}  // namespace tandem
