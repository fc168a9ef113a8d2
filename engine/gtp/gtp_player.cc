#include "engine/gtp/gtp_player.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/gtp/gtp_client.h"
#include "engine/process/command_words.h"
#include "games/error.h"
#include "games/game_name.h"
#include "games/sgf/stone_board.h"

namespace tandem {
namespace {

using Seconds = GtpClient::Seconds;

/// Engines load their networks before the first answer.
constexpr Seconds kToStart{60};

/// An engine that has been told the game, and follows it.
class FollowingEngine {
 public:
  FollowingEngine(const Game& game, const StoneBoard& board, const std::vector<std::string>& words,
                  const GtpPlayerConfig& config)
      : board_(board), timeout_(config.timeout), client_(words, config.stop) {
    const bool square = board.width() == board.height();
    client_.ask("protocol_version", timeout_ + kToStart);
    demand(square ? fmt::format("boardsize {}", board.width())
                  : fmt::format("boardsize {} {}", board.width(), board.height()));
    const GameName name = GameName::parse(game.info().name);
    if (const std::string* komi = name.find("komi")) demand("komi " + *komi);
    demand("clear_board");
    can_undo_ = client_.ask("known_command undo", timeout_).text == "true";
  }

  /// "GNU Go 3.8"
  std::string title() {
    return gtp_excerpt(client_.ask("name", timeout_).text) + " " +
           gtp_excerpt(client_.ask("version", timeout_).text);
  }

  /// Tells it what differs from the moves that it knows.
  void follow(std::span<const Action> moves, const std::vector<StoneColour>& colours) {
    const auto [differs, at] = std::ranges::mismatch(known_, moves);
    const auto common = static_cast<std::size_t>(differs - known_.begin());
    if (common < known_.size()) go_back(common);
    while (known_.size() < moves.size()) {
      const std::size_t next = known_.size();
      demand(fmt::format("play {} {}", letter(colours[next]), board_.vertex(moves[next])));
      known_.push_back(moves[next]);
    }
  }

  /// "D4", "pass" or "resign".
  std::string choose(StoneColour colour) {
    return demand(fmt::format("genmove {}", letter(colour)));
  }

  /// It has played what it chose.
  void chose(Action action) { known_.push_back(action); }

 private:
  static char letter(StoneColour colour) { return colour == StoneColour::kBlack ? 'b' : 'w'; }

  /// Asks what must not fail.
  std::string demand(const std::string& command) {
    const GtpAnswer answer = client_.ask(command, timeout_);
    if (!answer.success) {
      throw GtpFault(
          fmt::format("{} refused \"{}\": {}", client_.name(), command, gtp_excerpt(answer.text)));
    }
    return answer.text;
  }

  void go_back(std::size_t length) {
    if (can_undo_ && known_.size() - length <= length) {
      while (known_.size() > length) {
        if (!client_.ask("undo", timeout_).success) break;
        known_.pop_back();
      }
    }
    if (known_.size() <= length) return;
    demand("clear_board");
    known_.clear();
  }

  const StoneBoard& board_;
  const Seconds timeout_;
  GtpClient client_;
  bool can_undo_ = false;
  std::vector<Action> known_;
};

class GtpPlayer : public Player {
 public:
  GtpPlayer(std::shared_ptr<const Game> game, std::vector<std::string> words,
            GtpPlayerConfig config)
      : game_(std::move(game)),
        board_(*game_),
        words_(std::move(words)),
        config_(std::move(config)),
        legal_(static_cast<std::size_t>(game_->info().max_legal_actions)) {}

  std::vector<MoveChoice> choose(std::span<const MoveRequest> requests) override {
    std::vector<MoveChoice> choices;
    for (const MoveRequest& request : requests) {
      try {
        choices.push_back(choose_one(request));
      } catch (const GtpFault& fault) {
        engine_.reset();
        choices.emplace_back().forfeit = Forfeit{true, fault.what()};
      } catch (...) {
        engine_.reset();  // what it knows is uncertain
        throw;
      }
    }
    return choices;
  }

  const std::string& name() const override { return config_.name; }

 private:
  MoveChoice choose_one(const MoveRequest& request) {
    const std::vector<StoneColour> colours = replay(request);
    if (!engine_) engine_.emplace(*game_, board_, words_, config_);
    engine_->follow(request.moves, colours);
    const StoneColour colour = board_.colour_of(request.position->side_to_move());
    const std::string word = engine_->choose(colour);
    MoveChoice choice;
    if (board_.global_action(word) == std::nullopt && is_resignation(word)) {
      choice.forfeit = Forfeit{};
      return choice;
    }
    const std::optional<Action> action = board_.parse_vertex(word);
    const auto end = legal_.begin() + request.position->legal_actions(legal_);
    if (!action || !std::binary_search(legal_.begin(), end, *action)) {
      throw GtpFault(fmt::format("{} chose the illegal move \"{}\" for {} at move {}",
                                 gtp_excerpt(words_.front()), gtp_excerpt(word),
                                 colour_name(colour), request.moves.size() + 1));
    }
    engine_->chose(*action);
    choice.action = *action;
    choice.line = {*action};
    return choice;
  }

  /// Who made each move. Throws Error if the moves don't lead to the position.
  std::vector<StoneColour> replay(const MoveRequest& request) {
    std::vector<StoneColour> colours;
    const std::unique_ptr<Position> position = game_->initial_position();
    for (const Action action : request.moves) {
      colours.push_back(board_.colour_of(position->side_to_move()));
      position->apply(action);
    }
    if (position->board_hash() != request.position->board_hash()) {
      throw Error(
          fmt::format("player \"{}\": a GTP engine must be told the moves from the initial "
                      "position, and there are none to \"{}\"",
                      config_.name, request.position->to_text()));
    }
    return colours;
  }

  static bool is_resignation(const std::string& word) {
    return std::ranges::equal(word, std::string_view("resign"), [](char a, char b) {
      return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
    });
  }

  std::shared_ptr<const Game> game_;
  StoneBoard board_;
  std::vector<std::string> words_;
  GtpPlayerConfig config_;
  std::vector<Action> legal_;
  std::optional<FollowingEngine> engine_;
};

class GtpPlayerFactory : public PlayerFactory {
 public:
  GtpPlayerFactory(std::shared_ptr<const Game> game, const GtpPlayerConfig& config)
      : game_(std::move(game)), words_(split_command(config.command)), config_(config) {
    try {
      title_ = FollowingEngine(*game_, StoneBoard(*game_), words_, config_).title();
    } catch (const GtpFault& fault) {
      throw Error(fmt::format("player \"{}\": {}", config_.name, fault.what()));
    }
  }

  std::unique_ptr<Player> new_player() const override {
    return std::make_unique<GtpPlayer>(game_, words_, config_);
  }
  const std::string& name() const override { return config_.name; }
  std::string identity() const override { return fmt::format("{} ({})", config_.name, title_); }
  // What another program's choices depend on, nobody knows.
  bool timed() const override { return true; }
  std::string description() const override {
    return fmt::format("{}: the GTP engine {}", words_.front(), title_);
  }

 private:
  std::shared_ptr<const Game> game_;
  std::vector<std::string> words_;
  GtpPlayerConfig config_;
  std::string title_;
};

}  // namespace

std::unique_ptr<PlayerFactory> make_gtp_player_factory(std::shared_ptr<const Game> game,
                                                       const GtpPlayerConfig& config) {
  return std::make_unique<GtpPlayerFactory>(std::move(game), config);
}

}  // namespace tandem
