// Move generation against published counts, and against slow rules written without bit tricks.
#include "games/perft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "games/registry.h"

namespace tandem {
namespace {

using testing::ElementsAre;

TEST(Perft, TicTacToePaths) {
  const auto game = make_game("tic_tac_toe");
  const PathCounts counts = count_paths(*game, *game->initial_position(), 9);
  EXPECT_THAT(counts.paths, ElementsAre(1, 9, 72, 504, 3024, 15120, 54720, 148176, 200448, 127872));
  EXPECT_THAT(counts.ended, ElementsAre(0, 0, 0, 0, 0, 1440, 5328, 47952, 72576, 127872));
  EXPECT_EQ(std::accumulate(counts.ended.begin(), counts.ended.end(), 0), 255168);
}

TEST(Perft, TicTacToePositions) {
  const auto game = make_game("tic_tac_toe");
  const auto counts = count_positions(*game, *game->initial_position(), 9);
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0), 5478);
}

/// Collects, for every reachable position, the least board hash among its images.
void collect_classes(const Game& game, const std::vector<Action>& moves,
                     std::set<std::uint64_t>& positions, std::set<std::uint64_t>& classes) {
  std::vector<std::uint64_t> images;
  std::unique_ptr<Position> position;
  for (const Symmetry& symmetry : game.info().symmetries) {
    auto image = game.initial_position();
    for (const Action action : moves) image->apply(symmetry.actions[action]);
    images.push_back(image->board_hash());
    if (!position) position = std::move(image);
  }
  if (!positions.insert(position->board_hash()).second) return;
  classes.insert(std::ranges::min(images));
  std::vector<Action> legal(game.info().max_legal_actions);
  legal.resize(position->legal_actions(legal));
  for (const Action action : legal) {
    std::vector<Action> longer = moves;
    longer.push_back(action);
    collect_classes(game, longer, positions, classes);
  }
}

TEST(Perft, TicTacToePositionsUpToSymmetry) {
  std::set<std::uint64_t> positions;
  std::set<std::uint64_t> classes;
  collect_classes(*make_game("tic_tac_toe"), {}, positions, classes);
  EXPECT_EQ(positions.size(), 5478u);
  EXPECT_EQ(classes.size(), 765u);
}

// OEIS A212693: "Number of legal 7 X 6 Connect-Four positions after n plies" (J. Tromp).
TEST(Perft, ConnectFourPositions) {
  const auto game = make_game("connect_four");
  EXPECT_THAT(count_positions(*game, *game->initial_position(), 9),
              ElementsAre(1, 7, 49, 238, 1120, 4263, 16422, 54859, 184275, 558186));
}

/// Connect Four as a grid of letters, checked square by square: slow, and nothing in common with
/// the game.
class LetterBoard {
 public:
  LetterBoard(int rows, int columns) : columns_(columns), grid_(rows, std::string(columns, '.')) {}

  /// Adds the paths from here to paths[ply..], and those that end to ended.
  void count(int ply, PathCounts& counts) {
    ++counts.paths[ply];
    if (won_ || ply == static_cast<int>(grid_.size()) * columns_) {
      ++counts.ended[ply];
      return;
    }
    if (ply + 1 == static_cast<int>(counts.paths.size())) return;
    for (int column = 0; column < columns_; ++column) {
      const int row = drop(column, ply % 2 == 0 ? 'X' : 'O');
      if (row < 0) continue;
      won_ = lines_through(row, column);
      count(ply + 1, counts);
      won_ = false;
      grid_[row][column] = '.';
    }
  }

  /// Collects all positions that can be reached, by ply, as text.
  void collect(int ply, std::vector<std::set<std::string>>& positions) {
    std::string text;
    for (const std::string& row : grid_) text += row;
    if (!positions[ply].insert(text).second || won_) return;
    for (int column = 0; column < columns_; ++column) {
      const int row = drop(column, ply % 2 == 0 ? 'X' : 'O');
      if (row < 0) continue;
      won_ = lines_through(row, column);
      collect(ply + 1, positions);
      won_ = false;
      grid_[row][column] = '.';
    }
  }

 private:
  int drop(int column, char stone) {
    for (std::size_t row = 0; row < grid_.size(); ++row) {
      if (grid_[row][column] != '.') continue;
      grid_[row][column] = stone;
      return static_cast<int>(row);
    }
    return -1;
  }

  char at(int row, int column) const {
    const bool inside =
        row >= 0 && row < static_cast<int>(grid_.size()) && column >= 0 && column < columns_;
    return inside ? grid_[row][column] : '#';
  }

  bool lines_through(int row, int column) const {
    for (const auto& [up, right] : {std::pair(1, 0), {0, 1}, {1, 1}, {1, -1}}) {
      int length = 1;
      for (const int way : {-1, 1}) {
        for (int step = 1;
             at(row + way * step * up, column + way * step * right) == at(row, column); ++step) {
          ++length;
        }
      }
      if (length >= 4) return true;
    }
    return false;
  }

  int columns_;
  std::vector<std::string> grid_;
  bool won_ = false;
};

PathCounts slow_paths(int rows, int columns, int depth) {
  PathCounts counts{std::vector<std::uint64_t>(depth + 1), std::vector<std::uint64_t>(depth + 1)};
  LetterBoard(rows, columns).count(0, counts);
  return counts;
}

TEST(Perft, ConnectFourPaths) {
  const auto game = make_game("connect_four");
  const PathCounts counts = count_paths(*game, *game->initial_position(), 8);
  EXPECT_THAT(counts.paths, ElementsAre(1, 7, 49, 343, 2401, 16807, 117649, 823536, 5673234));
  const PathCounts slow = slow_paths(6, 7, 8);
  EXPECT_EQ(counts.paths, slow.paths);
  EXPECT_EQ(counts.ended, slow.ended);
}

TEST(Perft, ConnectFourPathsOnOtherBoards) {
  const std::vector<std::array<int, 3>> boards = {{4, 4, 9}, {5, 4, 9}, {4, 5, 8}, {7, 4, 9},
                                                  {3, 6, 7}, {8, 4, 9}, {4, 8, 6}, {5, 6, 7}};
  for (const auto& [rows, columns, depth] : boards) {
    const auto game = make_game("connect_four(rows=" + std::to_string(rows) +
                                ",columns=" + std::to_string(columns) + ")");
    const PathCounts counts = count_paths(*game, *game->initial_position(), depth);
    const PathCounts slow = slow_paths(rows, columns, depth);
    EXPECT_EQ(counts.paths, slow.paths) << game->info().name;
    EXPECT_EQ(counts.ended, slow.ended) << game->info().name;
  }
}

// J. Tromp's table of legal positions gives 161029 for 4x4.
TEST(Perft, ConnectFourWholeSmallBoard) {
  const auto game = make_game("connect_four(rows=4,columns=4)");
  const auto counts = count_positions(*game, *game->initial_position(), 16);
  std::vector<std::set<std::string>> slow(17);
  LetterBoard(4, 4).collect(0, slow);
  for (int ply = 0; ply <= 16; ++ply) EXPECT_EQ(counts[ply], slow[ply].size()) << "ply " << ply;
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0), 161029);
}

}  // namespace
}  // namespace tandem
