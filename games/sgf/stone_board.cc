#include "games/sgf/stone_board.h"

#include <charconv>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

constexpr int kHexInSgf = 11;
constexpr int kSgfLetters = 26;  // a .. z, then A .. Z

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = to_lower(c);
  return result;
}

char sgf_letter(int number) {
  return static_cast<char>(number < kSgfLetters ? 'a' + number : 'A' + number - kSgfLetters);
}

/// 0 .. 51, or -1.
int sgf_letter_number(char c) {
  if (c >= 'a' && c <= 'z') return c - 'a';
  return c >= 'A' && c <= 'Z' ? c - 'A' + kSgfLetters : -1;
}

}  // namespace

const char* colour_name(StoneColour colour) {
  return colour == StoneColour::kBlack ? "Black" : "White";
}

StoneBoard::StoneBoard(const Game& game)
    : notation_(game.info().stones.value_or(StoneNotation{})),
      width_(game.info().features.width),
      height_(game.info().features.height) {
  const GameInfo& info = game.info();
  if (!info.stones) {
    throw Error(
        fmt::format("{} is not a game of stones: SGF and GTP have no words for it", info.name));
  }
  actions_.resize(static_cast<std::size_t>(squares()));
  for (Action action = 0; action < info.num_actions; ++action) {
    const int square = info.action_map[static_cast<std::size_t>(action)].square;
    squares_.push_back(square);
    if (square == ActionPlace::kGlobal) {
      globals_.emplace_back(lower(game.action_text(action)), action);
    } else {
      actions_[static_cast<std::size_t>(square)] = action;
    }
  }
}

std::optional<int> StoneBoard::square_of(Action action) const {
  const int square = squares_[static_cast<std::size_t>(action)];
  if (square == ActionPlace::kGlobal) return std::nullopt;
  return square;
}

std::optional<Action> StoneBoard::global_action(std::string_view text) const {
  const std::string wanted = lower(text);
  for (const auto& [name, action] : globals_) {
    if (name == wanted) return action;
  }
  return std::nullopt;
}

std::string StoneBoard::column_letters(int column, char first) const {
  std::string text;
  if (column >= letters()) text = column_letters(column / letters() - 1, first);
  int letter = column % letters();
  if (notation_.letters_skip_i && letter >= 'i' - 'a') ++letter;
  return text + static_cast<char>(first + letter);
}

std::optional<int> StoneBoard::parse_letter_and_number(std::string_view text) const {
  int column = 0;
  std::size_t at = 0;
  for (; at < text.size() && at < 2; ++at) {
    const char c = to_lower(text[at]);
    if (c < 'a' || c > 'z') break;
    if (notation_.letters_skip_i && c == 'i') return std::nullopt;
    column = column * letters() + c - 'a' + (notation_.letters_skip_i && c > 'i' ? 0 : 1);
  }
  --column;
  const std::string_view digits = text.substr(at);
  int number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, number);
  if (at == 0 || error != std::errc() || rest != end) return std::nullopt;
  if (column >= width_ || number < 1 || number > height_) return std::nullopt;
  return (notation_.row_1_on_top ? number - 1 : height_ - number) * width_ + column;
}

std::string StoneBoard::sgf_point(int square) const {
  const int row = square / width_;
  const int column = square % width_;
  if (notation_.sgf_game == kHexInSgf) {
    return column_letters(column, 'a') + std::to_string(row_number(row));
  }
  return {sgf_letter(column), sgf_letter(row)};
}

std::optional<int> StoneBoard::parse_sgf_point(std::string_view text) const {
  if (text.size() == 2 && sgf_letter_number(text[1]) >= 0) {
    const int column = sgf_letter_number(text[0]);
    const int row = sgf_letter_number(text[1]);
    if (column < 0 || column >= width_ || row >= height_) return std::nullopt;
    return row * width_ + column;
  }
  if (notation_.letters_skip_i) return std::nullopt;
  return parse_letter_and_number(text);
}

std::string StoneBoard::vertex(Action action) const {
  if (const std::optional<int> square = square_of(action)) {
    return column_letters(*square % width_, 'A') + std::to_string(row_number(*square / width_));
  }
  for (const auto& [name, global] : globals_) {
    if (global == action) return name;
  }
  return {};
}

std::optional<Action> StoneBoard::parse_vertex(std::string_view text) const {
  if (const std::optional<Action> global = global_action(text)) return global;
  const std::optional<int> square = parse_letter_and_number(text);
  if (!square) return std::nullopt;
  return action_at(*square);
}

}  // namespace tandem
