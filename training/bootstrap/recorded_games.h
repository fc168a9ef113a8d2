// Games that others played, from SGF files, as what a network can be trained on.
#pragma once

#include <string>
#include <vector>

#include "proto/game_record.pb.h"
#include "training/run/run_games.h"

namespace tandem {

/// What was read from files, in the order of their paths, and what was left out.
struct RecordedGames {
  /// Every move is its position's whole policy target, and the game's result its whole value
  /// target. Stones that were set up are the opening. Resigned games end early: they are for
  /// training, not for a replay.
  std::vector<GameRecord> games;
  int files = 0;
  int left_out = 0;
  /// A line each, the first few of a kind alone: what was left out and why (file, game, line), and
  /// what is odd about a game that was kept.
  std::vector<std::string> reports;
};

/// Reads an SGF file, or all files *.sgf in a folder and below it. A file that isn't SGF, a game
/// that these games' rules refuse, and one without a result or moves are left out. Of several
/// sizes, each game is read as the one that it names. Throws Error where nothing is left, or the
/// path can't be read.
RecordedGames read_recorded_games(const RunGames& games, const std::string& path);

}  // namespace tandem
