#include "games/sgf/record_header.h"

#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "games/error.h"
#include "games/game_name.h"
#include "games/sgf/score.h"

namespace tandem {
namespace {

/// The only value of a property as simple text; none if the node hasn't got it.
std::optional<std::string> value_of(const SgfNode& node, std::string_view name) {
  const std::vector<std::string>* values = node.find(name);
  if (values == nullptr) return std::nullopt;
  return sgf_simple_text(values->front());
}

template <class Number>
Number parse_number(std::string_view name, std::string_view text) {
  std::string_view digits = text;
  while (digits.starts_with(' ')) digits.remove_prefix(1);
  while (digits.ends_with(' ')) digits.remove_suffix(1);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  Number number{};
  const char* const end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc() || rest != end) {
    throw Error(fmt::format("{}[{}] is not a number", name, text));
  }
  return number;
}

/// Columns and rows: "9" or "9:11".
std::pair<int, int> parse_size(const std::string& text) {
  const std::size_t colon = text.find(':');
  const int columns = parse_number<int>("SZ", text.substr(0, colon));
  if (colon == std::string::npos) return {columns, columns};
  return {columns, parse_number<int>("SZ", text.substr(colon + 1))};
}

std::string size_text(std::pair<int, int> size) {
  return size.first == size.second ? std::to_string(size.first)
                                   : fmt::format("{}:{}", size.first, size.second);
}

/// RE; `end` is the position after the moves.
std::string result_text(const Game& game, const StoneBoard& board, const PlayedGame& played,
                        const Position& end) {
  if (!played.result) return "?";
  if (played.end == GameEnd::kByRules && end.is_terminal()) {
    if (const std::optional<double> margin = score_margin(game, end)) return margin_text(*margin);
  }
  if ((*played.result)[0] == (*played.result)[1]) return "0";
  const StoneColour winner = board.colour_of((*played.result)[0] > (*played.result)[1] ? 0 : 1);
  const char* how = played.end == GameEnd::kResigned    ? "R"
                    : played.end == GameEnd::kForfeited ? "F"
                                                        : "";
  return fmt::format("{}+{}", colour_name(winner)[0], how);
}

SgfNode root_node(const Game& game, const StoneBoard& board, const PlayedGame& played,
                  const std::string& result) {
  SgfNode root;
  const auto add = [&](std::string name, const std::string& value) {
    root.properties.push_back({std::move(name), {value}});
  };
  add("FF", "4");
  add("CA", "UTF-8");
  add("GM", std::to_string(board.notation().sgf_game));
  add("AP", "Tandem");
  add("SZ", size_text({board.width(), board.height()}));
  const GameName name = GameName::parse(game.info().name);
  if (const std::string* komi = name.find("komi")) add("KM", *komi);
  add("RU", sgf_value(game.info().name));
  const bool white_first = board.notation().white_is_first;
  const std::string& black = white_first ? played.second_name : played.first_name;
  const std::string& white = white_first ? played.first_name : played.second_name;
  if (!black.empty()) add("PB", sgf_value(black));
  if (!white.empty()) add("PW", sgf_value(white));
  add("RE", result);
  if (!played.comment.empty()) add("GC", sgf_value(played.comment));
  return root;
}

std::string move_value(const StoneBoard& board, Action action) {
  if (const std::optional<int> square = board.square_of(action)) return board.sgf_point(*square);
  const std::string text = board.vertex(action);
  return text == "pass" ? "" : text;
}

}  // namespace

void read_record_header(const Game& game, const StoneBoard& board, const SgfNode& root,
                        SgfRecord& record) {
  record.black = value_of(root, "PB").value_or("");
  record.white = value_of(root, "PW").value_or("");
  record.result_text = value_of(root, "RE").value_or("");
  if (const auto text = value_of(root, "GM")) {
    if (parse_number<int>("GM", *text) != board.notation().sgf_game) {
      throw Error(fmt::format("GM[{}] is another game; {} is GM[{}]", *text, game.info().name,
                              board.notation().sgf_game));
    }
  }
  if (const auto text = value_of(root, "SZ")) {
    if (parse_size(*text) != std::pair(board.width(), board.height())) {
      throw Error(fmt::format("SZ[{}]: the board of {} is {}x{}", *text, game.info().name,
                              board.width(), board.height()));
    }
  }
  const std::optional<double> komi = GameName::parse(game.info().name).number("komi");
  const std::optional<std::string> recorded = value_of(root, "KM");
  if (komi && recorded && parse_number<double>("KM", *recorded) != *komi) {
    record.notes.push_back(fmt::format("KM[{}]: {} has another komi", *recorded, game.info().name));
  }
  const std::optional<std::string> handicap = value_of(root, "HA");
  if (handicap && parse_number<int>("HA", *handicap) > 1 && root.find("AB") == nullptr) {
    record.notes.push_back(fmt::format("HA[{}], but no stones stand there first", *handicap));
  }
}

SgfTree record_tree(const Game& game, const PlayedGame& played) {
  const StoneBoard board(game);
  SgfTree tree;
  tree.nodes.emplace_back();
  const std::unique_ptr<Position> position = game.initial_position();
  for (const Action action : played.moves) {
    const bool black = board.colour_of(position->side_to_move()) == StoneColour::kBlack;
    tree.nodes.back().children = {static_cast<int>(tree.nodes.size())};
    tree.nodes.push_back({{{black ? "B" : "W", {move_value(board, action)}}}, {}, 0});
    position->apply(action);
  }
  SgfNode root = root_node(game, board, played, result_text(game, board, played, *position));
  root.children = std::move(tree.nodes.front().children);
  tree.nodes.front() = std::move(root);
  return tree;
}

std::string recorded_game_name(const Game& like, const SgfTree& tree) {
  const SgfNode& root = tree.nodes.front();
  GameName name = GameName::parse(like.info().name);
  if (const auto rules = value_of(root, "RU")) {
    GameName own = GameName::parse(*rules);
    if (own.family == name.family && own.parameters.size() == name.parameters.size()) {
      return own.text();
    }
  }
  if (const auto size = value_of(root, "SZ")) {
    const auto [columns, rows] = parse_size(*size);
    if (columns == rows) name = name.with("size", std::to_string(columns));
  }
  if (const auto komi = value_of(root, "KM"); komi && name.find("komi") != nullptr) {
    const std::optional<std::string> halves = halves_text(parse_number<double>("KM", *komi));
    if (!halves) throw Error(fmt::format("KM[{}] is not a number of halves", *komi));
    name = name.with("komi", *halves);
  }
  return name.text();
}

}  // namespace tandem
