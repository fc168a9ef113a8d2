#include "training/lab/report/legend.h"

#include <fmt/core.h>

#include <algorithm>

#include "training/lab/report/series_style.h"
#include "training/lab/report/svg_text.h"

namespace tandem {
namespace {

constexpr double kSampleWidth = 28;
constexpr double kSampleGap = 7;   // from a sample to its name
constexpr double kColumnGap = 22;  // from a name to the next sample
constexpr double kRowGap = 3;

struct Entry {
  SeriesStyle style;
  bool has_band = false;
  std::string name;
};

std::vector<Entry> entries_of(const std::vector<Series>& series) {
  std::vector<Entry> entries;
  for (std::size_t place = 0; place < series.size(); ++place) {
    const Series& one = series[place];
    if (one.name.empty()) continue;
    SeriesStyle style = style_of(one, static_cast<int>(place));
    style.points |= one.x.size() == 1;
    entries.push_back(
        {style, !one.low.empty(), one.x.empty() ? one.name + " (no points)" : one.name});
  }
  return entries;
}

/// The line, mark and band of an entry, at the height of its first line of text.
std::string sample_svg(const Entry& entry, double left, double top) {
  const double middle = top + 0.62 * kFontSize;
  std::string svg;
  if (entry.has_band) {
    svg += fmt::format(
        "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{}\" height=\"10\" fill=\"{}\" "
        "fill-opacity=\"0.15\"/>\n",
        left, middle - 5, kSampleWidth, entry.style.colour);
  }
  svg += line_svg(entry.style, fmt::format("M{:.2f},{:.2f}h{}", left, middle, kSampleWidth));
  if (entry.style.points) svg += mark_svg(entry.style, left + kSampleWidth / 2, middle);
  return svg;
}

}  // namespace

Legend legend_of(const std::vector<Series>& series, double left, double top, double width) {
  const std::vector<Entry> entries = entries_of(series);
  if (entries.empty()) return {};
  const double indent = kSampleWidth + kSampleGap;
  double name_width = 0;
  for (const Entry& entry : entries) {
    name_width = std::max(name_width, text_width(entry.name, kFontSize));
  }
  // One long name must not cost all the others their columns.
  name_width = std::min(name_width, (width - kColumnGap) / 2 - indent);
  const double column_width = indent + name_width + kColumnGap;
  const auto columns =
      std::max<std::size_t>(1, static_cast<std::size_t>((width + kColumnGap) / column_width));

  Legend legend{"<g class=\"legend\">\n", 0};
  double row_height = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i % columns == 0) {
      legend.height += row_height;
      row_height = 0;
    }
    const double x = left + static_cast<double>(i % columns) * column_width;
    const double y = top + legend.height;
    const auto lines = wrapped(entries[i].name, name_width, kFontSize);
    const TextBlock name = text_block(lines, x + indent, y, kFontSize);
    legend.svg += sample_svg(entries[i], x, y) + name.svg;
    row_height = std::max(row_height, name.height + kRowGap);
  }
  legend.height += row_height;
  legend.svg += "</g>\n";
  return legend;
}

}  // namespace tandem
