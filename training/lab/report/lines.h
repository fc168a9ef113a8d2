// Lines of figures from a study's measures.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "training/lab/report/measured.h"
#include "training/lab/report/plot.h"

namespace tandem {

/// A measure over iterations; none where it was never taken.
std::optional<Series> line_of(const ArmResults& arm, const std::string& measure,
                              const std::string& name);

/// Through `values` at `x`, both equally long and x ascending; values at which an interval is
/// missing leave the whole line without a band. `cut`: the band ends at 0 and 100.
Series line_through(const std::string& name, const std::vector<double>& x,
                    const std::vector<Estimate>& values, bool cut);

/// Adds the line if there is one.
void add_line(std::optional<Series> line, Plot& plot);

}  // namespace tandem
