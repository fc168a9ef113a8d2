// Which line is which: a sample of each with its name, in columns.
#pragma once

#include <string>
#include <vector>

#include "training/lab/report/plot.h"

namespace tandem {

struct Legend {
  std::string svg;
  double height = 0;  ///< pixels
};

/// From (left, top) to the right and downwards, row by row, no wider than `width` pixels, in at
/// least two columns; long names take several lines. Series without a name have no entry, those
/// without points say so.
Legend legend_of(const std::vector<Series>& series, double left, double top, double width);

}  // namespace tandem
