// The words of SGF and GTP for a game of stones: colours, points of the board, moves.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "games/game.h"

namespace tandem {

enum class StoneColour { kBlack, kWhite };

constexpr StoneColour other_colour(StoneColour colour) {
  return colour == StoneColour::kBlack ? StoneColour::kWhite : StoneColour::kBlack;
}

/// "Black" or "White".
const char* colour_name(StoneColour colour);

/// Reads and writes what GameInfo::stones describes. Keeps a copy of what it needs of the game.
class StoneBoard {
 public:
  /// Throws Error if the game isn't one of stones (GameInfo::stones).
  explicit StoneBoard(const Game& game);

  int width() const { return width_; }
  int height() const { return height_; }
  int squares() const { return width_ * height_; }
  const StoneNotation& notation() const { return notation_; }

  StoneColour colour_of(PlayerId player) const {
    return (player == 0) == notation_.white_is_first ? StoneColour::kWhite : StoneColour::kBlack;
  }
  PlayerId player_of(StoneColour colour) const {
    return (colour == StoneColour::kWhite) == notation_.white_is_first ? 0 : 1;
  }

  /// The action that puts a stone on a square.
  Action action_at(int square) const { return actions_[static_cast<std::size_t>(square)]; }
  /// Where an action puts its stone; none for a global one.
  std::optional<int> square_of(Action action) const;

  /// The global action of that text, "pass" or "swap-pieces", whatever its case.
  std::optional<Action> global_action(std::string_view text) const;

  /// SGF's word for a point: two letters, "aa" the top left corner; in Hex a letter and a number.
  std::string sgf_point(int square) const;
  /// Both forms; a letter and a number only where the game's columns don't skip I. None if it is no
  /// point of this board.
  std::optional<int> parse_sgf_point(std::string_view text) const;

  /// GTP's word for a move: "D4", or the text of a global action.
  std::string vertex(Action action) const;
  /// Whatever its case. None if it is no point of this board and no global action.
  std::optional<Action> parse_vertex(std::string_view text) const;

 private:
  int letters() const { return notation_.letters_skip_i ? 25 : 26; }
  int row_number(int row) const { return notation_.row_1_on_top ? row + 1 : height_ - row; }
  std::string column_letters(int column, char first) const;
  std::optional<int> parse_letter_and_number(std::string_view text) const;

  StoneNotation notation_;
  int width_;
  int height_;
  std::vector<Action> actions_;  // by square
  std::vector<int> squares_;     // by action; ActionPlace::kGlobal for global ones
  std::vector<std::pair<std::string, Action>> globals_;
};

}  // namespace tandem
