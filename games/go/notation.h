// How Go's points and positions are written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "games/go/geometry.h"

namespace tandem::go {

/// What a position's text says (see games/go/go.h).
struct PositionText {
  std::vector<Colour> points;  ///< row-major from the top left
  int passes = 0;              ///< the last plies that were passes: 0, 1, or 2 at the game's end
  int ply = 0;                 ///< Black moves at even plies
  std::vector<std::uint64_t> earlier_boards;  ///< hashes, in the order of play
};

std::string write_position(int size, const PositionText& position);

/// Accepts exactly what write_position() writes; throws Error for all else. Besides its form it
/// checks the counts: ply <= max_ply, and no more passes and earlier boards than plies. It doesn't
/// know rules of capture and superko.
PositionText read_position(int size, int max_ply, std::string_view text);

/// Throws the Error that read_position() would, for what only the rules can tell.
[[noreturn]] void refuse_position(std::string_view text, const std::string& reason);

/// A point as GTP calls it, in lower case: "a1" at the foot, no column "i".
std::string point_text(int size, int point);
std::optional<int> parse_point(int size, std::string_view text);

/// Several lines, with coordinates.
std::string board_display(int size, const std::vector<Colour>& points);

}  // namespace tandem::go
