// From a name to a Game. A new game is one folder and one line in registry.cc.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "games/game.h"

namespace tandem {

/// Makes the game called `name`, with optional parameters: "connect_four" or
/// "connect_four(rows=5,columns=6)". Throws Error naming the unknown game or parameter, the bad
/// value and its range.
std::shared_ptr<const Game> make_game(std::string_view name);

/// One line per game for --help: name, parameters with their defaults and ranges.
std::vector<std::string> registered_games();

}  // namespace tandem
