// Axes with ticks at round numbers.
#pragma once

#include <string>
#include <vector>

namespace tandem {

struct Tick {
  double value = 0;
  std::string label;
};

/// A piece of the number line, low < high. Its ticks are all multiples, inside it, of 1, 2 or 5
/// times a power of ten; their labels have as many decimals as that step, or an exponent where they
/// would be long.
struct Axis {
  double low = 0;
  double high = 1;
  std::vector<Tick> ticks;
};

/// Both take finite low <= high of at most 1e100 in size, and at least two ticks. An interval
/// without width, or too narrow to be divided (a billionth of its numbers), is widened: by half of
/// its size in both directions, around zero to [0, 1].

/// From low to high, with `most_ticks` or fewer; `whole`: ticks at whole numbers only.
Axis axis_within(double low, double high, int most_ticks, bool whole);

/// From the tick at or below low to the tick at or above high, with `most_ticks` + 1 or fewer. So
/// percentages that nearly fill their range get it whole, 0 to 100.
Axis axis_around(double low, double high, int most_ticks);

}  // namespace tandem
