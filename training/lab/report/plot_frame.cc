#include "training/lab/report/plot_frame.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "training/lab/report/svg_text.h"

namespace tandem {
namespace {

constexpr double kHeight = 300;
constexpr int kMostXTicks = 11;
constexpr int kMostYTicks = 6;
constexpr double kLabelGap = 8;  // from the frame to a tick's label

/// The smallest and largest of values; [0, 1] of none.
class Span {
 public:
  void include(double value) {
    low_ = empty_ ? value : std::min(low_, value);
    high_ = empty_ ? value : std::max(high_, value);
    empty_ = false;
  }
  void include(const std::vector<double>& values) {
    for (const double value : values) include(value);
  }
  double low() const { return low_; }
  double high() const { return high_; }

 private:
  double low_ = 0;
  double high_ = 1;
  bool empty_ = true;
};

bool all_whole(const std::vector<Series>& series) {
  const auto is_whole = [](double value) { return value == std::floor(value); };
  return std::all_of(series.begin(), series.end(), [&](const Series& one) {
    return std::all_of(one.x.begin(), one.x.end(), is_whole);
  });
}

double widest_label(const Axis& axis) {
  double width = 0;
  for (const Tick& tick : axis.ticks) width = std::max(width, text_width(tick.label, kFontSize));
  return width;
}

Axis y_axis(const Plot& plot) {
  if (plot.y_range)
    return axis_within(plot.y_range->first, plot.y_range->second, kMostYTicks, false);
  Span span;
  for (const Series& series : plot.series) {
    span.include(series.y);
    span.include(series.low);
    span.include(series.high);
  }
  return axis_around(span.low(), span.high(), kMostYTicks);
}

/// With as many ticks as have room for their labels.
Axis x_axis(const Plot& plot, double width) {
  Span span;
  for (const Series& series : plot.series) span.include(series.x);
  if (plot.x_mark) span.include(*plot.x_mark);
  const bool whole = all_whole(plot.series);
  // One iteration alone stands in the middle, with a tick of its own.
  const double margin = whole && span.low() == span.high() ? 0.5 : 0;
  Axis axis;
  int most_ticks = kMostXTicks;
  do {
    axis = axis_within(span.low() - margin, span.high() + margin, most_ticks, whole);
    --most_ticks;
  } while (most_ticks >= 2 &&
           (widest_label(axis) + kFontSize) * static_cast<double>(axis.ticks.size()) > width);
  return axis;
}

/// Beyond this nothing is seen, and renderers run out of digits.
double drawable(double pixel) { return std::clamp(pixel, -1e5, 1e5); }

std::string line_element(std::string_view css_class, double x1, double y1, double x2, double y2) {
  return fmt::format(
      "<line class=\"{}\" x1=\"{:.2f}\" y1=\"{:.2f}\" x2=\"{:.2f}\" y2=\"{:.2f}\"/>\n", css_class,
      x1, y1, x2, y2);
}

std::string label_element(std::string_view css_class, std::string_view anchor, double x, double y,
                          const std::string& label) {
  return fmt::format("<text class=\"{}\" x=\"{:.2f}\" y=\"{:.2f}\" text-anchor=\"{}\">{}</text>\n",
                     css_class, x, y, anchor, label);
}

}  // namespace

double PlotFrame::pixel_x(double value) const {
  return drawable(left + (value - x.low) / (x.high - x.low) * width);
}

double PlotFrame::pixel_y(double value) const {
  return drawable(top + height - (value - y.low) / (y.high - y.low) * height);
}

PlotFrame frame_of(const Plot& plot, double left, double right, double top) {
  PlotFrame frame;
  frame.y = y_axis(plot);
  frame.left = left + widest_label(frame.y) + kLabelGap;
  frame.top = top;
  frame.width = right - frame.left;
  frame.height = kHeight;
  frame.x = x_axis(plot, frame.width);
  return frame;
}

std::string frame_svg(const PlotFrame& frame, const Plot& plot) {
  const double right = frame.left + frame.width;
  const double bottom = frame.top + frame.height;
  std::string svg;
  for (const Tick& tick : frame.y.ticks) {
    const double y = frame.pixel_y(tick.value);
    svg += line_element("grid", frame.left, y, right, y);
    svg += label_element("y-tick", "end", frame.left - kLabelGap, y + 0.35 * kFontSize, tick.label);
  }
  for (const Tick& tick : frame.x.ticks) {
    const double x = frame.pixel_x(tick.value);
    svg += line_element("axis", x, bottom, x, bottom + 5);
    svg += label_element("x-tick", "middle", x, bottom + kLabelGap + kFontSize, tick.label);
  }
  svg += line_element("axis", frame.left, bottom, right, bottom);
  if (plot.x_mark) {
    const double x = frame.pixel_x(*plot.x_mark);
    svg += line_element("x-mark", x, frame.top, x, bottom);
  }
  return svg;
}

}  // namespace tandem
