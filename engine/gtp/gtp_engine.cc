#include "engine/gtp/gtp_engine.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "games/error.h"
#include "games/game_name.h"
#include "games/registry.h"

namespace tandem {
namespace {

using Clock = std::chrono::steady_clock;

/// A game is expected to last until this share of the squares is full.
constexpr double kFullBoard = 0.8;
constexpr int kFewestMovesLeft = 6;

}  // namespace

GtpEngine::GtpEngine(GtpEngineConfig config) : config_(std::move(config)), random_(config_.seed) {
  use_game(config_.game);
}

bool GtpEngine::handle(std::string_view line, GtpChannel& channel) {
  if (line.size() > kLongestGtpLine) {
    channel.write(gtp_response(false, "", "line too long"));
    return true;
  }
  const std::optional<GtpCommand> command = parse_gtp_line(line);
  if (!command) return true;
  try {
    if (const auto request = parse_analysis_request(command->name, command->arguments)) {
      analyse(*command, *request, channel);
    } else {
      run(*command, channel);
    }
  } catch (const Interrupted&) {
    throw;
  } catch (const Error& error) {
    channel.write(gtp_response(false, command->id, error.what()));
  }
  return !over_;
}

void GtpEngine::run(const GtpCommand& command, GtpChannel& channel) {
  const Handler* const handler = find_handler(command.name);
  if (handler == nullptr) throw Error("unknown command");
  channel.write(gtp_response(true, command.id, (this->*handler->run)(command.arguments)));
}

// -- The game

void GtpEngine::use_game(std::shared_ptr<const Game> game) {
  auto board = std::make_unique<StoneBoard>(*game);
  std::unique_ptr<PlayerFactory> factory = config_.make_player(game);
  // Nothing can fail any more; the old game goes last, as everything else refers to it.
  player_ = factory->new_player();
  analyst_ = factory->new_analyst(config_.threads);
  factory_ = std::move(factory);
  board_ = std::move(board);
  position_ = game->initial_position();
  legal_.resize(static_cast<std::size_t>(game->info().max_legal_actions));
  setup_.clear();
  turns_.clear();
  is_go_ = GameName::parse(game->info().name).family == "go";
  std::swap(game_, game);
}

void GtpEngine::play_game(const std::string& name) {
  if (name != game_->info().name) use_game(make_game(name));
}

bool GtpEngine::is_legal(const Position& position, Action action) {
  const auto end = legal_.begin() + position.legal_actions(legal_);
  return std::binary_search(legal_.begin(), end, action);
}

void GtpEngine::set_position(std::vector<Action> setup, std::vector<Turn> turns) {
  position_ = game_->initial_position();
  for (const Action action : setup) position_->apply(action);
  for (const Turn& turn : turns) {
    for (const Action action : turn) position_->apply(action);
  }
  setup_ = std::move(setup);
  turns_ = std::move(turns);
}

void GtpEngine::play_turn(Turn turn) {
  for (const Action action : turn) position_->apply(action);
  turns_.push_back(std::move(turn));
}

std::vector<Action> GtpEngine::all_moves() const {
  std::vector<Action> moves = setup_;
  for (const Turn& turn : turns_) moves.insert(moves.end(), turn.begin(), turn.end());
  return moves;
}

GtpEngine::Turn GtpEngine::turn_over_to(StoneColour colour, Position& position) {
  if (board_->colour_of(position.side_to_move()) == colour) return {};
  const std::optional<Action> pass = board_->global_action("pass");
  if (!pass || !is_legal(position, *pass)) throw Error("illegal move");
  position.apply(*pass);
  if (position.is_terminal()) throw Error("illegal move");
  return {*pass};
}

// -- Moves

std::string GtpEngine::move_of(StoneColour colour, bool plays) {
  if (position_->is_terminal()) {
    if (!board_->global_action("pass")) throw Error("the game is over");
    if (plays) turns_.emplace_back();
    return "pass";
  }
  const std::unique_ptr<Position> position = position_->clone();
  Turn turn = turn_over_to(colour, *position);
  std::vector<Action> moves = all_moves();
  moves.insert(moves.end(), turn.begin(), turn.end());
  const auto begin = Clock::now();
  const std::optional<Action> action =
      choose(*position, moves, time_.seconds_for_move(colour, expected_moves()));
  if (plays) {
    time_.spend(colour, std::chrono::duration<double>(Clock::now() - begin).count());
  }
  if (!action) return "resign";
  turn.push_back(*action);
  if (plays) play_turn(std::move(turn));
  return board_->vertex(*action);
}

std::optional<Action> GtpEngine::choose(const Position& position, const std::vector<Action>& moves,
                                        std::optional<double> seconds) {
  const std::uint64_t seed = random_.next();
  if (seconds && analyst_) {
    AnalysisLimits limits;
    limits.seconds = seconds;
    limits.stop = config_.stop;
    const MoveAnalysis analysis = analyst_->analyse(position, seed, limits, *seconds + 1, {});
    check_stop();
    return analysis.moves.front().action;
  }
  const MoveRequest request{&position, seed, moves};
  const MoveChoice choice = player_->choose({&request, 1}).front();
  if (!choice.forfeit) return choice.action;
  if (choice.forfeit->fault) throw Error(choice.forfeit->reason);
  return std::nullopt;
}

void GtpEngine::check_stop() const {
  if (config_.stop != nullptr && *config_.stop) throw Interrupted("the search was stopped");
}

/// Of one colour.
int GtpEngine::expected_moves() const {
  const auto played = static_cast<double>(all_moves().size());
  return std::max(kFewestMovesLeft,
                  static_cast<int>((kFullBoard * board_->squares() - played) / 2));
}

// -- Analysis

void GtpEngine::analyse(const GtpCommand& command, const AnalysisRequest& request,
                        GtpChannel& channel) {
  if (!analyst_) throw Error("this player doesn't search, so it can't analyse");
  if (position_->is_terminal()) throw Error("the game is over");
  const StoneColour colour = request.colour.value_or(to_move());
  const std::unique_ptr<Position> position = position_->clone();
  Turn turn = turn_over_to(colour, *position);
  AnalysisLimits limits;
  if (request.generates_move) {
    limits.seconds = time_.seconds_for_move(colour, expected_moves());
    limits.as_for_a_move = !limits.seconds;
    limits.stop = config_.stop;
  } else {
    limits.stop = &channel.input_waits();
  }
  channel.write("=" + command.id + "\n");
  const auto report = [&](const MoveAnalysis& analysis) {
    channel.write(analysis_line(*board_, request, analysis) + "\n");
  };
  const auto begin = Clock::now();
  const MoveAnalysis analysis =
      analyst_->analyse(*position, random_.next(), limits, request.interval, report);
  report(analysis);
  if (request.generates_move) {
    time_.spend(colour, std::chrono::duration<double>(Clock::now() - begin).count());
    check_stop();
    turn.push_back(analysis.moves.front().action);
    channel.write("play " + board_->vertex(turn.back()) + "\n");
    play_turn(std::move(turn));
  }
  channel.write("\n");
}

}  // namespace tandem
