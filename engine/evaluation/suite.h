// Suites: positions with exact labels, one JSON object a line.
//   {"id": "begin/1", "position": "startpos moves 3 2 1", "value": 1, "best": ["3", "4"]}
// `best` lists every action that keeps the game-theoretic value, `value` is that value for the side
// to move. "game" may name the game; "hard" (true or false) may mark positions whose result is far
// ahead. Other fields are for people and left alone.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "games/game.h"

namespace tandem {

struct SuitePosition {
  std::string id;
  std::string text;  ///< the position as the file writes it
  std::unique_ptr<Position> position;
  std::vector<Action> moves;  ///< that the text names
  int value = 0;              ///< for the side to move: 1 win, 0 draw, -1 loss
  std::vector<Action> legal;  ///< ascending
  std::vector<Action> best;   ///< ascending, not empty
  bool hard = false;

  /// Whether some legal action loses value: only there can a player show what it knows.
  bool critical() const { return best.size() < legal.size(); }
};

struct Suite {
  /// The file's name without folder and .jsonl; of suites read together that share it, with as
  /// many folders as tell them apart ("report/begin").
  std::string name;
  std::shared_ptr<const Game> game;
  std::vector<SuitePosition> positions;
};

/// Reads a suite for `game`. Throws Error with file, line number and reason: bad JSON, a missing or
/// wrongly typed field, a duplicate id, another game's name, a position or move that is wrong, a
/// finished position, a value outside -1..1, an empty or duplicate `best`, an illegal action in it.
/// An empty file is an error.
Suite read_suite(std::shared_ptr<const Game> game, const std::filesystem::path& file);

/// Reads what a command line names: files and folders, separated by commas. A folder stands for the
/// *.jsonl files in it and below it, in the order of their paths. Throws Error if there is none, or
/// no such file.
std::vector<Suite> read_suites(const std::shared_ptr<const Game>& game, std::string_view files);

/// The files that read_suites() would read.
std::vector<std::filesystem::path> suite_files(std::string_view files);

}  // namespace tandem
