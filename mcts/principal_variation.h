// The line that a search expects.
#pragma once

#include <vector>

#include "mcts/tree.h"

namespace tandem {

/// `first` (a number in the root's edges), then at each node the proven best reply or the most
/// visited one, until the tree or the game ends.
std::vector<Action> principal_variation(const Tree& tree, int first);

}  // namespace tandem
