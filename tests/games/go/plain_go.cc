#include "tests/games/go/plain_go.h"

#include <algorithm>

namespace tandem {
namespace {

char other(char colour) { return colour == 'X' ? 'O' : 'X'; }

}  // namespace

PlainGo::PlainGo(int size, bool suicide)
    : PlainGo(size, suicide, std::string(static_cast<std::size_t>(size * size), '-'), 'X') {}

PlainGo::PlainGo(int size, bool suicide, const std::string& points, char side)
    : size_(size), suicide_(suicide), points_(points), side_(side), seen_{points} {}

std::vector<int> PlainGo::neighbours(int point) const {
  std::vector<int> all;
  if (point >= size_) all.push_back(point - size_);
  if (point % size_ > 0) all.push_back(point - 1);
  if (point % size_ < size_ - 1) all.push_back(point + 1);
  if (point < size_ * (size_ - 1)) all.push_back(point + size_);
  return all;
}

std::vector<bool> PlainGo::reaching(const std::string& points, char colour, char target) const {
  std::vector<bool> reaching(points.size());
  std::vector<int> to_visit;
  for (int p = 0; p < size_ * size_; ++p) {
    if (points[p] == target) to_visit.push_back(p);
  }
  while (!to_visit.empty()) {
    const int from = to_visit.back();
    to_visit.pop_back();
    for (const int p : neighbours(from)) {
      if (points[p] != colour || reaching[p]) continue;
      reaching[p] = true;
      to_visit.push_back(p);
    }
  }
  return reaching;
}

void PlainGo::clear(std::string& points, char colour) const {
  const std::vector<bool> safe = reaching(points, colour, '-');
  for (int p = 0; p < size_ * size_; ++p) {
    if (points[p] == colour && !safe[p]) points[p] = '-';
  }
}

std::string PlainGo::after(int point) const {
  std::string points = points_;
  points[point] = side_;
  clear(points, other(side_));
  clear(points, side_);
  return points;
}

bool PlainGo::is_suicide(int point) const { return after(point)[point] == '-'; }

bool PlainGo::repeats(int point) const { return seen_.contains(after(point)); }

bool PlainGo::captures(int point) const {
  const std::string points = after(point);
  return std::ranges::count(points, other(side_)) < std::ranges::count(points_, other(side_));
}

std::vector<int> PlainGo::legal() const {
  std::vector<int> actions;
  if (over()) return actions;
  for (int p = 0; p < size_ * size_; ++p) {
    if (points_[p] != '-') continue;
    const std::string points = after(p);
    const bool suicide = points[p] == '-';
    if ((suicide_ || !suicide) && !seen_.contains(points)) actions.push_back(p);
  }
  actions.push_back(size_ * size_);
  return actions;
}

void PlainGo::play(int action) {
  if (action == size_ * size_) {
    ++passes_;
  } else {
    passes_ = 0;
    points_ = after(action);
    seen_.insert(points_);
  }
  side_ = other(side_);
  ++ply_;
}

int PlainGo::margin() const {
  const std::vector<bool> black = reaching(points_, '-', 'X');
  const std::vector<bool> white = reaching(points_, '-', 'O');
  int margin = 0;
  for (int p = 0; p < size_ * size_; ++p) {
    if (points_[p] == 'X' || (black[p] && !white[p])) ++margin;
    if (points_[p] == 'O' || (white[p] && !black[p])) --margin;
  }
  return margin;
}

bool PlainGo::is_own_eye(int point) const {
  for (const int neighbour : neighbours(point)) {
    if (points_[neighbour] != side_) return false;
  }
  const int row = point / size_;
  const int column = point % size_;
  int strangers = 0;
  bool edge = false;
  for (const int r : {row - 1, row + 1}) {
    for (const int c : {column - 1, column + 1}) {
      if (r < 0 || r >= size_ || c < 0 || c >= size_) {
        edge = true;
      } else {
        strangers += points_[r * size_ + c] == other(side_);
      }
    }
  }
  return strangers + (edge ? 1 : 0) < 2;
}

}  // namespace tandem
