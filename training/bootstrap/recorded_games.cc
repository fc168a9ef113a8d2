#include "training/bootstrap/recorded_games.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>

#include "engine/files.h"
#include "games/error.h"
#include "games/registry.h"
#include "games/sgf/game_record.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostReports = 10;  // of a kind

std::vector<fs::path> sgf_files(const fs::path& path) {
  std::error_code failed;
  if (fs::is_regular_file(path, failed)) return {path};
  std::vector<fs::path> files;
  fs::recursive_directory_iterator entry(path, failed);
  while (!failed && entry != fs::recursive_directory_iterator()) {
    std::error_code ignored;  // of a link to nowhere: the file can't be read, which is said
    const bool folder = entry->is_directory(ignored);
    if (!folder && entry->path().extension() == ".sgf") files.push_back(entry->path());
    entry.increment(failed);
  }
  if (failed) throw Error(fmt::format("can't read {}: {}", path.string(), failed.message()));
  if (files.empty()) throw Error(fmt::format("{} holds no files *.sgf", path.string()));
  std::ranges::sort(files);
  return files;
}

/// The game that the record says it was played in, or else the one on the same board (another komi,
/// say); the only one where there is one. What differs is said by who reads the record.
const Game& game_of(const RunGames& games, const SgfTree& tree) {
  if (games.size() == 1) return *games[0];
  const GameInfo recorded = make_game(recorded_game_name(*games[0], tree))->info();
  const Game* same_board = nullptr;
  for (int i = 0; i < games.size(); ++i) {
    const GameInfo& info = games[i]->info();
    if (info.name == recorded.name) return *games[i];
    if (info.features == recorded.features) same_board = games[i].get();
  }
  if (same_board != nullptr) return *same_board;
  throw Error(fmt::format("it is {}, which is not among the run's games", recorded.name));
}

GameRecord training_record(const Game& game, const SgfRecord& record, const Values& result) {
  const GameInfo& info = game.info();
  GameRecord training;
  training.set_game(info.name);
  const auto position = game.initial_position();
  for (const Action action : record.setup) {
    training.add_opening(action);
    position->apply(action);
  }
  std::vector<Action> legal(static_cast<std::size_t>(info.max_legal_actions));
  for (const Action action : record.moves) {
    MoveRecord& move = *training.add_moves();
    move.set_action(action);
    move.set_full_search(true);
    const int count = position->legal_actions(legal);
    for (int i = 0; i < count; ++i) move.add_policy(legal[i] == action ? 1.0f : 0.0f);
    // So that the result is the whole value target, with no share of a search that never was.
    move.set_proven(true);
    move.set_root_value(result[static_cast<std::size_t>(position->side_to_move())]);
    position->apply(action);
  }
  for (int player = 0; player < info.num_players; ++player) training.add_outcome(result[player]);
  return training;
}

class Reader {
 public:
  explicit Reader(const RunGames& games) : games_(games) {}

  void read(const fs::path& file) {
    ++read_.files;
    try {
      std::error_code failed;  // a pipe, say, would be waited for
      if (!fs::is_regular_file(file, failed)) throw Error(file.string() + " is not a file");
      const std::string text = read_file(file);
      int number = 0;
      for (const SgfTree& tree : parse_sgf(text, file.string())) {
        read(tree, text, fmt::format("{}: game {}", file.string(), ++number));
      }
    } catch (const Error& error) {
      leave_out(fmt::format("left out: {}", error.what()));
    }
  }

  RecordedGames take() {
    const auto more = [&](int count, const char* what) {
      const int unsaid = count - static_cast<int>(kMostReports);
      if (unsaid > 0) read_.reports.push_back(fmt::format("and {} more {}", unsaid, what));
    };
    more(read_.left_out, "left out");
    more(notes_, "notes on games");
    return std::move(read_);
  }

 private:
  void read(const SgfTree& tree, std::string_view text, const std::string& where) {
    try {
      const Game& game = game_of(games_, tree);
      const SgfRecord record = read_record(game, tree, text);
      const std::optional<Values> result = record.result();
      if (!result) throw Error("it has no result (RE)");
      if (record.moves.empty()) throw Error("it has no moves");
      read_.games.push_back(training_record(game, record, *result));
      read_.games.back().set_number(read_.games.size() - 1);
      for (const std::string& note : record.notes) {
        if (++notes_ <= static_cast<int>(kMostReports)) {
          read_.reports.push_back(fmt::format("{}: {}", where, note));
        }
      }
    } catch (const Error& error) {
      leave_out(fmt::format("left out: {}: {}", where, error.what()));
    }
  }

  void leave_out(std::string report) {
    if (++read_.left_out <= static_cast<int>(kMostReports)) {
      read_.reports.push_back(std::move(report));
    }
  }

  const RunGames& games_;
  RecordedGames read_;
  int notes_ = 0;
};

}  // namespace

RecordedGames read_recorded_games(const RunGames& games, const std::string& path) {
  for (int i = 0; i < games.size(); ++i) record_tree(*games[i], {});  // says if SGF has no words
  Reader reader(games);
  for (const fs::path& file : sgf_files(path)) reader.read(file);
  RecordedGames read = reader.take();
  if (read.games.empty()) {
    throw Error(fmt::format("{}: none of its games can be used{}{}", path,
                            read.reports.empty() ? "" : "\n  ", fmt::join(read.reports, "\n  ")));
  }
  return read;
}

}  // namespace tandem
