// The numbers of Breakthrough's moves.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "games/breakthrough/bitboard.h"
#include "games/game.h"

namespace tandem::breakthrough {

/// Directions, which are the planes of the policy too: White's up to the left, up, up to the right,
/// then Black's down to the left, down, down to the right. Left and right are the board's, not the
/// player's, so that the mirror exchanges them for both.
inline constexpr int kDirections = 6;

constexpr int first_direction(PlayerId player) { return player == kWhite ? 0 : 3; }

struct Move {
  std::uint8_t from = 0;
  std::uint8_t to = 0;
  std::uint8_t direction = 0;
};

/// All moves that stay on the board, whoever's pieces stand where, numbered by direction and then
/// by the square they start from. Whether a move captures is not part of it.
class Moves {
 public:
  explicit Moves(const Geometry& g) {
    for (int direction = 0; direction < kDirections; ++direction) {
      const int row_step = direction < first_direction(kBlack) ? -1 : 1;
      const int column_step = direction % 3 - 1;
      for (int from = 0; from < g.squares(); ++from) {
        const int row = from / g.columns + row_step;
        const int column = from % g.columns + column_step;
        if (row < 0 || row >= g.rows || column < 0 || column >= g.columns) continue;
        numbers_[direction][from] = static_cast<std::int16_t>(moves_.size());
        moves_.push_back({static_cast<std::uint8_t>(from),
                          static_cast<std::uint8_t>(row * g.columns + column),
                          static_cast<std::uint8_t>(direction)});
      }
    }
  }

  int count() const { return static_cast<int>(moves_.size()); }
  const Move& operator[](Action action) const { return moves_[action]; }

  /// The move must stay on the board.
  Action number(int direction, int from) const { return numbers_[direction][from]; }

 private:
  std::vector<Move> moves_;
  std::array<std::array<std::int16_t, 64>, kDirections> numbers_{};
};

}  // namespace tandem::breakthrough
