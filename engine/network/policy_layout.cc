#include "engine/network/policy_layout.h"

#include <algorithm>
#include <set>

namespace tandem {

PolicyLayout::PolicyLayout(const GameInfo& game) {
  std::set<std::int64_t> used;
  for (const ActionPlace& place : game.action_map) {
    const bool global = place.square == ActionPlace::kGlobal;
    int& count = global ? global_planes : planes;
    count = std::max(count, place.plane + 1);
    if (!global) used.insert(place.square);
  }
  const int all = game.features.squares();
  // Global actions read features pooled over the whole board.
  all_squares = global_planes > 0 || static_cast<int>(used.size()) == all;
  if (all_squares) {
    for (int square = 0; square < all; ++square) squares.push_back(square);
  } else {
    squares.assign(used.begin(), used.end());
  }

  const auto board_logits = static_cast<std::int64_t>(squares.size()) * planes;
  for (const ActionPlace& place : game.action_map) {
    if (place.square == ActionPlace::kGlobal) {
      gather.push_back(board_logits + place.plane);
    } else {
      const auto at =
          std::lower_bound(squares.begin(), squares.end(), place.square) - squares.begin();
      gather.push_back(at * planes + place.plane);
    }
  }
}

}  // namespace tandem
