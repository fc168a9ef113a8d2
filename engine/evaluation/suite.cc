#include "engine/evaluation/suite.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <utility>

#include "engine/evaluation/json_message.h"
#include "games/error.h"
#include "games/position_text.h"
#include "games/registry.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const Json& field(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) throw Error(fmt::format("\"{}\" is missing", name));
  return *found;
}

std::string text_field(const Json& object, const char* name) {
  const Json& value = field(object, name);
  if (!value.is_string()) throw Error(fmt::format("\"{}\" is not a text: {}", name, shown(value)));
  return value.get<std::string>();
}

int value_field(const Json& object) {
  const Json& value = field(object, "value");
  if (!value.is_number_integer() || value < -1 || value > 1) {
    throw Error(fmt::format("\"value\" is {}, not 1 (win), 0 (draw) or -1 (loss)", shown(value)));
  }
  return value.get<int>();
}

std::vector<Action> best_field(const Json& object, const Game& game,
                               const std::vector<Action>& legal) {
  const Json& list = field(object, "best");
  if (!list.is_array() || list.empty()) {
    throw Error("\"best\" is not a list of at least one action");
  }
  std::vector<Action> best;
  for (const Json& entry : list) {
    if (!entry.is_string()) {
      throw Error(fmt::format("\"best\" holds {}, which is not a text", shown(entry)));
    }
    const auto text = entry.get<std::string>();
    const std::optional<Action> action = game.parse_action(text);
    if (!action) throw Error(fmt::format("\"best\": \"{}\" is no action of this game", text));
    if (!std::binary_search(legal.begin(), legal.end(), *action)) {
      throw Error(fmt::format("\"best\": \"{}\" is not legal in this position", text));
    }
    best.push_back(*action);
  }
  std::sort(best.begin(), best.end());
  const auto twice = std::adjacent_find(best.begin(), best.end());
  if (twice != best.end()) {
    throw Error(fmt::format("\"best\": \"{}\" stands twice", game.action_text(*twice)));
  }
  return best;
}

void check_game(const Json& object, const Game& game) {
  if (!object.contains("game")) return;
  const std::string name = text_field(object, "game");
  // Both spellings of a default size are the same game.
  if (make_game(name)->info().name != game.info().name) {
    throw Error(
        fmt::format("\"game\" is \"{}\", but this suite is read for {}", name, game.info().name));
  }
}

SuitePosition parse_line(const Game& game, const std::string& line) {
  Json object;
  try {
    object = Json::parse(line);
  } catch (const Json::exception& error) {
    throw Error(fmt::format("not JSON: {}", error.what()));
  }
  if (!object.is_object()) throw Error("not a JSON object");
  check_game(object, game);

  SuitePosition entry;
  entry.id = text_field(object, "id");
  entry.text = text_field(object, "position");
  ParsedPosition parsed = parse_position_text(game, entry.text);
  entry.position = std::move(parsed.position);
  entry.moves = std::move(parsed.moves);
  if (entry.position->is_terminal()) throw Error("the game is over in this position");
  entry.legal.resize(static_cast<std::size_t>(game.info().max_legal_actions));
  entry.legal.resize(static_cast<std::size_t>(entry.position->legal_actions(entry.legal)));
  entry.value = value_field(object);
  entry.best = best_field(object, game, entry.legal);
  if (object.contains("hard")) {
    const Json& hard = object["hard"];
    if (!hard.is_boolean()) {
      throw Error(fmt::format("\"hard\" is {}, not true or false", shown(hard)));
    }
    entry.hard = hard.get<bool>();
  }
  return entry;
}

// The last `parts` names of a path, without .jsonl: "begin", "report/begin".
std::string short_name(const fs::path& file, std::ptrdiff_t parts) {
  const auto all = std::distance(file.begin(), file.end());
  fs::path name;
  for (auto part = std::next(file.begin(), std::max<std::ptrdiff_t>(0, all - parts));
       part != file.end(); ++part) {
    name /= *part;
  }
  return name.replace_extension().generic_string();
}

// The shortest name that no other file of the list has.
std::string telling_name(const fs::path& file, const std::vector<fs::path>& files) {
  for (std::ptrdiff_t parts = 1;; ++parts) {
    std::string name = short_name(file, parts);
    const bool shared = std::any_of(files.begin(), files.end(), [&](const fs::path& other) {
      return other != file && short_name(other, parts) == name;
    });
    if (!shared) return name;
    if (parts >= std::distance(file.begin(), file.end())) return file.generic_string();
  }
}

void add_suites_below(const fs::path& folder, std::vector<fs::path>& found) {
  const std::size_t before = found.size();
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const bool is_suite = entry.path().extension() == ".jsonl" && !entry.is_directory();
    if (is_suite) found.push_back(entry.path().lexically_normal());
  }
  if (found.size() == before) {
    throw Error(
        fmt::format("the folder {} and those below it hold no *.jsonl suite", folder.string()));
  }
  std::sort(found.begin() + static_cast<std::ptrdiff_t>(before), found.end());
}

}  // namespace

Suite read_suite(std::shared_ptr<const Game> game, const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in || std::filesystem::is_directory(file)) {
    throw Error(fmt::format("can't read the suite {}", file.string()));
  }
  Suite suite;
  suite.name = file.stem().string();
  suite.game = std::move(game);
  std::unordered_map<std::string, int> line_of_id;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      SuitePosition entry = parse_line(*suite.game, line);
      const auto [first, is_new] = line_of_id.emplace(entry.id, number);
      if (!is_new) {
        throw Error(fmt::format("id \"{}\" stands on line {} already", entry.id, first->second));
      }
      suite.positions.push_back(std::move(entry));
    } catch (const Error& error) {
      throw Error(fmt::format("{}:{}: {}", file.string(), number, error.what()));
    }
  }
  if (in.bad()) throw Error(fmt::format("{}: reading failed", file.string()));
  if (suite.positions.empty()) throw Error(fmt::format("{} holds no positions", file.string()));
  return suite;
}

std::vector<std::filesystem::path> suite_files(std::string_view files) {
  std::vector<std::filesystem::path> found;
  for (std::string_view rest = files; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const fs::path path(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    if (fs::is_directory(path)) {
      add_suites_below(path, found);
    } else if (fs::exists(path)) {
      found.push_back(path.lexically_normal());
    } else {
      throw Error(fmt::format("no suite file or folder \"{}\"", path.string()));
    }
  }
  if (found.empty()) throw Error("no suite is named");
  return found;
}

std::vector<Suite> read_suites(const std::shared_ptr<const Game>& game, std::string_view files) {
  std::vector<Suite> suites;
  const std::vector<fs::path> paths = suite_files(files);
  for (const fs::path& file : paths) {
    suites.push_back(read_suite(game, file));
    suites.back().name = telling_name(file, paths);
  }
  return suites;
}

}  // namespace tandem
