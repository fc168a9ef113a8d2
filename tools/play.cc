// tandem-play: a person against a player at the terminal.
#include <fmt/core.h>
#include <gflags/gflags.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/players/player.h"
#include "games/error.h"
#include "games/position_text.h"
#include "games/random.h"
#include "games/registry.h"
#include "tools/command_line.h"

DEFINE_string(game, "connect_four", "The game, with its parameters.");
DEFINE_string(opponent, "mcts,visits=1000", "The PLAYER to play against; see below.");
DEFINE_string(first, "me", "Who moves first: me or engine.");
DEFINE_string(position, "startpos", "Where to start, for example \"startpos moves 4 4\".");
DEFINE_uint64(seed, 0, "Seed of the opponent's random choices; 0 draws one.");

namespace tandem {
namespace {

constexpr const char* kCommands = "Type a move, or: hint, undo, moves, board, help, quit.\n";

std::string value_text(float value) {
  if (value == 0) return "even";
  return fmt::format("{:+.2f} ({})", value, value > 0 ? "good for it" : "good for you");
}

class Session {
 public:
  Session(std::shared_ptr<const Game> game, const PlayerFactory& opponent, ParsedPosition start,
          PlayerId person, std::uint64_t seed)
      : game_(std::move(game)),
        opponent_(opponent.new_player()),
        start_(std::move(start.position)),
        start_moves_(std::move(start.moves)),
        person_(person),
        random_(seed) {
    position_ = start_->clone();
  }

  int run() {
    fmt::print("You play {} against {}.\n{}\n", game_->info().name, opponent_->name(), kCommands);
    show_board();
    while (!position_->is_terminal()) {
      if (stop_requested()) return kExitInterrupted;
      if (position_->side_to_move() != person_) {
        if (!engine_moves()) return kExitOk;
        continue;
      }
      fmt::print("your move> ");
      std::fflush(stdout);
      std::string line;
      if (!std::getline(std::cin, line)) {
        fmt::print("\n");
        return stop_requested() ? kExitInterrupted : kExitOk;
      }
      if (!isatty(STDIN_FILENO)) fmt::print("{}\n", line);
      if (!obey(trimmed(line))) return kExitOk;
    }
    tell_result();
    return kExitOk;
  }

 private:
  static std::string trimmed(std::string text) {
    const auto is_space = [](unsigned char c) { return std::isspace(c) != 0; };
    std::erase_if(text, [](unsigned char c) { return c == '\r'; });
    text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), is_space));
    text.erase(std::find_if_not(text.rbegin(), text.rend(), is_space).base(), text.end());
    return text;
  }

  // Does what the person typed; false to end.
  bool obey(const std::string& word) {
    if (word == "quit" || word == "exit" || word == "q") return false;
    if (word == "hint") {
      hint();
    } else if (word == "undo") {
      undo();
    } else if (word == "board") {
      show_board();
    } else if (word == "moves") {
      fmt::print("legal: {}\n", join(legal_actions()));
    } else if (word == "help" || word == "?") {
      fmt::print("{}", kCommands);
    } else if (!word.empty()) {
      try_move(word);
    }
    return true;
  }

  void try_move(const std::string& word) {
    const std::vector<Action> legal = legal_actions();
    const std::optional<Action> action = game_->parse_action(word);
    if (!action) {
      fmt::print("\"{}\" is no move of this game. {}", word, kCommands);
    } else if (!std::binary_search(legal.begin(), legal.end(), *action)) {
      fmt::print("{} is not legal here; legal: {}\n", word, join(legal));
    } else {
      play(*action);
      show_board();
    }
  }

  // False if it gave the game up.
  bool engine_moves() {
    const MoveChoice choice = ask();
    if (choice.forfeit) {
      fmt::print("{}. You win.\n", forfeit_text(*choice.forfeit));
      return false;
    }
    play(choice.action);
    show_board();
    fmt::print("engine plays {}: value {}{}, expects {}\n", game_->action_text(choice.action),
               value_text(engine_value(choice)), choice.proven ? ", proven" : "",
               join(choice.line));
    return true;
  }

  static std::string forfeit_text(const Forfeit& forfeit) {
    return forfeit.fault ? "The engine failed: " + forfeit.reason : "The engine resigns";
  }

  void hint() {
    const MoveChoice choice = ask();
    if (choice.forfeit) {
      fmt::print("hint: none. {}\n", forfeit_text(*choice.forfeit));
      return;
    }
    fmt::print("hint: {}; the engine's own value {}{}, expects {}\n",
               game_->action_text(choice.action), value_text(engine_value(choice)),
               choice.proven ? ", proven" : "", join(choice.line));
  }

  // Back to where the person chose last.
  void undo() {
    std::size_t keep = moves_.size();
    while (keep > 0) {
      --keep;
      replay(keep);
      if (position_->side_to_move() == person_) break;
    }
    if (keep == moves_.size() || position_->side_to_move() != person_) {
      replay(moves_.size());
      fmt::print("there is no move of yours to take back\n");
      return;
    }
    moves_.resize(keep);
    show_board();
  }

  void replay(std::size_t count) {
    position_->assign(*start_);
    for (std::size_t i = 0; i < count; ++i) position_->apply(moves_[i]);
  }

  void play(Action action) {
    position_->apply(action);
    moves_.push_back(action);
  }

  MoveChoice ask() {
    std::vector<Action> moves = start_moves_;
    moves.insert(moves.end(), moves_.begin(), moves_.end());
    const MoveRequest request{position_.get(), random_.next(), moves};
    return opponent_->choose({&request, 1})[0];
  }

  // For the engine; in a game for one, for the person.
  float engine_value(const MoveChoice& choice) const {
    return choice
        .values[static_cast<std::size_t>(game_->info().num_players == 1 ? 0 : 1 - person_)];
  }

  std::vector<Action> legal_actions() const {
    std::vector<Action> legal(static_cast<std::size_t>(game_->info().max_legal_actions));
    legal.resize(static_cast<std::size_t>(position_->legal_actions(legal)));
    return legal;
  }

  std::string join(const std::vector<Action>& actions) const {
    std::string text;
    for (const Action action : actions) {
      if (!text.empty()) text += ' ';
      text += game_->action_text(action);
    }
    return text;
  }

  void show_board() const { fmt::print("\n{}\n", position_->to_display()); }

  void tell_result() const {
    const std::optional<Values> outcome = position_->outcome();
    if (!outcome) {
      fmt::print("The game is over; the rules give no result.\n");
      return;
    }
    const float mine = (*outcome)[static_cast<std::size_t>(person_)];
    fmt::print("{}\n", mine > 0 ? "You win." : mine < 0 ? "The engine wins." : "A draw.");
  }

  std::shared_ptr<const Game> game_;
  std::unique_ptr<Player> opponent_;
  std::unique_ptr<Position> start_;
  std::vector<Action> start_moves_;
  std::unique_ptr<Position> position_;
  PlayerId person_;
  Random random_;
  std::vector<Action> moves_;
};

int run() {
  if (FLAGS_first != "me" && FLAGS_first != "engine") {
    throw Error(fmt::format("--first={} is neither me nor engine", FLAGS_first));
  }
  const std::shared_ptr<const Game> game = make_game(FLAGS_game);
  const auto opponent = make_player_factory(game, FLAGS_opponent, &stop_requested());
  if (!opponent->description().empty()) fmt::print("{}\n", opponent->description());
  ParsedPosition start = parse_position_text(*game, FLAGS_position);
  if (start.position->is_terminal()) {
    throw Error(fmt::format("--position={}: the game is over there", FLAGS_position));
  }
  const PlayerId mover = start.position->side_to_move();
  const bool alone = game->info().num_players == 1;
  const PlayerId person = FLAGS_first == "me" || alone ? mover : 1 - mover;
  const std::uint64_t seed = FLAGS_seed != 0 ? FLAGS_seed : std::random_device()();
  return Session(game, *opponent, std::move(start), person, seed).run();
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const std::string commands = std::string("At the prompt: ") + tandem::kCommands;
  const tandem::Program program{
      "tandem-play",
      "lets you play against an engine at the terminal.",
      "  tandem-play --game=connect_four --opponent=mcts,visits=1000\n"
      "  tandem-play --opponent=net:runs/c4,visits=200 --first=engine\n"
      "  tandem-play --game=tic_tac_toe --opponent=solver\n",
      commands + "\n" + tandem::player_help() + "\n" + tandem::games_help(),
      __FILE__,
      {}};
  return tandem::run_program(argc, argv, program, tandem::run);
}
