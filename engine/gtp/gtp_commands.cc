// The commands of GtpEngine, one by one.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/files.h"
#include "engine/gtp/gtp_engine.h"
#include "engine/gtp/handicap.h"
#include "games/error.h"
#include "games/game_name.h"
#include "games/registry.h"
#include "games/sgf/game_record.h"
#include "games/sgf/score.h"
#include "games/sgf/setup.h"

namespace tandem {
namespace {

constexpr double kMostSeconds = 1e8;
constexpr int kMostStones = 100'000;
constexpr int kFewestHandicapStones = 2;

[[noreturn]] void refuse_syntax() { throw Error("syntax error"); }

template <class Number>
Number parse(std::string_view text, Number least, Number most) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end || !(number >= least && number <= most)) refuse_syntax();
  return number;
}

double parse_seconds(const std::string& text) { return parse<double>(text, 0, kMostSeconds); }
int parse_stones(const std::string& text) { return parse<int>(text, 0, kMostStones); }

void expect_count(const std::vector<std::string>& arguments, std::size_t least, std::size_t most) {
  if (arguments.size() < least || arguments.size() > most) refuse_syntax();
}

StoneColour parse_colour(const std::string& word) {
  const std::optional<char> colour = parse_gtp_colour(word);
  if (!colour) throw Error("invalid color or coordinate");
  return *colour == 'b' ? StoneColour::kBlack : StoneColour::kWhite;
}

}  // namespace

const std::vector<GtpEngine::Handler>& GtpEngine::handlers() {
  static const auto* const kHandlers = new std::vector<Handler>{
      {"protocol_version", &GtpEngine::protocol_version},
      {"name", &GtpEngine::name},
      {"version", &GtpEngine::version},
      {"known_command", &GtpEngine::known_command},
      {"list_commands", &GtpEngine::list_commands},
      {"quit", &GtpEngine::quit},
      {"boardsize", &GtpEngine::boardsize},
      {"clear_board", &GtpEngine::clear_board},
      {"komi", &GtpEngine::komi},
      {"fixed_handicap", &GtpEngine::fixed_handicap, true},
      {"place_free_handicap", &GtpEngine::place_free_handicap, true},
      {"set_free_handicap", &GtpEngine::set_free_handicap, true},
      {"play", &GtpEngine::play},
      {"genmove", &GtpEngine::genmove},
      {"reg_genmove", &GtpEngine::reg_genmove},
      {"undo", &GtpEngine::undo},
      {"time_settings", &GtpEngine::time_settings},
      {"kgs-time_settings", &GtpEngine::kgs_time_settings},
      {"time_left", &GtpEngine::time_left},
      {"final_score", &GtpEngine::final_score},
      {"showboard", &GtpEngine::showboard},
      {"loadsgf", &GtpEngine::loadsgf},
  };
  return *kHandlers;
}

const GtpEngine::Handler* GtpEngine::find_handler(std::string_view name) const {
  const auto handler = std::ranges::find(handlers(), name, &Handler::name);
  return handler != handlers().end() && serves(*handler) ? &*handler : nullptr;
}

// -- Administrative commands

std::string GtpEngine::protocol_version(const Arguments&) { return "2"; }
std::string GtpEngine::name(const Arguments&) { return "Tandem"; }
std::string GtpEngine::version(const Arguments&) { return config_.version; }

std::string GtpEngine::known_command(const Arguments& arguments) {
  expect_count(arguments, 1, 1);
  const std::string& wanted = arguments[0];
  const bool known = find_handler(wanted) != nullptr ||
                     std::ranges::find(analysis_commands(), wanted) != analysis_commands().end();
  return known ? "true" : "false";
}

std::string GtpEngine::list_commands(const Arguments&) {
  std::vector<std::string> names = analysis_commands();
  for (const Handler& handler : handlers()) {
    if (serves(handler)) names.push_back(handler.name);
  }
  std::ranges::sort(names);
  return fmt::format("{}", fmt::join(names, "\n"));
}

std::string GtpEngine::quit(const Arguments&) {
  over_ = true;
  return "";
}

// -- Setting up

std::string GtpEngine::boardsize(const Arguments& arguments) {
  expect_count(arguments, 1, 2);
  const int columns = parse<int>(arguments[0], 0, 1000);
  const int rows = parse<int>(arguments.back(), 0, 1000);
  if (columns != board_->width() || rows != board_->height()) {
    const GameName name = GameName::parse(game_->info().name);
    if (columns != rows || name.find("size") == nullptr) throw Error("unacceptable size");
    try {
      play_game(name.with("size", std::to_string(columns)).text());
    } catch (const Interrupted&) {
      throw;
    } catch (const Error& error) {
      throw Error(fmt::format("unacceptable size: {}", error.what()));
    }
  }
  return clear_board({});
}

std::string GtpEngine::clear_board(const Arguments&) {
  set_position({}, {});
  time_.restart();
  return "";
}

std::string GtpEngine::komi(const Arguments& arguments) {
  expect_count(arguments, 1, 1);
  const auto value = parse<double>(arguments[0], -1e6, 1e6);
  const GameName name = GameName::parse(game_->info().name);
  if (name.find("komi") == nullptr) return "";
  const std::optional<std::string> halves = halves_text(value);
  if (!halves) throw Error("komi must be a multiple of 0.5");
  std::vector<Action> setup = setup_;
  std::vector<Turn> turns = turns_;
  play_game(name.with("komi", *halves).text());
  set_position(std::move(setup), std::move(turns));
  return "";
}

std::string GtpEngine::fixed_handicap(const Arguments& arguments) {
  expect_count(arguments, 1, 1);
  const int stones = parse<int>(arguments[0], -kMostStones, kMostStones);
  expect_no_moves();
  const std::vector<int> squares = fixed_handicap_squares(board_->width(), stones);
  if (squares.empty()) throw Error("invalid number of stones");
  return place_handicap(squares);
}

std::string GtpEngine::place_free_handicap(const Arguments& arguments) {
  expect_count(arguments, 1, 1);
  const int stones = parse<int>(arguments[0], -kMostStones, kMostStones);
  expect_no_moves();
  if (stones < kFewestHandicapStones || stones >= board_->squares()) {
    throw Error("invalid number of stones");
  }
  return place_handicap(free_handicap_squares(board_->width(), stones));
}

std::string GtpEngine::set_free_handicap(const Arguments& arguments) {
  expect_no_moves();
  std::vector<int> squares;
  for (const std::string& vertex : arguments) {
    const std::optional<Action> action = board_->parse_vertex(vertex);
    const std::optional<int> square = action ? board_->square_of(*action) : std::nullopt;
    if (!square || std::ranges::find(squares, *square) != squares.end()) {
      throw Error("bad vertex list");
    }
    squares.push_back(*square);
  }
  const auto stones = static_cast<int>(squares.size());
  if (stones < kFewestHandicapStones || stones >= board_->squares()) throw Error("bad vertex list");
  place_handicap(squares);
  return "";
}

void GtpEngine::expect_no_moves() const {
  if (!setup_.empty() || !turns_.empty()) throw Error("board not empty");
}

std::string GtpEngine::place_handicap(const std::vector<int>& squares) {
  StoneSetup stones;
  stones.squares[0] = squares;
  stones.to_move = StoneColour::kWhite;
  set_position(setup_moves(*game_, *board_, stones), {});
  std::vector<std::string> vertices;
  for (const int square : squares) vertices.push_back(board_->vertex(board_->action_at(square)));
  return fmt::format("{}", fmt::join(vertices, " "));
}

std::string GtpEngine::loadsgf(const Arguments& arguments) {
  expect_count(arguments, 1, 2);
  const int before = arguments.size() == 2 ? parse<int>(arguments[1], 1, 1'000'000) : 1'000'001;
  try {
    const std::string text = read_file(arguments[0]);
    const SgfTree tree = parse_sgf(text, arguments[0]).front();
    const std::string name = recorded_game_name(*game_, tree);
    const std::shared_ptr<const Game> game = name == game_->info().name ? game_ : make_game(name);
    const SgfRecord record = read_record(*game, tree, text);
    play_game(name);
    std::vector<Turn> turns;
    const std::size_t kept = std::min<std::size_t>(record.moves.size(), before - 1);
    for (std::size_t i = 0; i < kept; ++i) turns.push_back({record.moves[i]});
    set_position(record.setup, std::move(turns));
    time_.restart();
  } catch (const Interrupted&) {
    throw;
  } catch (const Error& error) {
    throw Error(fmt::format("cannot load file: {}", error.what()));
  }
  return "";
}

// -- Moves

std::string GtpEngine::play(const Arguments& arguments) {
  expect_count(arguments, 2, 2);
  const StoneColour colour = parse_colour(arguments[0]);
  const std::optional<Action> action = board_->parse_vertex(arguments[1]);
  if (!action) throw Error("invalid color or coordinate");
  if (position_->is_terminal()) {
    if (action != board_->global_action("pass")) throw Error("illegal move");
    turns_.emplace_back();
    return "";
  }
  const std::unique_ptr<Position> position = position_->clone();
  Turn turn = turn_over_to(colour, *position);
  if (!is_legal(*position, *action)) throw Error("illegal move");
  turn.push_back(*action);
  play_turn(std::move(turn));
  return "";
}

std::string GtpEngine::genmove(const Arguments& arguments) {
  expect_count(arguments, 1, 1);
  return move_of(parse_colour(arguments[0]), true);
}

std::string GtpEngine::reg_genmove(const Arguments& arguments) {
  expect_count(arguments, 1, 1);
  return move_of(parse_colour(arguments[0]), false);
}

std::string GtpEngine::undo(const Arguments&) {
  if (turns_.empty()) throw Error("cannot undo");
  std::vector<Turn> turns = std::move(turns_);
  turns.pop_back();
  set_position(setup_, std::move(turns));
  return "";
}

// -- Time

std::string GtpEngine::time_settings(const Arguments& arguments) {
  expect_count(arguments, 3, 3);
  TimeSettings settings;
  settings.main = parse_seconds(arguments[0]);
  settings.period = parse_seconds(arguments[1]);
  settings.stones = parse_stones(arguments[2]);
  using Kind = TimeSettings::Kind;
  // By the specification, overtime without stones means no limit. No time at all would mean that no
  // move can be made: it is taken for no limit, too.
  if (settings.period > 0) {
    settings.kind = settings.stones > 0 ? Kind::kCanadian : Kind::kNone;
  } else {
    settings.kind = settings.main > 0 ? Kind::kAbsolute : Kind::kNone;
  }
  time_.set(settings);
  return "";
}

std::string GtpEngine::kgs_time_settings(const Arguments& arguments) {
  expect_count(arguments, 1, 4);
  TimeSettings settings;
  const std::string& kind = arguments[0];
  if (kind == "absolute") {
    expect_count(arguments, 2, 2);
    settings.kind = TimeSettings::Kind::kAbsolute;
  } else if (kind == "canadian" || kind == "byoyomi") {
    expect_count(arguments, 4, 4);
    settings.kind =
        kind == "canadian" ? TimeSettings::Kind::kCanadian : TimeSettings::Kind::kByoYomi;
    settings.period = parse_seconds(arguments[2]);
    settings.stones = parse_stones(arguments[3]);
  } else if (kind != "none") {
    refuse_syntax();
  }
  if (kind != "none") settings.main = parse_seconds(arguments[1]);
  time_.set(settings);
  return "";
}

std::string GtpEngine::time_left(const Arguments& arguments) {
  expect_count(arguments, 3, 3);
  time_.set_left(parse_colour(arguments[0]), parse_seconds(arguments[1]),
                 parse_stones(arguments[2]));
  return "";
}

// -- The board

std::string GtpEngine::final_score(const Arguments&) {
  if (const std::optional<double> margin = score_margin(*game_, *position_)) {
    return margin_text(*margin);
  }
  const std::optional<Values> outcome = position_->outcome();
  if (!outcome) throw Error("cannot score");
  if ((*outcome)[0] == (*outcome)[1]) return "0";
  const StoneColour winner = board_->colour_of((*outcome)[0] > (*outcome)[1] ? 0 : 1);
  return winner == StoneColour::kBlack ? "B+" : "W+";
}

std::string GtpEngine::showboard(const Arguments&) { return "\n" + position_->to_display(); }

}  // namespace tandem
