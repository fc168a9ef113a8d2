// Sets of the board's points as bits: point p is bit p.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace tandem::go {

template <int Words>
class PointSet {
 public:
  /// The points 0 .. count - 1.
  static constexpr PointSet first(int count) {
    PointSet set;
    for (int p = 0; p < count; ++p) set.add(p);
    return set;
  }

  constexpr bool has(int p) const { return words_[p >> 6] >> (p & 63) & 1; }
  constexpr void add(int p) { words_[p >> 6] |= std::uint64_t{1} << (p & 63); }
  constexpr void remove(int p) { words_[p >> 6] &= ~(std::uint64_t{1} << (p & 63)); }

  constexpr bool empty() const { return *this == PointSet{}; }

  constexpr bool has_one_point() const {
    int words = 0;
    for (const std::uint64_t word : words_) {
      if ((word & (word - 1)) != 0) return false;
      words += word != 0 ? 1 : 0;
    }
    return words == 1;
  }

  constexpr int size() const {
    int count = 0;
    for (const std::uint64_t word : words_) count += std::popcount(word);
    return count;
  }

  /// Calls visit(p) for every point, ascending.
  template <class Visit>
  constexpr void for_each(Visit visit) const {
    for (int i = 0; i < Words; ++i) {
      for (std::uint64_t rest = words_[i]; rest != 0; rest &= rest - 1) {
        visit(i * 64 + std::countr_zero(rest));
      }
    }
  }

  /// Point p becomes p + distance, or p - distance; 0 < distance < 64. What leaves the words is
  /// lost.
  constexpr PointSet up(int distance) const {
    PointSet set;
    for (int i = Words - 1; i > 0; --i) {
      set.words_[i] = words_[i] << distance | words_[i - 1] >> (64 - distance);
    }
    set.words_[0] = words_[0] << distance;
    return set;
  }
  constexpr PointSet down(int distance) const {
    PointSet set;
    for (int i = 0; i < Words - 1; ++i) {
      set.words_[i] = words_[i] >> distance | words_[i + 1] << (64 - distance);
    }
    set.words_[Words - 1] = words_[Words - 1] >> distance;
    return set;
  }

  constexpr PointSet operator|(const PointSet& other) const {
    PointSet set = *this;
    for (int i = 0; i < Words; ++i) set.words_[i] |= other.words_[i];
    return set;
  }
  constexpr PointSet operator&(const PointSet& other) const {
    PointSet set = *this;
    for (int i = 0; i < Words; ++i) set.words_[i] &= other.words_[i];
    return set;
  }
  /// The points that are not in `other`.
  constexpr PointSet operator-(const PointSet& other) const {
    PointSet set = *this;
    for (int i = 0; i < Words; ++i) set.words_[i] &= ~other.words_[i];
    return set;
  }
  constexpr bool operator==(const PointSet&) const = default;

  constexpr const std::array<std::uint64_t, Words>& words() const { return words_; }

 private:
  std::array<std::uint64_t, Words> words_{};
};

}  // namespace tandem::go
