#include "tests/games/hex/plain_hex.h"

#include <algorithm>
#include <utility>

namespace tandem {

bool PlainHex::joined(char stone) const {
  std::vector<std::string> unseen = rows_;
  std::vector<std::pair<int, int>> open;
  const auto visit = [&](int row, int column) {
    if (row < 0 || row >= size_ || column < 0 || column >= size_) return;
    if (unseen[row][column] != stone) return;
    unseen[row][column] = '.';
    open.emplace_back(row, column);
  };
  for (int i = 0; i < size_; ++i) stone == 'X' ? visit(0, i) : visit(i, 0);
  while (!open.empty()) {
    const auto [row, column] = open.back();
    open.pop_back();
    if ((stone == 'X' ? row : column) == size_ - 1) return true;
    visit(row, column - 1);
    visit(row, column + 1);
    visit(row - 1, column);
    visit(row + 1, column);
    visit(row - 1, column + 1);
    visit(row + 1, column - 1);
  }
  return false;
}

int PlainHex::stones(char stone) const {
  int count = 0;
  for (const std::string& row : rows_) {
    count += static_cast<int>(std::count(row.begin(), row.end(), stone));
  }
  return count;
}

std::vector<int> PlainHex::legal() const {
  std::vector<int> actions;
  if (over()) return actions;
  for (int i = 0; i < size_ * size_; ++i) {
    if (at(i / size_, i % size_) == '-') actions.push_back(i);
  }
  if (swap_ && mover_ == 'O' && stones('X') == 1 && stones('O') == 0) {
    actions.push_back(size_ * size_);
  }
  return actions;
}

PlainHex PlainHex::after(int action) const {
  PlainHex next = *this;
  next.mover_ = mover_ == 'X' ? 'O' : 'X';
  if (action < size_ * size_) {
    next.set(action / size_, action % size_, mover_);
    return next;
  }
  for (int row = 0; row < size_; ++row) {
    for (int column = 0; column < size_; ++column) {
      next.set(column, row, at(row, column) == 'X' ? 'O' : '-');
    }
  }
  return next;
}

std::string PlainHex::text() const {
  std::string text;
  for (const std::string& row : rows_) text += (text.empty() ? "" : "/") + row;
  return text + " " + mover_;
}

PlainHex random_plain_hex(int size, int plies, Random& random) {
  while (true) {
    PlainHex board(size, false);
    for (int ply = 0; ply < plies && !board.over(); ++ply) {
      const std::vector<int> legal = board.legal();
      board = board.after(legal[random.below(static_cast<int>(legal.size()))]);
    }
    if (!board.over()) return board;
  }
}

int PlainHexSolver::value(const PlainHex& board) {
  if (board.over()) return board.joined(board.mover()) ? 1 : -1;
  const std::string key = board.text();
  if (const auto known = solved_.find(key); known != solved_.end()) return known->second;
  int best = -1;
  for (const int action : board.legal()) {
    best = std::max(best, -value(board.after(action)));
    if (best == 1) break;
  }
  return solved_[key] = best;
}

}  // namespace tandem
