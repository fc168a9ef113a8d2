#include "training/lab/report/plot.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "games/error.h"
#include "training/lab/report/legend.h"
#include "training/lab/report/markup.h"
#include "training/lab/report/plot_frame.h"
#include "training/lab/report/series_style.h"
#include "training/lab/report/svg_text.h"

namespace tandem {
namespace {

constexpr double kWidth = 720;
constexpr double kMargin = 16;
constexpr double kGap = 8;
constexpr double kMarkSize = 5;         // what a mark on the frame's edge needs beyond it
constexpr double kLargestSize = 1e100;  // beyond, differences overflow

// The page is painted, so that the text has its contrast wherever the file is shown. Colours of
// lines are the same on both.
constexpr std::string_view kStyle = R"(<style>
.plot .page { fill: #ffffff }
.plot text { fill: #24292f; font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif }
.plot .grid { stroke: #d8dee4 }
.plot .axis { stroke: #6e7781 }
.plot .x-mark { stroke: #57606a; stroke-width: 1.5; stroke-dasharray: 2 4 }
@media (prefers-color-scheme: dark) {
.plot .page { fill: #0d1117 }
.plot text { fill: #e6edf3 }
.plot .grid { stroke: #30363d }
.plot .axis { stroke: #8b949e }
.plot .x-mark { stroke: #9ea7b3 }
}
</style>
)";

void check_numbers(const std::vector<double>& values, std::string_view what,
                   const std::string& where) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      throw Error(fmt::format("{}: value {} of {} is {}; leave out what was not measured", where, i,
                              what, values[i]));
    }
    if (std::abs(values[i]) > kLargestSize) {
      throw Error(fmt::format("{}: value {} of {} is {}; plots reach to {} in size", where, i, what,
                              values[i], kLargestSize));
    }
  }
}

void check_series(const Series& series, const std::string& where) {
  if (series.y.size() != series.x.size()) {
    throw Error(fmt::format("{}: {} values of y for {} of x; give one for each", where,
                            series.y.size(), series.x.size()));
  }
  const bool has_band = !series.low.empty() || !series.high.empty();
  if (has_band && (series.low.size() != series.y.size() || series.high.size() != series.y.size())) {
    throw Error(
        fmt::format("{}: {} values of low and {} of high for {} of y; give one of both for each, "
                    "or none for a line without a band",
                    where, series.low.size(), series.high.size(), series.y.size()));
  }
  check_numbers(series.x, "x", where);
  check_numbers(series.y, "y", where);
  check_numbers(series.low, "low", where);
  check_numbers(series.high, "high", where);
  const auto back = std::adjacent_find(series.x.begin(), series.x.end(), std::greater<>());
  if (back != series.x.end()) {
    throw Error(
        fmt::format("{}: x goes back from {} to {}; give the points in ascending order of x", where,
                    *back, *(back + 1)));
  }
}

void check_plot(const Plot& plot) {
  const std::string where = fmt::format("Plot \"{}\"", plot.title);
  for (const Series& series : plot.series) {
    check_series(series, fmt::format("{}, series \"{}\"", where, series.name));
  }
  if (plot.x_mark) check_numbers({*plot.x_mark}, "x_mark", where);
  if (plot.y_range) {
    check_numbers({plot.y_range->first, plot.y_range->second}, "y_range", where);
    if (plot.y_range->first >= plot.y_range->second) {
      throw Error(fmt::format("{}: y_range goes from {} to {}; its end must lie above its start",
                              where, plot.y_range->first, plot.y_range->second));
    }
  }
}

/// Path data through (x[i], y[i]), without the command that begins it.
std::string path_of(const PlotFrame& frame, const std::vector<double>& x,
                    const std::vector<double>& y) {
  std::string path;
  for (std::size_t i = 0; i < x.size(); ++i) {
    path += fmt::format("{}{:.2f},{:.2f}", i == 0 ? "" : " L", frame.pixel_x(x[i]),
                        frame.pixel_y(y[i]));
  }
  return path;
}

std::string band_svg(const PlotFrame& frame, const Series& series, const SeriesStyle& style) {
  if (series.low.empty()) return "";
  if (series.x.size() == 1) {  // no area: an error bar
    return fmt::format("<path class=\"band\" d=\"M{} L{}\" stroke=\"{}\" stroke-width=\"2\"/>\n",
                       path_of(frame, series.x, series.high), path_of(frame, series.x, series.low),
                       style.colour);
  }
  const std::vector<double> x_back(series.x.rbegin(), series.x.rend());
  const std::vector<double> low_back(series.low.rbegin(), series.low.rend());
  return fmt::format("<path class=\"band\" d=\"M{} L{} Z\" fill=\"{}\" fill-opacity=\"0.15\"/>\n",
                     path_of(frame, series.x, series.high), path_of(frame, x_back, low_back),
                     style.colour);
}

std::string points_svg(const PlotFrame& frame, const Series& series, const SeriesStyle& style) {
  if (series.x.empty()) return "";
  std::string svg = line_svg(style, "M" + path_of(frame, series.x, series.y));
  if (style.points || series.x.size() == 1) {  // a line through one point isn't seen
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      svg += mark_svg(style, frame.pixel_x(series.x[i]), frame.pixel_y(series.y[i]));
    }
  }
  return svg;
}

/// In an <svg> of its own, which cuts off what a given y_range leaves out; a clip path would need
/// an id that is unique in the page. All bands lie below all lines.
std::string series_svg(const PlotFrame& frame, const std::vector<Series>& all) {
  const std::string area =
      fmt::format("{:.2f} {:.2f} {:.2f} {:.2f}", frame.left - kMarkSize, frame.top - kMarkSize,
                  frame.width + 2 * kMarkSize, frame.height + 2 * kMarkSize);
  std::string bands;
  std::string lines;
  for (std::size_t place = 0; place < all.size(); ++place) {
    const Series& series = all[place];
    const SeriesStyle style = style_of(series, static_cast<int>(place));
    bands += band_svg(frame, series, style);
    lines += fmt::format("<g><title>{}</title>\n{}</g>\n", escaped_markup(series.name),
                         points_svg(frame, series, style));
  }
  return fmt::format(
      "<svg x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" viewBox=\"{}\" "
      "overflow=\"hidden\">\n{}{}</svg>\n",
      frame.left - kMarkSize, frame.top - kMarkSize, frame.width + 2 * kMarkSize,
      frame.height + 2 * kMarkSize, area, bands, lines);
}

/// For readers who don't see the plot.
std::string description_of(const Plot& plot) {
  std::string text = fmt::format("{}: {} by {}.", plot.title, plot.y_label, plot.x_label);
  const char* separator = " Lines: ";
  for (const Series& series : plot.series) {
    if (series.name.empty()) continue;
    text += separator + series.name;
    separator = ", ";
  }
  return text;
}

bool has_points(const Plot& plot) {
  return std::any_of(plot.series.begin(), plot.series.end(),
                     [](const Series& series) { return !series.x.empty(); });
}

}  // namespace

std::string svg_of(const Plot& plot) {
  check_plot(plot);
  const double inner_width = kWidth - 2 * kMargin;
  double top = kMargin;

  const TextBlock title = text_block(wrapped(plot.title, inner_width, kTitleSize), kMargin, top,
                                     kTitleSize, "font-weight=\"600\"");
  top += title.height;
  // Above its axis and level: it can be read without turning the head, and has the whole width.
  const TextBlock y_label =
      text_block(wrapped(plot.y_label, inner_width, kFontSize), kMargin, top, kFontSize);
  top += y_label.height + 2 * kGap;

  const PlotFrame frame = frame_of(plot, kMargin, kWidth - kMargin - kGap, top);
  const double middle = frame.left + frame.width / 2;
  std::string body = frame_svg(frame, plot) + series_svg(frame, plot.series);
  if (!has_points(plot)) {
    body += text_block({"no points"}, middle, top + frame.height / 2, kFontSize,
                       "text-anchor=\"middle\"")
                .svg;
  }
  top += frame.height + kTickLabelHeight;
  const TextBlock x_label = text_block(wrapped(plot.x_label, frame.width, kFontSize), middle, top,
                                       kFontSize, "text-anchor=\"middle\"");
  top += x_label.height + kGap;
  const Legend legend = legend_of(plot.series, kMargin, top, inner_width);
  top += legend.height + kMargin;

  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" role=\"img\" "
             "aria-label=\"{}\" width=\"{}\" height=\"{:.0f}\" viewBox=\"0 0 {} {:.0f}\" "
             "font-size=\"{}\">\n",
             escaped_markup(description_of(plot)), kWidth, top, kWidth, top, kFontSize) +
         std::string(kStyle) + "<rect class=\"page\" width=\"100%\" height=\"100%\" rx=\"6\"/>\n" +
         title.svg + y_label.svg + body + x_label.svg + legend.svg + "</svg>\n";
}

}  // namespace tandem
