#include "engine/network/family.h"

#include <fmt/format.h>

#include "engine/network/policy_layout.h"

namespace tandem {

std::optional<std::string> family_difference(const GameInfo& game, const GameInfo& other) {
  if (game.tokens != other.tokens) {
    return game.tokens && other.tokens ? "its sentences or vocabularies have other sizes"
                                       : "one is a game of boards, the other one of tokens";
  }
  const auto differ = [](const char* what, int has, int instead_of) -> std::optional<std::string> {
    if (has == instead_of) return std::nullopt;
    return fmt::format("it has {} {} instead of {}", has, what, instead_of);
  };
  const PolicyLayout policy(game);
  const PolicyLayout other_policy(other);
  for (const auto& difference :
       {differ("players", game.num_players, other.num_players),
        differ("feature planes", game.features.channels, other.features.channels),
        differ("planes of board actions", policy.planes, other_policy.planes),
        differ("planes of global actions", policy.global_planes, other_policy.global_planes)}) {
    if (difference) return difference;
  }
  return std::nullopt;
}

}  // namespace tandem
