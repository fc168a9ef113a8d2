// A random order that is the same on every machine; std::shuffle's depends on the library.
#pragma once

#include <utility>

#include "games/random.h"

namespace tandem {

/// Fisher-Yates.
template <typename Sequence>
void shuffle(Sequence& sequence, Random& random) {
  for (int left = static_cast<int>(sequence.size()); left > 1; --left) {
    std::swap(sequence[left - 1], sequence[random.below(left)]);
  }
}

}  // namespace tandem
