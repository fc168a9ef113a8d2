// A player behind GTP 2 (lysator.liu.se/~gunnar/gtp, version 2, draft 2): what every command does.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/gtp/gtp_analysis.h"
#include "engine/gtp/gtp_command.h"
#include "engine/gtp/time_control.h"
#include "engine/players/player.h"
#include "games/random.h"
#include "games/sgf/stone_board.h"

namespace tandem {

struct GtpEngineConfig {
  std::string version;               ///< of the program, for the command of that name
  std::shared_ptr<const Game> game;  ///< of stones; the first one played
  /// Makes the player for a game; throws Error where it can't play it. Called again when a board
  /// size or komi means another game.
  std::function<std::unique_ptr<PlayerFactory>(std::shared_ptr<const Game>)> make_player;
  int threads = 1;                          ///< of one tree, for analysis and under a clock
  std::uint64_t seed = 1;                   ///< of the player's random choices
  const std::atomic<bool>* stop = nullptr;  ///< Interrupted soon after *stop; null: never
};

/// Where responses go and further commands come from.
class GtpChannel {
 public:
  virtual ~GtpChannel() = default;
  virtual void write(std::string_view text) = 0;
  /// True from when something waits to be read (a line, even an empty one, or the end) until it is
  /// read: an analysis ends then.
  virtual const std::atomic<bool>& input_waits() const = 0;
};

/// Decisions that the specification leaves open:
///
/// - A move of the colour that isn't to move: the other colour passes first, where the rules allow
///   a pass (in Go always, in Othello when it is forced); else it is illegal. One undo takes both
///   back.
/// - After the end by the rules genmove answers "pass" and play takes a pass, which change nothing;
///   in games without a pass both fail.
/// - boardsize and komi make another game of the same family, by its parameters "size" and "komi";
///   a game without komi ignores that command. komi keeps the moves, boardsize clears the board.
/// - Without time settings the player moves as it was made. Under time settings it searches for as
///   long as TimeControl says, `threads` in one tree, by PUCT; players without a search move as
///   ever.
/// - final_score counts Go boards as they stand, others at their end; it says who wins, as "B+",
///   where the rules know no score.
/// - Handicap is Go's alone, and only before the first move. The stones are played, with White's
///   passes between them, and undo leaves them, as it leaves what a record sets up. They change
///   nothing about the score.
class GtpEngine {
 public:
  /// Throws Error if the game isn't one of stones, and what make_player throws.
  explicit GtpEngine(GtpEngineConfig config);

  /// Does what one line asks for, and writes the response. False after "quit". What a player
  /// throws becomes a failure's text, but for Interrupted, which is thrown on.
  bool handle(std::string_view line, GtpChannel& channel);

  const Game& game() const { return *game_; }

 private:
  /// What one command played: a pass put in and a move, or a pass after the end (nothing).
  using Turn = std::vector<Action>;
  using Arguments = std::vector<std::string>;
  struct Handler {
    std::string name;
    std::string (GtpEngine::*run)(const Arguments&);
    bool only_go = false;
  };
  static const std::vector<Handler>& handlers();

  /// The commands of the game at hand.
  bool serves(const Handler& handler) const { return !handler.only_go || is_go_; }
  const Handler* find_handler(std::string_view name) const;  ///< null: unknown

  // Each returns the response's text, or throws Error with that of a failure.
  std::string protocol_version(const Arguments& arguments);
  std::string name(const Arguments& arguments);
  std::string version(const Arguments& arguments);
  std::string known_command(const Arguments& arguments);
  std::string list_commands(const Arguments& arguments);
  std::string quit(const Arguments& arguments);
  std::string boardsize(const Arguments& arguments);
  std::string clear_board(const Arguments& arguments);
  std::string komi(const Arguments& arguments);
  std::string fixed_handicap(const Arguments& arguments);
  std::string place_free_handicap(const Arguments& arguments);
  std::string set_free_handicap(const Arguments& arguments);
  std::string play(const Arguments& arguments);
  std::string genmove(const Arguments& arguments);
  std::string reg_genmove(const Arguments& arguments);
  std::string undo(const Arguments& arguments);
  std::string time_settings(const Arguments& arguments);
  std::string kgs_time_settings(const Arguments& arguments);
  std::string time_left(const Arguments& arguments);
  std::string final_score(const Arguments& arguments);
  std::string showboard(const Arguments& arguments);
  std::string loadsgf(const Arguments& arguments);

  void run(const GtpCommand& command, GtpChannel& channel);
  void analyse(const GtpCommand& command, const AnalysisRequest& request, GtpChannel& channel);
  void use_game(std::shared_ptr<const Game> game);
  void play_game(const std::string& name);  ///< keeps the board if it is the same game
  void set_position(std::vector<Action> setup, std::vector<Turn> turns);
  void expect_no_moves() const;
  std::string place_handicap(const std::vector<int>& squares);  ///< gives their vertices
  void play_turn(Turn turn);
  void check_stop() const;
  bool is_legal(const Position& position, Action action);
  std::vector<Action> all_moves() const;
  StoneColour to_move() const { return board_->colour_of(position_->side_to_move()); }

  /// The pass that lets a colour move, if it isn't to move; applied to `position`.
  Turn turn_over_to(StoneColour colour, Position& position);
  std::string move_of(StoneColour colour, bool plays);
  /// None: the player resigns.
  std::optional<Action> choose(const Position& position, const std::vector<Action>& moves,
                               std::optional<double> seconds);
  int expected_moves() const;

  GtpEngineConfig config_;
  std::shared_ptr<const Game> game_;
  std::unique_ptr<PlayerFactory> factory_;
  std::unique_ptr<Player> player_;
  std::unique_ptr<Analyst> analyst_;
  std::unique_ptr<StoneBoard> board_;
  std::unique_ptr<Position> position_;
  std::vector<Action> setup_;  // played before the first turn
  std::vector<Turn> turns_;
  std::vector<Action> legal_;
  TimeControl time_;
  Random random_;
  bool is_go_ = false;
  bool over_ = false;
};

}  // namespace tandem
