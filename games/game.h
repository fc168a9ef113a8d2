// The contract of a game. Everything above this folder knows games through this header alone.
//
// A Game is the immutable description of one board and rule set; a Position is a mutable state of
// it. Search keeps no positions in its nodes: a simulation assigns the root to a scratch position
// and applies moves down the path, so assign() and apply() must not allocate.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

/// An action's number, 0 .. GameInfo::num_actions - 1; the same number means the same action in
/// every position of a game.
using Action = int;

/// A player's number, 0 .. GameInfo::num_players - 1; player 0 moves first from the initial
/// position.
using PlayerId = int;

inline constexpr int kMaxPlayers = 2;

/// One value per player, each in [-1, 1]: 1 a win, 0 a draw, -1 a loss. Entries beyond num_players
/// are 0. Values are always per player: nothing in Tandem flips a sign when the side to move
/// changes. Two-player games are zero-sum: the values add up to 0 (MCTS-solver's bounds rest on
/// it).
using Values = std::array<float, kMaxPlayers>;

/// Planes that the network reads: channels x height x width floats, row-major.
struct FeatureShape {
  int channels = 0;
  int height = 0;
  int width = 0;

  int squares() const { return height * width; }
  int size() const { return channels * height * width; }
  bool operator==(const FeatureShape&) const = default;
};

/// Of a game whose positions are a sentence and the part of its translation that is written, as
/// token numbers: what encode() then writes, in one row of source_length + 1 + target_length
/// floats. First the source's tokens, then 1 once the source is complete (else 0), then the
/// target's; every unused place holds 0, which no token has: 0 ends a sentence.
struct TokenShape {
  int source_length = 0;  ///< most tokens of a source sentence, its end not counted
  int target_length = 0;
  int source_vocabulary = 0;  ///< token numbers are below; 0 is the end of a sentence
  int target_vocabulary = 0;
  bool operator==(const TokenShape&) const = default;
};

/// Where an action lives on the board, so that one policy head serves all sizes of a game: the
/// plane of the policy output and the square (row * width + column) in it. Global actions, such as
/// a pass, have square kGlobal and number their planes from 0 on their own.
struct ActionPlace {
  static constexpr int kGlobal = -1;
  int plane = 0;
  int square = 0;
};

/// A relabelling of the board under which the rules don't change. Square s of a position goes to
/// squares[s], action a to actions[a]; feature planes move with their squares.
struct Symmetry {
  std::string name;
  std::vector<int> squares;
  std::vector<Action> actions;
};

/// Enough of a position to be sure that two of them look the same to the network and have the same
/// legal actions: 128 bits, exact where the game fits, else a good hash.
struct FeatureKey {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  bool operator==(const FeatureKey&) const = default;
};

/// Of games in which a move puts a stone on a square of the board: how SGF (red-bean.com/sgf) and
/// GTP 2 write it. Such a game's square 0 is the board's top left corner as people see it, and its
/// actions are the squares (plane 0 of the action map) and global ones, such as a pass.
struct StoneNotation {
  int sgf_game = 0;             ///< SGF's number of the game, its property GM
  bool row_1_on_top = false;    ///< GTP counts rows from the top, else from the foot
  bool letters_skip_i = true;   ///< GTP's column letters: A .. H, J .. as in Go
  bool white_is_first = false;  ///< the first player's stones are SGF's and GTP's White
};

/// Plain facts about a game, filled once by its constructor.
struct GameInfo {
  std::string name;  ///< canonical, parameters in their order: "connect_four(rows=6,columns=7)"
  int num_players = 2;
  int num_actions = 0;
  int max_legal_actions = 0;  ///< in any one position
  int max_game_length = 0;    ///< in plies; every game ends by then
  FeatureShape features;
  std::optional<TokenShape> tokens;     ///< none for boards, whose features are planes
  std::vector<ActionPlace> action_map;  ///< one per action
  std::vector<Symmetry> symmetries;     ///< the identity first
  std::optional<StoneNotation> stones;  ///< none for games that SGF and GTP don't know
};

/// A state of one game. Not thread-safe; cheap to assign. Operations other than assign() and
/// apply() are const and change nothing.
class Position {
 public:
  virtual ~Position() = default;

  /// Becomes a copy of `other`, which must be a position of the same Game. Allocates nothing.
  virtual void assign(const Position& other) = 0;
  virtual std::unique_ptr<Position> clone() const = 0;

  /// Who moves. A mover may keep the turn; a game may have one player. Unspecified once terminal.
  virtual PlayerId side_to_move() const = 0;

  /// Writes the legal actions in ascending order and returns their number: at least 1 unless
  /// terminal, then 0. `out` holds at least GameInfo::max_legal_actions.
  virtual int legal_actions(std::span<Action> out) const = 0;

  /// Plays a legal action.
  virtual void apply(Action action) = 0;

  virtual bool is_terminal() const = 0;

  /// The result by the rules, per player; none while the game goes on, and none at an end that the
  /// rules can't judge.
  virtual std::optional<Values> outcome() const = 0;

  /// Identity of the board and the side to move, as for repetition.
  virtual std::uint64_t board_hash() const = 0;

  /// Identity of everything that encode() shows, as for caches.
  virtual FeatureKey feature_key() const = 0;

  /// Writes GameInfo::features.size() floats, channel by channel, from the mover's point of view.
  /// Not called on terminal positions.
  virtual void encode(std::span<float> out) const = 0;

  /// The position in the game's usual one-line notation; Game::parse_position reads it back.
  virtual std::string to_text() const = 0;

  /// The board for people, several lines, each ended by a newline.
  virtual std::string to_display() const = 0;
};

/// Immutable once made, so it may be shared by threads. Positions must not outlive their Game.
class Game {
 public:
  virtual ~Game() = default;

  const GameInfo& info() const { return info_; }

  virtual std::unique_ptr<Position> initial_position() const = 0;

  /// Reads what Position::to_text() writes. Throws Error that says what is wrong and where.
  virtual std::unique_ptr<Position> parse_position(std::string_view text) const = 0;

  /// The action in the game's usual notation ("4" for Connect Four's middle column, "c3").
  virtual std::string action_text(Action action) const = 0;

  /// Reads what action_text() writes; none if no action of this game is called so.
  virtual std::optional<Action> parse_action(std::string_view text) const = 0;

 protected:
  GameInfo info_;
};

}  // namespace tandem
