#include "engine/evaluation/games_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string_view>

#include "engine/evaluation/json_message.h"
#include "engine/files.h"
#include "games/error.h"

namespace tandem {
namespace {

using Json = nlohmann::ordered_json;

std::string join_moves(const Game& game, const std::vector<Action>& moves) {
  std::string text;
  for (const Action action : moves) {
    if (!text.empty()) text += ' ';
    text += game.action_text(action);
  }
  return text;
}

std::string pair_line(const Game& game, const PlayedPair& pair) {
  Json games = Json::array();
  for (std::size_t i = 0; i < 2; ++i) {
    games.push_back({{"first", i == 0 ? "a" : "b"},
                     {"moves", join_moves(game, pair.moves[i])},
                     {"result_for_a", pair.results[i]}});
    if (!pair.forfeits[i]) continue;
    if (pair.forfeits[i]->fault) {
      games.back()["fault"] = pair.forfeits[i]->reason;
    } else {
      games.back()["resigned"] = true;
    }
  }
  const Json line = {{"pair", pair.number},
                     {"opening", join_moves(game, pair.opening)},
                     {"games", std::move(games)}};
  return line.dump() + "\n";
}

// Plays the moves that `text` names on `position`.
std::vector<Action> play_moves(const Game& game, const std::string& text, Position& position) {
  std::vector<Action> moves;
  std::vector<Action> legal(static_cast<std::size_t>(game.info().max_legal_actions));
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const std::optional<Action> action = game.parse_action(word);
    const auto end = legal.begin() + position.legal_actions(legal);
    if (!action || !std::binary_search(legal.begin(), end, *action)) {
      throw Error(
          fmt::format("move \"{}\" is not legal after \"{}\"", word, join_moves(game, moves)));
    }
    position.apply(*action);
    moves.push_back(*action);
  }
  return moves;
}

std::int64_t whole_number(const Json& object, const char* name) {
  const Json& value = object.at(name);
  if (!value.is_number_integer()) {
    throw Error(fmt::format("\"{}\" is {}, not a whole number", name, shown(value)));
  }
  return value.get<std::int64_t>();
}

std::optional<Forfeit> parse_forfeit(const Json& played) {
  if (played.contains("fault")) return Forfeit{true, played.at("fault").get<std::string>()};
  if (played.value("resigned", false)) return Forfeit{};
  return std::nullopt;
}

// What the end of a game is worth for player A, who has seat `seat`.
float result_at(const Position& end, const std::optional<Forfeit>& forfeit, std::size_t seat) {
  if (forfeit) {
    if (end.is_terminal()) throw Error("it is forfeited after its end");
    return static_cast<std::size_t>(end.side_to_move()) == seat ? -1 : 1;
  }
  const std::optional<Values> outcome = end.outcome();
  if (!end.is_terminal() || !outcome) throw Error("it is not played to its end");
  return (*outcome)[seat];
}

PlayedPair parse_pair(const Game& game, const std::string& line) {
  const Json object = Json::parse(line);
  PlayedPair pair;
  pair.number = whole_number(object, "pair");
  if (pair.number < 0) throw Error(fmt::format("pair {} is negative", pair.number));
  const std::unique_ptr<Position> start = game.initial_position();
  pair.opening = play_moves(game, object.at("opening").get<std::string>(), *start);
  for (std::size_t i = 0; i < 2; ++i) {
    const Json& played = object.at("games").at(i);
    const std::unique_ptr<Position> position = start->clone();
    pair.moves[i] = play_moves(game, played.at("moves").get<std::string>(), *position);
    const std::int64_t result_for_a = whole_number(played, "result_for_a");
    pair.forfeits[i] = parse_forfeit(played);
    float result = 0;
    try {
      result = result_at(*position, pair.forfeits[i], i);
    } catch (const Error& error) {
      throw Error(fmt::format("game {}: {}", i + 1, error.what()));
    }
    if (static_cast<float>(result_for_a) != result) {
      throw Error(fmt::format("game {}: result_for_a is {}, the rules say {}", i + 1, result_for_a,
                              result));
    }
    pair.results[i] = static_cast<int>(result_for_a);
  }
  return pair;
}

std::string header_line(const MatchIdentity& identity) {
  Json header;
  for (const auto& [name, value] : identity) header[name] = value;
  return Json({{"match", header}}).dump() + "\n";
}

// Throws Error that names the first thing in which the file's match is another one.
void check_header(const std::string& line, const std::string& expected) {
  if (line + "\n" == expected) return;
  const Json wanted = Json::parse(expected)["match"];
  const Json found = Json::parse(line, nullptr, false);
  if (!found.is_object() || !found.contains("match")) {
    throw Error("this is not the first line of a match's games file");
  }
  for (const auto& [name, value] : wanted.items()) {
    const Json other = found["match"].value(name, Json());
    if (other == value) continue;
    throw Error(
        fmt::format("these games belong to a match with {}={}, not {}={}; give the same "
                    "arguments to go on with it, or another file",
                    name, other.is_string() ? other.get<std::string>() : shown(other), name,
                    value.get<std::string>()));
  }
  throw Error("these games belong to another match");
}

// Returns 0, or the errno of the first failure.
int write_synced(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return fdatasync(file) == 0 ? 0 : errno;
}

}  // namespace

GamesFile::GamesFile(std::filesystem::path path, std::shared_ptr<const Game> game,
                     const MatchIdentity& identity)
    : path_(std::move(path)), game_(std::move(game)) {
  std::error_code ignored;  // open() reports what is wrong with the folder
  if (path_.has_parent_path()) std::filesystem::create_directories(path_.parent_path(), ignored);
  file_ = open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file_ < 0) {
    throw Error(fmt::format("can't open {}: {}", path_.string(), std::strerror(errno)));
  }
  try {
    if (flock(file_, LOCK_EX | LOCK_NB) != 0) {
      throw Error(fmt::format("{} is in use by another match", path_.string()));
    }
    read(read_file(path_), header_line(identity));
  } catch (...) {
    close(file_);
    throw;
  }
}

GamesFile::~GamesFile() { close(file_); }

void GamesFile::read(const std::string& bytes, const std::string& header) {
  std::size_t begin = 0;
  for (int number = 1;; ++number) {
    const std::size_t end = bytes.find('\n', begin);
    if (end == std::string::npos) break;
    const std::string line = bytes.substr(begin, end - begin);
    begin = end + 1;
    try {
      if (number == 1) {
        check_header(line, header);
        continue;
      }
      PlayedPair pair = parse_pair(*game_, line);
      const std::int64_t key = pair.number;
      if (!pairs_.emplace(key, std::move(pair)).second) {
        throw Error(fmt::format("pair {} stands there twice", key));
      }
    } catch (const Json::exception& error) {
      throw Error(fmt::format("{}:{}: {}", path_.string(), number, error.what()));
    } catch (const Error& error) {
      throw Error(fmt::format("{}:{}: {}", path_.string(), number, error.what()));
    }
  }
  was_torn_ = begin < bytes.size();
  // A foreign file without a single newline is not ours to cut.
  if (was_torn_ && begin == 0 && !header.starts_with(bytes)) {
    throw Error(fmt::format("{}:1: this is not a match's games file", path_.string()));
  }
  if (was_torn_ && ftruncate(file_, static_cast<off_t>(begin)) != 0) {
    throw Error(fmt::format("can't cut the torn last line off {}: {}", path_.string(),
                            std::strerror(errno)));
  }
  if (begin == 0) write_whole(header);
}

void GamesFile::append(std::span<const PlayedPair> pairs) {
  std::string bytes;
  for (const PlayedPair& pair : pairs) bytes += pair_line(*game_, pair);
  if (!bytes.empty()) write_whole(bytes);
  for (const PlayedPair& pair : pairs) pairs_.emplace(pair.number, pair);
}

void GamesFile::write_whole(std::string_view bytes) {
  const off_t size = lseek(file_, 0, SEEK_END);
  const int reason = size < 0 ? errno : write_synced(file_, bytes);
  if (reason == 0) return;
  // A part left behind would become a torn line in the middle at the next append.
  const bool cut = size >= 0 && ftruncate(file_, size) == 0;
  throw Error(fmt::format("can't write {}: {}{}", path_.string(), std::strerror(reason),
                          cut ? "" : "; nor could its torn end be cut off"));
}

}  // namespace tandem
