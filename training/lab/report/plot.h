// Line plots as SVG.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tandem {

/// Points of one line, in ascending order of x.
struct Series {
  std::string name;
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> low{};  ///< of a band around the line; as long as y, or empty
  std::vector<double> high{};
  bool dashed = false;
  bool points = false;  ///< marks at the points
  int colour = -1;      ///< of the palette, modulo its size (12); -1: by the series' place
};

struct Plot {
  std::string title;
  std::string x_label;
  std::string y_label;
  std::vector<Series> series{};
  std::optional<std::pair<double, double>> y_range{};  ///< without it: all points and bands
  std::optional<double> x_mark{};                      ///< a vertical dotted line
};

/// A complete <svg> element, 720 pixels wide, with axes, ticks at round numbers (at whole ones
/// where all x are whole) and a legend below; colours can be told apart by the colour-blind, and it
/// is readable on white and on dark pages. It holds no ids, so that many fit into one page. A plot
/// without points says so. Without y_range the axis goes to the next tick on both sides, so that
/// percentages get 0 to 100; what lies outside a given one is cut off.
///
/// Throws Error naming the plot and the series: lists that differ in length, values that are not
/// finite or above 1e100 in size, x in descending order, and a y_range that is empty.
std::string svg_of(const Plot& plot);

}  // namespace tandem
