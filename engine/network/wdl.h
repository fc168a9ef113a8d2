// From a value head's logits to values. Internal to engine/network.
#pragma once

#include <algorithm>
#include <cmath>

#include "games/game.h"

namespace tandem {

/// `wdl`: 3 logits of win, draw and loss for `mover`, whose value is the win's minus the loss's
/// probability; in games of two the other's is the opposite.
inline Values values_of_wdl(const float* wdl, PlayerId mover, int num_players) {
  const float top = std::max({wdl[0], wdl[1], wdl[2]});
  const float win = std::exp(wdl[0] - top);
  const float draw = std::exp(wdl[1] - top);
  const float loss = std::exp(wdl[2] - top);
  const float value = (win - loss) / (win + draw + loss);
  Values values{};
  values[mover] = value;
  if (num_players == 2) values[1 - mover] = -value;
  return values;
}

}  // namespace tandem
