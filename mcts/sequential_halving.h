// The visit schedule of sequential halving (Karnin, Koren and Somekh 2013), as Gumbel AlphaZero
// uses it at the root (Danihelka et al., ICLR 2022): m candidates share n visits in phases. With k
// candidates left each gets
//     max(1, floor(n / (ceil(log2 m) * k)))
// visits, one at a time in turn; then k becomes max(2, floor(k / 2)), and the last phase repeats
// until n is spent. One candidate takes all visits.
#pragma once

namespace tandem {

struct HalvingPhase {
  int candidates = 1;
  int visits_each = 1;
};

/// m >= 1 candidates, n >= 0 visits.
HalvingPhase first_halving_phase(int m, int n);

/// The phase that follows `phase` of the same schedule.
HalvingPhase next_halving_phase(const HalvingPhase& phase, int m, int n);

}  // namespace tandem
