#include "tests/games/connect_four/plain_board.h"

namespace tandem {
namespace {

bool better(PlainResult a, PlainResult b) {
  if (a.value != b.value) return a.value > b.value;
  return a.value > 0 ? a.plies < b.plies : a.plies > b.plies;
}

}  // namespace

int PlainBoard::height(int column) const {
  int row = 0;
  while (row < rows_ && at(row, column) >= 0) ++row;
  return row;
}

std::vector<int> PlainBoard::legal_columns() const {
  std::vector<int> columns;
  for (int column = 0; column < columns_; ++column) {
    if (legal(column)) columns.push_back(column);
  }
  return columns;
}

void PlainBoard::drop(int column) {
  squares_[height(column) * columns_ + column] = ply_ % 2;
  ++ply_;
}

bool PlainBoard::line_from(int row, int column, int row_step, int column_step) const {
  const int last = (ply_ + 1) % 2;
  for (int i = 0; i < 4; ++i, row += row_step, column += column_step) {
    if (row < 0 || row >= rows_ || column < 0 || column >= columns_) return false;
    if (at(row, column) != last) return false;
  }
  return true;
}

bool PlainBoard::won() const {
  for (int row = 0; row < rows_; ++row) {
    for (int column = 0; column < columns_; ++column) {
      if (line_from(row, column, 0, 1) || line_from(row, column, 1, 0) ||
          line_from(row, column, 1, 1) || line_from(row, column, 1, -1)) {
        return true;
      }
    }
  }
  return false;
}

connect_four::Bitboard PlainBoard::bits() const {
  connect_four::Bitboard board;
  for (int row = 0; row < rows_; ++row) {
    for (int column = 0; column < columns_; ++column) {
      const auto bit = connect_four::Bits{1} << (column * (rows_ + 1) + row);
      if (at(row, column) >= 0) board.all |= bit;
      if (at(row, column) == ply_ % 2) board.mover |= bit;
    }
  }
  return board;
}

PlainBoard random_plain_board(int rows, int columns, int plies, Random& random) {
  PlainBoard board(rows, columns);
  while (board.ply() < plies || board.over()) {
    if (board.over()) board = PlainBoard(rows, columns);
    const std::vector<int> legal = board.legal_columns();
    board.drop(legal[random.below(static_cast<int>(legal.size()))]);
  }
  return board;
}

PlainResult BruteForce::solve(const PlainBoard& board) {
  if (board.won()) return {-1, 0};
  if (board.full()) return {0, 0};
  const auto key = std::pair(board.bits().mover, board.bits().all);
  if (const auto known = solved_.find(key); known != solved_.end()) return known->second;
  PlainResult best{-2, 0};
  for (const int column : board.legal_columns()) {
    PlainBoard next = board;
    next.drop(column);
    const PlainResult theirs = solve(next);
    const PlainResult ours{-theirs.value, theirs.plies + 1};
    if (better(ours, best)) best = ours;
  }
  return solved_[key] = best;
}

}  // namespace tandem
