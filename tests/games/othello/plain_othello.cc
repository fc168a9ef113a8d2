#include "tests/games/othello/plain_othello.h"

#include <algorithm>

namespace tandem {

PlainOthello::PlainOthello(int size) : size_(size), squares_(size * size, '-') {
  const int low = size / 2 - 1;
  const int high = size / 2;
  squares_[low * size + low] = squares_[high * size + high] = 'O';
  squares_[low * size + high] = squares_[high * size + low] = 'X';
}

int PlainOthello::empty_squares() const {
  return static_cast<int>(std::count(squares_.begin(), squares_.end(), '-'));
}

int PlainOthello::discs_ahead() const {
  return static_cast<int>(std::count(squares_.begin(), squares_.end(), mover()) -
                          std::count(squares_.begin(), squares_.end(), opponent()));
}

std::string PlainOthello::text() const {
  return std::string(squares_.begin(), squares_.end()) + ' ' + mover();
}

std::vector<int> PlainOthello::enclosed(int square, int row_step, int column_step) const {
  std::vector<int> between;
  int row = square / size_ + row_step;
  int column = square % size_ + column_step;
  while (row >= 0 && row < size_ && column >= 0 && column < size_) {
    const int here = row * size_ + column;
    if (squares_[here] == mover()) return between;
    if (squares_[here] == '-') return {};
    between.push_back(here);
    row += row_step;
    column += column_step;
  }
  return {};
}

std::vector<int> PlainOthello::turned_by(int square) const {
  std::vector<int> turned;
  for (int row_step = -1; row_step <= 1; ++row_step) {
    for (int column_step = -1; column_step <= 1; ++column_step) {
      if (row_step == 0 && column_step == 0) continue;
      for (const int s : enclosed(square, row_step, column_step)) turned.push_back(s);
    }
  }
  return turned;
}

std::vector<int> PlainOthello::legal_squares() const {
  std::vector<int> legal;
  for (int square = 0; square < size_ * size_; ++square) {
    if (squares_[square] == '-' && !turned_by(square).empty()) legal.push_back(square);
  }
  return legal;
}

bool PlainOthello::must_pass() const {
  if (!legal_squares().empty()) return false;
  PlainOthello next = *this;
  next.pass();
  return !next.legal_squares().empty();
}

bool PlainOthello::over() const { return legal_squares().empty() && !must_pass(); }

void PlainOthello::place(int square) {
  for (const int s : turned_by(square)) squares_[s] = mover();
  squares_[square] = mover();
  pass();
}

void PlainOthello::pass() { mover_ = opponent(); }

PlainOthello random_endgame(int size, int empty_squares, Random& random) {
  while (true) {
    PlainOthello board(size);
    while (!board.over() && board.empty_squares() > empty_squares) {
      const std::vector<int> legal = board.legal_squares();
      if (legal.empty()) {
        board.pass();
      } else {
        board.place(legal[random.below(static_cast<int>(legal.size()))]);
      }
    }
    if (!board.over()) return board;
  }
}

int PlainMinimax::score(const PlainOthello& board) {
  const std::string key = board.text();
  if (const auto known = scores_.find(key); known != scores_.end()) return known->second;
  int best = -board.size() * board.size();
  if (board.over()) {
    const int ahead = board.discs_ahead();
    const int rest = board.empty_squares();
    best = ahead + (ahead > 0 ? rest : ahead < 0 ? -rest : 0);
  } else if (board.must_pass()) {
    PlainOthello next = board;
    next.pass();
    best = -score(next);
  } else {
    for (const int square : board.legal_squares()) {
      PlainOthello next = board;
      next.place(square);
      best = std::max(best, -score(next));
    }
  }
  return scores_[key] = best;
}

}  // namespace tandem
