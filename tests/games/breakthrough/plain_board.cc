#include "tests/games/breakthrough/plain_board.h"

#include <algorithm>

namespace tandem {

PlainBreakthrough::PlainBreakthrough(int rows, int columns)
    : grid_(rows, std::string(columns, '-')) {
  grid_[0] = grid_[1] = std::string(columns, 'W');
  grid_[rows - 1] = grid_[rows - 2] = std::string(columns, 'B');
}

long PlainBreakthrough::count(char piece) const {
  long sum = 0;
  for (const std::string& row : grid_) sum += std::ranges::count(row, piece);
  return sum;
}

char PlainBreakthrough::winner() const {
  if (grid_.back().find('W') != std::string::npos || count('B') == 0) return 'W';
  if (grid_.front().find('B') != std::string::npos || count('W') == 0) return 'B';
  return '-';
}

std::string PlainBreakthrough::name(int row, int column) const {
  return std::string(1, static_cast<char>('a' + column)) + std::to_string(row + 1);
}

std::vector<std::string> PlainBreakthrough::moves() const {
  std::vector<std::string> found;
  if (over()) return found;
  const int rows = static_cast<int>(grid_.size());
  const int columns = static_cast<int>(grid_[0].size());
  const int ahead = mover_ == 'W' ? 1 : -1;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      if (grid_[row][column] != mover_) continue;
      for (const int to : {column - 1, column, column + 1}) {
        if (to < 0 || to >= columns || row + ahead < 0 || row + ahead >= rows) continue;
        const char there = grid_[row + ahead][to];
        const bool allowed = to == column ? there == '-' : there != mover_;
        if (allowed) found.push_back(name(row, column) + name(row + ahead, to));
      }
    }
  }
  return found;
}

char& PlainBreakthrough::at(const std::string& name) {
  return grid_[std::stoi(name.substr(1)) - 1][name[0] - 'a'];
}

void PlainBreakthrough::play(const std::string& move) {
  const std::size_t second = move.find_first_of("abcdefghijkl", 1);
  at(move.substr(0, second)) = '-';
  at(move.substr(second)) = mover_;
  mover_ = mover_ == 'W' ? 'B' : 'W';
}

std::string PlainBreakthrough::text() const {
  std::string text;
  for (auto row = grid_.rbegin(); row != grid_.rend(); ++row) {
    text += (text.empty() ? "" : "/") + *row;
  }
  return text + " " + mover_;
}

long PlainBreakthrough::paths(int depth) const {
  if (depth == 0) return 1;
  long sum = 0;
  for (const std::string& move : moves()) {
    PlainBreakthrough next = *this;
    next.play(move);
    sum += next.paths(depth - 1);
  }
  return sum;
}

}  // namespace tandem
