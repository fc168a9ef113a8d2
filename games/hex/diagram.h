// A Hex board square by square, and as text: what the rules and the solver exchange.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "games/game.h"

namespace tandem {

/// Limits of the size.
inline constexpr int kHexMinSize = 3;
inline constexpr int kHexMaxSize = 13;

namespace hex {

enum class Stone : std::uint8_t { kNone, kBlack, kWhite };

constexpr Stone stone_of(PlayerId player) { return player == 0 ? Stone::kBlack : Stone::kWhite; }

struct Diagram {
  int size = 0;
  PlayerId mover = 0;
  std::array<Stone, kHexMaxSize * kHexMaxSize> squares{};  ///< row-major, the first size * size

  int square_count() const { return size * size; }
  int stones() const;

  /// Whether a swap is allowed under rules that have it: White's answer to Black's first stone.
  bool has_only_the_first_stone() const;

  /// After a swap: the first stone mirrored in the long diagonal and White's, Black to move.
  Diagram swapped() const;
};

/// The one-line notation that Hex positions write; parse_diagram reads it back.
std::string diagram_text(const Diagram& diagram);

/// Throws Error that says what is wrong and where.
Diagram parse_diagram(int size, std::string_view text);

/// The board as a rhombus with its coordinates.
std::string diagram_display(const Diagram& diagram);

/// "c3" for row 2, column 2.
std::string square_text(int size, int square);

}  // namespace hex
}  // namespace tandem
