// Games of stones as SGF, read and written.
//
// What differs from game to game: points are two letters, "aa" the top left corner, but in Hex a
// letter and a number (both are read where the letters leave no doubt). A pass is an empty value,
// or "tt" on boards of up to 19x19. Hex has "swap-pieces"; "swap-sides", after which the stones
// keep their place and the players change colours, is the same in the mirror, and is read so.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "games/game.h"
#include "games/sgf/sgf.h"

namespace tandem {

struct SgfRecord {
  std::string black;  ///< PB, the name of who played Black; empty if unknown
  std::string white;
  std::vector<Action> setup;  ///< lays the stones that stand there first (setup.h); often empty
  std::vector<Action> moves;  ///< after that, inserted passes among them; all legal
  std::optional<Values> by_rules;  ///< the outcome, where the game was played to its end
  std::optional<Values> recorded;  ///< what RE says; none if it says nothing, or "?" or "Void"
  std::string result_text;         ///< RE as it is written
  /// What a person might want to know: a pass that was put in, RE or KM unlike the rules.
  std::vector<std::string> notes;

  /// What the record says, or else the rules. They may differ: people agree on dead stones, which
  /// stand on the board as the record ends.
  std::optional<Values> result() const { return recorded ? recorded : by_rules; }
};

/// The main line of a tree whose game has been chosen. `text` is what was parsed, for the places of
/// errors.
///
/// A pass that the record leaves out is put in where the rules allow one: one side's two moves in a
/// row. (Records of Othello leave out forced ones, those of Go the passes between handicap stones.)
///
/// Throws Error with line, move number and move: another game (GM) or board (SZ), no game of
/// stones, an illegal move, moves after the end, stones set up in the middle of a game, or at its
/// beginning as no moves can lay them. Properties that don't matter here are left alone.
SgfRecord read_record(const Game& game, const SgfTree& tree, std::string_view text);

/// All games of a file. An Error names source, game number and line first.
std::vector<SgfRecord> read_records(const Game& game, std::string_view text,
                                    std::string_view source);

/// How a game came to its result.
enum class GameEnd {
  kByRules,
  kResigned,
  kForfeited,  ///< the loser broke rules, ran out of time or failed
};

struct PlayedGame {
  std::string first_name;        ///< who played for player 0; may be empty
  std::string second_name;       ///< for player 1
  std::vector<Action> moves;     ///< from the initial position, all legal
  std::optional<Values> result;  ///< none: unfinished
  GameEnd end = GameEnd::kByRules;
  std::string comment;  ///< on the whole game; may be empty
};

/// The game as a tree of one line, its size, komi and rules (the game's canonical name) with it.
/// Throws Error if the game isn't one of stones.
SgfTree record_tree(const Game& game, const PlayedGame& played);

/// The name of the game that a record was played in: `like` with the record's board and komi. A
/// record of ours names its rules itself (RU). Not checked: make_game() knows which games there
/// are. Throws Error where the record's numbers are none.
std::string recorded_game_name(const Game& like, const SgfTree& tree);

}  // namespace tandem
