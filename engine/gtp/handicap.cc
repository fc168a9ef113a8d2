#include "engine/gtp/handicap.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tandem {
namespace {

/// Which of three lines a stone is on, in both directions: the low one, the middle, the high one.
struct Place {
  int right;
  int up;
};

constexpr std::array<Place, 8> kCornersAndSides = {
    {{-1, -1}, {1, 1}, {-1, 1}, {1, -1}, {-1, 0}, {1, 0}, {0, -1}, {0, 1}}};

/// Squares between the edge and the stones beside it.
int margin(int size) { return size > 11 ? 3 : 2; }

int square_at(int size, Place place) {
  const auto coordinate = [size](int side) {
    if (side == 0) return size / 2;
    return side < 0 ? margin(size) : size - 1 - margin(size);
  };
  return coordinate(-place.up) * size + coordinate(place.right);
}

int squared_distance(int size, int a, int b) {
  const int rows = a / size - b / size;
  const int columns = a % size - b % size;
  return rows * rows + columns * columns;
}

int most_fixed_stones(int size) {
  if (size < 7) return 0;
  return size % 2 == 1 && size > 7 ? 9 : 4;
}

/// The free square whose nearest stone is farthest, of those on the innermost lines that have one.
int roomiest_square(int size, const std::vector<int>& stones) {
  int best = 0;
  std::pair<int, int> best_worth{-1, 0};
  for (int square = 0; square < size * size; ++square) {
    int room = 2 * size * size;
    for (const int stone : stones) room = std::min(room, squared_distance(size, square, stone));
    if (room == 0) continue;
    const int row = square / size;
    const int column = square % size;
    const int to_edge = std::min({row, column, size - 1 - row, size - 1 - column});
    const std::pair<int, int> worth{std::min(to_edge, margin(size)), room};
    if (worth > best_worth) {
      best_worth = worth;
      best = square;
    }
  }
  return best;
}

}  // namespace

std::vector<int> fixed_handicap_squares(int size, int stones) {
  if (stones < 2 || stones > most_fixed_stones(size)) return {};
  const bool centre = stones >= 5 && stones % 2 == 1;
  std::vector<int> squares;
  for (int i = 0; i < stones - (centre ? 1 : 0); ++i) {
    squares.push_back(square_at(size, kCornersAndSides[static_cast<std::size_t>(i)]));
  }
  if (centre) squares.push_back(square_at(size, {0, 0}));
  return squares;
}

std::vector<int> free_handicap_squares(int size, int stones) {
  std::vector<int> squares = fixed_handicap_squares(size, stones);
  while (static_cast<int>(squares.size()) < stones) {
    squares.push_back(roomiest_square(size, squares));
  }
  return squares;
}

}  // namespace tandem
