// Where a plot's points lie: its axes, and the rectangle of pixels that they span.
#pragma once

#include <string>

#include "training/lab/report/axis.h"
#include "training/lab/report/plot.h"

namespace tandem {

struct PlotFrame {
  Axis x;
  Axis y;
  double left = 0;  ///< pixels, as all below; y grows downwards
  double top = 0;
  double width = 0;
  double height = 0;

  /// Pixels of a data point; also outside of the frame, but never so far that drawing suffers.
  double pixel_x(double value) const;
  double pixel_y(double value) const;
};

/// The frame of a checked plot between the pixels `left` and `right`, tick labels included, with
/// its upper edge at `top`. x spans all points and the mark; y as Plot::y_range says.
PlotFrame frame_of(const Plot& plot, double left, double right, double top);

/// Grid, axes, ticks with labels, and the x mark. Labels end kTickLabelHeight below the frame.
std::string frame_svg(const PlotFrame& frame, const Plot& plot);
constexpr double kTickLabelHeight = 24;

}  // namespace tandem
