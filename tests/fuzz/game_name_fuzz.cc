// libFuzzer's target for games' names: any bytes are refused with an Error, or name a game whose
// own name makes the same game.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "games/error.h"
#include "games/game_name.h"
#include "games/registry.h"
#include "tests/fuzz/check.h"

namespace {

using tandem::Action;
using tandem::check;

void check_game(const tandem::Game& game) {
  const tandem::GameInfo& info = game.info();
  check(tandem::make_game(info.name)->info().name == info.name);
  check(tandem::GameName::parse(info.name).text() == info.name);
  check(info.num_actions >= 1 && info.max_legal_actions >= 1 && info.max_game_length >= 1);
  check(info.max_legal_actions <= info.num_actions);
  check(info.features.size() >= 1);
  check(info.action_map.size() == static_cast<std::size_t>(info.num_actions));
  for (const tandem::Symmetry& symmetry : info.symmetries) {
    check(symmetry.actions.size() == static_cast<std::size_t>(info.num_actions));
    check(symmetry.squares.size() == static_cast<std::size_t>(info.features.squares()));
  }
  const auto position = game.initial_position();
  check(game.parse_position(position->to_text())->to_text() == position->to_text());
  std::vector<Action> legal(static_cast<std::size_t>(info.max_legal_actions));
  check(position->legal_actions(legal) >= 1);
  std::vector<float> features(static_cast<std::size_t>(info.features.size()));
  position->encode(features);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view name(reinterpret_cast<const char*>(data), size);
  std::shared_ptr<const tandem::Game> game;
  try {
    game = tandem::make_game(name);
  } catch (const tandem::Error&) {
    return 0;
  }
  check_game(*game);
  return 0;
}
