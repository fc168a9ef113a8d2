// Tic-tac-toe: three in a row on 3x3. Small enough to be solved in full, so it is what the rest of
// Tandem is tested with.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "games/game.h"

namespace tandem {

/// Square = action = 3 * (rank - 1) + column: 0 is a1, 2 is c1, 8 is c3. Player 0 is x and begins.
///
/// Features, 2 planes of 3x3, row 0 is rank 1: the mover's marks, the opponent's marks.
///
/// Text: the ranks from 3 to 1, "x.o/.x./...". Whose turn it is follows from the number of marks.
class TicTacToePosition final : public Position {
 public:
  static constexpr int kSquares = 9;

  TicTacToePosition() = default;

  /// Bit s of a player's marks is square s. The marks must be those of a reachable position.
  TicTacToePosition(std::uint16_t x_marks, std::uint16_t o_marks);

  void assign(const Position& other) override {
    *this = static_cast<const TicTacToePosition&>(other);
  }
  std::unique_ptr<Position> clone() const override {
    return std::make_unique<TicTacToePosition>(*this);
  }

  PlayerId side_to_move() const override { return side_; }
  bool is_terminal() const override {
    return winner_ != kNobody || (marks_[0] | marks_[1]) == kFull;
  }

  int legal_actions(std::span<Action> out) const override {
    if (is_terminal()) return 0;
    int count = 0;
    for (Action a = 0; a < kSquares; ++a) {
      if (((marks_[0] | marks_[1]) >> a & 1) == 0) out[count++] = a;
    }
    return count;
  }

  void apply(Action action) override {
    std::uint16_t& mine = marks_[side_];
    mine = static_cast<std::uint16_t>(mine | 1u << action);
    if (has_line(mine)) winner_ = side_;
    side_ = static_cast<std::int8_t>(1 - side_);
  }

  std::optional<Values> outcome() const override;
  std::uint64_t board_hash() const override;
  FeatureKey feature_key() const override;
  void encode(std::span<float> out) const override;
  std::string to_text() const override;
  std::string to_display() const override;

  static bool has_line(std::uint16_t marks) { return kHasLine[marks]; }

 private:
  static constexpr std::uint16_t kFull = (1u << kSquares) - 1;
  static constexpr std::int8_t kNobody = -1;

  /// For each set of one player's marks, whether it holds a row, column or diagonal.
  static constexpr std::array<bool, 1u << kSquares> kHasLine = [] {
    constexpr std::uint16_t kLines[] = {0007, 0070, 0700, 0111, 0222, 0444, 0421, 0124};
    std::array<bool, 1u << kSquares> table{};
    for (std::uint16_t marks = 0; marks < table.size(); ++marks) {
      for (const std::uint16_t line : kLines) table[marks] |= (marks & line) == line;
    }
    return table;
  }();

  char mark_at(int square) const;

  std::array<std::uint16_t, 2> marks_{};
  std::int8_t side_ = 0;
  std::int8_t winner_ = kNobody;
};

std::shared_ptr<const Game> make_tic_tac_toe();

}  // namespace tandem
