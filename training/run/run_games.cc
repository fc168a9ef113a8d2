#include "training/run/run_games.h"

#include <fmt/format.h>

#include "engine/network/family.h"
#include "games/error.h"
#include "games/registry.h"

namespace tandem {
namespace {

std::shared_ptr<const Game> make_named(const char* field, const std::string& name) {
  try {
    return make_game(name);
  } catch (const Error& error) {
    throw Error(fmt::format("{} is '{}': {}", field, name, error.what()));
  }
}

}  // namespace

RunGames::RunGames(const RunConfig& config) {
  games_.push_back(make_named("game", config.game()));
  for (const std::string& name : config.more_games()) {
    const std::shared_ptr<const Game> game = make_named("more_games", name);
    for (const auto& known : games_) {
      if (known->info().name != game->info().name) continue;
      throw Error(fmt::format("more_games holds '{}': the run learns {} already, so leave it out",
                              name, known->info().name));
    }
    const GameInfo& first = games_[0]->info();
    if (const auto difference = family_difference(game->info(), first)) {
      throw Error(
          fmt::format("more_games holds '{}', which one network can't learn together with {}: {}",
                      name, first.name, *difference));
    }
    games_.push_back(game);
  }
}

int RunGames::index_of(const GameRecord& record) const {
  for (int i = 0; i < size(); ++i) {
    if (games_[i]->info().name == record.game()) return i;
  }
  throw Error(fmt::format("game {}: recorded as {}, but the run plays {}", record.number(),
                          record.game(), names()));
}

std::string RunGames::names() const {
  std::vector<std::string> names;
  for (const auto& game : games_) names.push_back(game->info().name);
  return fmt::format("{}", fmt::join(names, " and "));
}

std::vector<GameInfo> RunGames::infos() const {
  std::vector<GameInfo> infos;
  for (const auto& game : games_) infos.push_back(game->info());
  return infos;
}

void expect_one_game(const RunConfig& config, std::string_view program) {
  if (config.more_games().empty()) return;
  throw Error(fmt::format(
      "{} takes one game, but more_games names '{}': leave it out (--set=more_games= does)",
      program, fmt::join(config.more_games(), "', '")));
}

}  // namespace tandem
