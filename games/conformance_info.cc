#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "games/conformance_report.h"

namespace tandem::conformance {
namespace {

void check_sizes(const GameInfo& info, Report& report) {
  const auto require = [&](bool holds, const char* what, int value) {
    if (!holds) report.fail("info", fmt::format("{} is {}", what, value));
  };
  if (info.name.empty()) report.fail("info", "the name is empty");
  require(info.num_players >= 1 && info.num_players <= kMaxPlayers, "num_players",
          info.num_players);
  require(info.num_actions >= 1, "num_actions", info.num_actions);
  require(info.max_legal_actions >= 1 && info.max_legal_actions <= info.num_actions,
          "max_legal_actions", info.max_legal_actions);
  require(info.max_game_length >= 1, "max_game_length", info.max_game_length);
  require(info.features.channels >= 1, "features.channels", info.features.channels);
  require(info.features.height >= 1, "features.height", info.features.height);
  require(info.features.width >= 1, "features.width", info.features.width);
  require(static_cast<int>(info.action_map.size()) == info.num_actions, "the size of action_map",
          static_cast<int>(info.action_map.size()));
}

void check_action_map(const GameInfo& info, Report& report) {
  std::set<std::pair<int, int>> places;
  for (Action action = 0; action < info.num_actions; ++action) {
    const ActionPlace& place = info.action_map[action];
    const bool global = place.square == ActionPlace::kGlobal;
    if (place.plane < 0 ||
        (!global && (place.square < 0 || place.square >= info.features.squares()))) {
      report.fail("action map", fmt::format("action {} is at plane {}, square {}, off the board",
                                            action, place.plane, place.square));
    } else if (!places.insert({place.plane, place.square}).second) {
      report.fail("action map", fmt::format("action {} shares plane {}, square {} with another",
                                            action, place.plane, place.square));
    }
  }
}

bool is_permutation_of(const std::vector<int>& values, int size) {
  if (static_cast<int>(values.size()) != size) return false;
  std::vector<int> all(size);
  std::iota(all.begin(), all.end(), 0);
  return std::ranges::is_permutation(values, all);
}

/// Actions must move with their squares, and the actions of one policy plane together.
void check_symmetric_map(const GameInfo& info, const Symmetry& symmetry, Report& report) {
  std::map<std::pair<bool, int>, int> plane_image;
  for (Action action = 0; action < info.num_actions; ++action) {
    const ActionPlace& from = info.action_map[action];
    const ActionPlace& to = info.action_map[symmetry.actions[action]];
    const bool global = from.square == ActionPlace::kGlobal;
    if (global != (to.square == ActionPlace::kGlobal) ||
        (!global && to.square != symmetry.squares[from.square])) {
      report.fail(
          "symmetry " + symmetry.name + ": action map",
          fmt::format(
              "action {} goes to action {}, but their squares {} and {} are not each other's "
              "image",
              action, symmetry.actions[action], from.square, to.square));
    }
    const auto [image, is_new] = plane_image.insert({{global, from.plane}, to.plane});
    if (!is_new && image->second != to.plane) {
      report.fail("symmetry " + symmetry.name + ": action map",
                  fmt::format("the actions of policy plane {} go to different planes", from.plane));
    }
  }
}

void check_symmetries(const GameInfo& info, Report& report) {
  if (info.symmetries.empty()) {
    report.fail("symmetries", "there is none, not even the identity");
    return;
  }
  std::set<std::pair<std::vector<int>, std::vector<Action>>> seen;
  for (const Symmetry& symmetry : info.symmetries) {
    const bool sound = is_permutation_of(symmetry.squares, info.features.squares()) &&
                       is_permutation_of(symmetry.actions, info.num_actions);
    if (!sound) {
      report.fail("symmetry " + symmetry.name,
                  "squares and actions must each be a permutation of all squares and actions");
      continue;
    }
    if (!seen.insert({symmetry.squares, symmetry.actions}).second) {
      report.fail("symmetry " + symmetry.name, "it is the same as an earlier one");
    }
    check_symmetric_map(info, symmetry, report);
  }
  const Symmetry& first = info.symmetries.front();
  if (!std::ranges::is_sorted(first.squares) || !std::ranges::is_sorted(first.actions)) {
    report.fail("symmetries", fmt::format("the first, {}, is not the identity", first.name));
  }
}

void check_action_texts(const Game& game, Report& report) {
  for (Action action = 0; action < game.info().num_actions; ++action) {
    const std::string text = game.action_text(action);
    if (text.empty() || text == "moves" || text.find_first_of(" \t\n") != std::string::npos) {
      report.fail("action text",
                  fmt::format("action {} is called \"{}\": it must be one word, and not \"moves\"",
                              action, text));
    }
    const std::optional<Action> parsed = game.parse_action(text);
    if (parsed != action) {
      report.fail("action text",
                  fmt::format("action {} is called \"{}\", which is read back as {}", action, text,
                              parsed ? std::to_string(*parsed) : "no action"));
    }
    for (const std::string& wrong : {text + "?", "?" + text, text + " ", std::string()}) {
      if (game.parse_action(wrong)) {
        report.fail("action text", fmt::format("\"{}\" is read as an action", wrong));
      }
    }
  }
}

}  // namespace

void check_info(const Game& game, Report& report) {
  const GameInfo& info = game.info();
  check_sizes(info, report);
  if (!report.empty()) return;  // The other checks index by these sizes.
  check_action_map(info, report);
  if (!report.empty()) return;
  check_symmetries(info, report);
  check_action_texts(game, report);
}

}  // namespace tandem::conformance
