// libFuzzer's target for positions' and actions' texts: the first byte chooses the game, any
// further bytes are refused with an Error, or are a position from which the game goes on to its
// end.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "games/error.h"
#include "games/position_text.h"
#include "games/random.h"
#include "games/registry.h"
#include "tests/fuzz/check.h"

namespace {

using tandem::Action;
using tandem::check;
using tandem::Game;
using tandem::Position;

// The kept corpus chooses by place, 'a' the first: new ones go to the end.
constexpr std::array kGames = {
    "breakthrough(rows=5,columns=4)",
    "breakthrough(rows=10,columns=6)",
    "connect_four",
    "connect_four(rows=4,columns=12)",
    "dots_and_boxes(rows=2,columns=2)",
    "dots_and_boxes(rows=5,columns=5)",
    "go(size=5)",
    "go(size=7,suicide=true)",
    "go(size=11,komi=-6.5)",
    "go(size=14)",
    "gomoku(size=7)",
    "gomoku(size=9,rule=exact)",
    "hex(size=3,swap=true)",
    "hex(size=5)",
    "hex(size=11,swap=true)",
    "othello(size=4)",
    "othello",
    "pentago",
    "tic_tac_toe",
    "translation(source_length=3,target_length=2,source_vocabulary=5,target_vocabulary=30)",
};

const Game& chosen_game(std::uint8_t byte) {
  static auto* const kMade = new std::array<std::shared_ptr<const Game>, kGames.size()>;
  const std::size_t index = static_cast<std::uint8_t>(byte - 'a') % kGames.size();
  std::shared_ptr<const Game>& game = (*kMade)[index];
  if (!game) game = tandem::make_game(kGames[index]);
  return *game;
}

std::vector<Action> legal_actions(const Game& game, const Position& position) {
  // Exactly as large as promised, so that the sanitizer sees what is written beyond.
  std::vector<Action> legal(static_cast<std::size_t>(game.info().max_legal_actions));
  const int count = position.legal_actions(legal);
  check(count >= 0 && count <= game.info().max_legal_actions);
  legal.resize(static_cast<std::size_t>(count));
  return legal;
}

void check_outcome(const Game& game, const Position& position) {
  const std::optional<tandem::Values> outcome = position.outcome();
  if (!position.is_terminal()) check(!outcome);
  if (!position.is_terminal() || game.info().num_players != 2) return;
  check(outcome && (*outcome)[0] >= -1 && (*outcome)[0] <= 1);
  check((*outcome)[0] + (*outcome)[1] == 0);
}

void check_features(const Game& game, const Position& position) {
  if (position.is_terminal()) return;
  std::vector<float> features(static_cast<std::size_t>(game.info().features.size()),
                              std::numeric_limits<float>::quiet_NaN());
  position.encode(features);
  check(std::ranges::all_of(features, [](float value) { return std::isfinite(value); }));
}

/// What the header promises of every position. Returns the legal actions.
std::vector<Action> check_position(const Game& game, const Position& position) {
  std::vector<Action> legal = legal_actions(game, position);
  check(legal.empty() == position.is_terminal());
  check(std::ranges::adjacent_find(legal, std::ranges::greater_equal()) == legal.end());
  check(legal.empty() || (legal.front() >= 0 && legal.back() < game.info().num_actions));
  check_outcome(game, position);
  check_features(game, position);
  return legal;
}

/// The position's text is read as the same position.
void check_text(const Game& game, const Position& position) {
  const std::string text = position.to_text();
  const std::unique_ptr<Position> back = game.parse_position(text);
  check(back->to_text() == text);
  check(back->board_hash() == position.board_hash());
  check(position.is_terminal() || back->feature_key() == position.feature_key());
  check(legal_actions(game, *back) == legal_actions(game, position));
}

void check_every_move(const Game& game, const Position& position) {
  const std::unique_ptr<Position> child = position.clone();
  for (const Action action : check_position(game, position)) {
    check(game.parse_action(game.action_text(action)) == action);
    child->assign(position);
    child->apply(action);
    check_position(game, *child);
  }
}

void play_to_the_end(const Game& game, const Position& start, std::uint64_t seed) {
  const std::unique_ptr<Position> position = start.clone();
  tandem::Random random(seed);
  int plies = 0;
  while (!position->is_terminal()) {
    check(++plies <= game.info().max_game_length);
    const std::vector<Action> legal = check_position(game, *position);
    position->apply(legal[static_cast<std::size_t>(random.below(static_cast<int>(legal.size())))]);
  }
  check_position(game, *position);
  check_text(game, *position);
}

void explore(const Game& game, const Position& position) {
  check_text(game, position);
  check_every_move(game, position);
  play_to_the_end(game, position, position.board_hash());
}

void read_position(const Game& game, std::string_view text) {
  std::unique_ptr<Position> position;
  try {
    position = game.parse_position(text);
  } catch (const tandem::Error&) {
    return;
  }
  check(position->to_text() == text);
  explore(game, *position);
}

void read_position_text(const Game& game, std::string_view text) {
  tandem::ParsedPosition parsed;
  try {
    parsed = tandem::parse_position_text(game, text);
  } catch (const tandem::Error&) {
    return;
  }
  const std::unique_ptr<Position> replayed = parsed.start->clone();
  for (const Action action : parsed.moves) replayed->apply(action);
  check(replayed->to_text() == parsed.position->to_text());
  explore(game, *parsed.position);
}

void read_action(const Game& game, std::string_view text) {
  const std::optional<Action> action = game.parse_action(text);
  if (!action) return;
  check(*action >= 0 && *action < game.info().num_actions);
  check(game.action_text(*action) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Game& game = chosen_game(data[0]);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  read_action(game, text);
  read_position(game, text);
  read_position_text(game, text);
  return 0;
}
