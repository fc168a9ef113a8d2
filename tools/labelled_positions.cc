#include "tools/labelled_positions.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/evaluation/json_message.h"
#include "games/error.h"
#include "games/position_text.h"
#include "games/registry.h"

namespace tandem {
namespace {

using Json = nlohmann::json;

std::string text_field(const Json& object, const char* name) {
  const Json& field = object.at(name);
  if (!field.is_string()) throw Error(fmt::format("\"{}\" is not a text: {}", name, shown(field)));
  return field.get<std::string>();
}

int number_field(const Json& field, const std::string& name, int most) {
  if (!field.is_number_integer() || field < -most || field > most) {
    throw Error(fmt::format("\"{}\" is {}, not a whole number from {} to {}", name, shown(field),
                            -most, most));
  }
  return field.get<int>();
}

Action action_called(const LabelledPosition& labelled, const std::string& text,
                     const std::string& field) {
  const std::optional<Action> action = labelled.game->parse_action(text);
  if (!action) {
    throw Error(
        fmt::format("\"{}\": \"{}\" is not a move of {}", field, text, labelled.game->info().name));
  }
  std::vector<Action> legal(labelled.game->info().max_legal_actions);
  legal.resize(labelled.position->legal_actions(legal));
  if (!std::ranges::binary_search(legal, *action)) {
    throw Error(fmt::format("\"{}\": \"{}\" is not legal in this position", field, text));
  }
  return *action;
}

Labels parse_labels(const Json& object, const LabelledPosition& labelled) {
  constexpr int kMostDiscs = 10'000;
  Labels labels;
  if (object.contains("value")) labels.value = number_field(object["value"], "value", 1);
  if (object.contains("value_discs")) {
    labels.value_discs = number_field(object["value_discs"], "value_discs", kMostDiscs);
  }
  if (object.contains("discs")) {
    if (!object["discs"].is_object()) throw Error("\"discs\" is not an object of moves and scores");
    for (const auto& [text, score] : object["discs"].items()) {
      labels.discs[action_called(labelled, text, "discs")] =
          number_field(score, fmt::format("discs\": \"{}", text), kMostDiscs);
    }
  }
  if (object.contains("best")) {
    if (!object["best"].is_array()) throw Error("\"best\" is not a list of moves");
    for (const Json& entry : object["best"]) {
      if (!entry.is_string())
        throw Error("\"best\" holds " + shown(entry) + ", which is not a text");
      labels.best.push_back(action_called(labelled, entry.get<std::string>(), "best"));
    }
    std::ranges::sort(labels.best);
    const auto twice = std::ranges::adjacent_find(labels.best);
    if (twice != labels.best.end()) {
      throw Error(fmt::format("\"best\": \"{}\" stands twice", labelled.game->action_text(*twice)));
    }
  }
  return labels;
}

LabelledPosition parse_line(const std::string& line, const std::string& where,
                            const std::string& game) {
  Json object;
  try {
    object = Json::parse(line);
  } catch (const Json::exception& error) {
    throw Error(fmt::format("not JSON: {}", error.what()));
  }
  if (!object.is_object()) throw Error("not a JSON object");
  if (!object.contains("position")) throw Error("\"position\" is missing");
  LabelledPosition labelled;
  labelled.where = where;
  labelled.id = object.contains("id") ? text_field(object, "id") : where;
  if (!object.contains("game") && game.empty()) {
    throw Error("\"game\" is missing; add it, or name the game of such lines with --game");
  }
  labelled.game = make_game(object.contains("game") ? text_field(object, "game") : game);
  labelled.position = parse_position_text(*labelled.game, text_field(object, "position")).position;
  if (labelled.position->is_terminal()) throw Error("the game is over in this position");
  labelled.labels = parse_labels(object, labelled);
  return labelled;
}

}  // namespace

std::vector<LabelledPosition> read_labelled_positions(const std::string& path,
                                                      const std::string& game, int limit) {
  std::ifstream in(path);
  if (!in) throw Error(fmt::format("can't read {}", path));
  std::vector<LabelledPosition> positions;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (limit > 0 && static_cast<int>(positions.size()) == limit) break;
    const std::string where = fmt::format("{}:{}", path, number);
    try {
      positions.push_back(parse_line(line, where, game));
    } catch (const Error& error) {
      throw Error(fmt::format("{}: {}", where, error.what()));
    }
  }
  if (in.bad()) throw Error(fmt::format("can't read {} to its end", path));
  if (positions.empty()) throw Error(fmt::format("{} holds no positions", path));
  return positions;
}

}  // namespace tandem
