// Samples as the statistics of the lab take them: a list of numbers, one a seed, or curves, one a
// seed with one value a round.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace tandem {

/// One row an independent unit: a seed, or a sentence. What the columns are, the user of it says.
using SampleRows = std::vector<std::vector<double>>;

/// Throws Error unless `sample` holds at least `least` values, all of them finite. `what` names the
/// sample in the message.
void check_sample(std::span<const double> sample, std::size_t least, std::string_view what);

/// Throws Error unless two samples that are matched value by value are equally long.
void check_matched(std::size_t first, std::size_t second, std::string_view what);

/// Throws Error unless there are at least `least_rows` curves, all of them equally long, finite and
/// of at least `least_rounds` values.
void check_curves(const SampleRows& curves, std::size_t least_rows, std::size_t least_rounds,
                  std::string_view what);

/// Throws Error unless the chance `p` is inside (0, `below`).
void check_chance(double p, double below, std::string_view what);

/// Of at least one value.
double sample_mean(std::span<const double> sample);

/// The values that a share `tail` of the sample lies below and above, `tail` in (0, 1/2):
/// order statistics, interpolated linearly (definition 7 of Hyndman and Fan 1996). At least one
/// value; sorts the sample.
struct Tails {
  double low = 0;
  double high = 0;
};
Tails sample_tails(std::span<double> sample, double tail);

}  // namespace tandem
