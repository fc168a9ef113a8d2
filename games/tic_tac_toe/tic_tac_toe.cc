#include "games/tic_tac_toe/tic_tac_toe.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

constexpr int kSide = 3;

/// Reads a position's text; every refusal quotes the text and says what is wrong with it.
TicTacToePosition parse_text(std::string_view text) {
  const auto refuse = [&](const std::string& reason) {
    return Error(fmt::format("tic_tac_toe position \"{}\": {}", text, reason));
  };
  constexpr std::size_t kLength = TicTacToePosition::kSquares + 2;
  if (text.size() != kLength) {
    throw refuse(
        fmt::format("expected {} characters like \"x.o/.x./...\", got {}", kLength, text.size()));
  }
  std::array<std::uint16_t, 2> marks{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int column = static_cast<int>(i) % (kSide + 1);
    const int square = kSide * (kSide - 1 - static_cast<int>(i) / (kSide + 1)) + column;
    const bool separator = column == kSide;
    const char c = text[i];
    if (separator ? c != '/' : (c != 'x' && c != 'o' && c != '.')) {
      throw refuse(fmt::format("character {} is '{}', expected {}", i + 1, c,
                               separator ? "'/'" : "'x', 'o' or '.'"));
    }
    if (c == 'x' || c == 'o') {
      std::uint16_t& mine = marks[c == 'x' ? 0 : 1];
      mine = static_cast<std::uint16_t>(mine | 1u << square);
    }
  }
  const int ahead = std::popcount(marks[0]) - std::popcount(marks[1]);
  if (ahead != 0 && ahead != 1) {
    throw refuse("x begins, so there must be as many x as o, or one more");
  }
  const std::array<bool, 2> line = {TicTacToePosition::has_line(marks[0]),
                                    TicTacToePosition::has_line(marks[1])};
  if ((line[0] && ahead == 0) || (line[1] && ahead == 1)) {
    throw refuse("marks were made after the game had ended with three in a row");
  }
  return TicTacToePosition(marks[0], marks[1]);
}

/// One of the square's eight symmetries: first a reflection in the main diagonal, if asked for,
/// then quarter turns.
Symmetry make_symmetry(std::string name, bool transpose, int quarter_turns) {
  Symmetry symmetry{std::move(name), {}, {}};
  for (int square = 0; square < TicTacToePosition::kSquares; ++square) {
    int row = square / kSide;
    int column = square % kSide;
    if (transpose) std::swap(row, column);
    for (int turn = 0; turn < quarter_turns; ++turn) {
      const int turned_row = column;
      column = kSide - 1 - row;
      row = turned_row;
    }
    symmetry.squares.push_back(kSide * row + column);
  }
  symmetry.actions = symmetry.squares;
  return symmetry;
}

class TicTacToe final : public Game {
 public:
  TicTacToe() {
    info_.name = "tic_tac_toe";
    info_.num_players = 2;
    info_.num_actions = TicTacToePosition::kSquares;
    info_.max_legal_actions = TicTacToePosition::kSquares;
    info_.max_game_length = TicTacToePosition::kSquares;
    info_.features = {.channels = 2, .height = kSide, .width = kSide};
    for (int square = 0; square < TicTacToePosition::kSquares; ++square) {
      info_.action_map.push_back({.plane = 0, .square = square});
    }
    const std::array<std::string, 4> turns = {"", "turned 90", "turned 180", "turned 270"};
    for (int turn = 0; turn < 4; ++turn) {
      info_.symmetries.push_back(make_symmetry(turn == 0 ? "identity" : turns[turn], false, turn));
    }
    for (int turn = 0; turn < 4; ++turn) {
      info_.symmetries.push_back(
          make_symmetry(turn == 0 ? "transposed" : "transposed, " + turns[turn], true, turn));
    }
  }

  std::unique_ptr<Position> initial_position() const override {
    return std::make_unique<TicTacToePosition>();
  }

  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    return std::make_unique<TicTacToePosition>(parse_text(text));
  }

  std::string action_text(Action action) const override {
    return {static_cast<char>('a' + action % kSide), static_cast<char>('1' + action / kSide)};
  }

  std::optional<Action> parse_action(std::string_view text) const override {
    if (text.size() != 2 || text[0] < 'a' || text[0] > 'c' || text[1] < '1' || text[1] > '3')
      return {};
    return kSide * (text[1] - '1') + (text[0] - 'a');
  }
};

}  // namespace

TicTacToePosition::TicTacToePosition(std::uint16_t x_marks, std::uint16_t o_marks)
    : marks_{x_marks, o_marks},
      side_(std::popcount(x_marks) > std::popcount(o_marks) ? 1 : 0),
      winner_(has_line(x_marks)   ? 0
              : has_line(o_marks) ? 1
                                  : kNobody) {}

std::optional<Values> TicTacToePosition::outcome() const {
  if (winner_ != kNobody) return winner_ == 0 ? Values{1, -1} : Values{-1, 1};
  if (is_terminal()) return Values{0, 0};
  return {};
}

std::uint64_t TicTacToePosition::board_hash() const {
  // Exact: an odd factor only spreads the 18 bits, so that low bits serve as a table's index.
  const std::uint64_t board = marks_[0] | static_cast<std::uint64_t>(marks_[1]) << kSquares;
  const std::uint64_t product = board * 0x9E3779B97F4A7C15ull;
  return product ^ (product >> 32);
}

FeatureKey TicTacToePosition::feature_key() const {
  // Exact, and from the mover's point of view as encode() is.
  return {.high = marks_[side_], .low = marks_[1 - side_]};
}

void TicTacToePosition::encode(std::span<float> out) const {
  for (int square = 0; square < kSquares; ++square) {
    out[square] = static_cast<float>(marks_[side_] >> square & 1);
    out[kSquares + square] = static_cast<float>(marks_[1 - side_] >> square & 1);
  }
}

char TicTacToePosition::mark_at(int square) const {
  if (marks_[0] >> square & 1) return 'x';
  return (marks_[1] >> square & 1) ? 'o' : '.';
}

std::string TicTacToePosition::to_text() const {
  std::string text;
  for (int row = kSide - 1; row >= 0; --row) {
    for (int column = 0; column < kSide; ++column) text += mark_at(kSide * row + column);
    if (row > 0) text += '/';
  }
  return text;
}

std::string TicTacToePosition::to_display() const {
  std::string text;
  for (int row = kSide - 1; row >= 0; --row) {
    text += std::to_string(row + 1);
    for (int column = 0; column < kSide; ++column) {
      text += ' ';
      text += mark_at(kSide * row + column);
    }
    text += '\n';
  }
  return text + "  a b c\n";
}

std::shared_ptr<const Game> make_tic_tac_toe() { return std::make_shared<const TicTacToe>(); }

}  // namespace tandem
