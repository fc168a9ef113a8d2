// The stones on the board, in chains: playing, capturing, counting. Knows nothing of superko or
// turns.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <utility>

#include "games/go/geometry.h"

namespace tandem::go {

/// A chain is named by one of its stones, its head; its stones form a ring. It counts its
/// pseudo-liberties: pairs of a stone and an empty point beside it. So it has no liberty when it
/// has no pseudo-liberty, and just one liberty (atari) when all pseudo-liberties are the same
/// point: when the mean of their squares is the square of their mean.
///
/// Points are those of one Geometry, which every function is given.
template <int MaxSize>
class Board {
 public:
  using Geometry = go::Geometry<MaxSize>;
  using Points = typename Geometry::Points;

  explicit Board(const Geometry& geometry) : empty_(geometry.board) {
    colours_.fill(kEmpty);
    colours_[Geometry::kOffBoard] = kOffBoardColour;
    heads_.fill(kNoChain);
  }

  Colour at(int point) const { return colours_[point]; }
  const Points& empty() const { return empty_; }
  const Points& stones(Colour colour) const { return stones_[colour]; }

  /// The xor of the stones' keys.
  std::uint64_t hash() const { return hash_; }

  /// The empty points where the other colour would capture chains of this one.
  Points last_liberties(Colour colour) const {
    Points points;
    in_atari_[colour].for_each([&](int head) {
      points.add(static_cast<int>(chains_[head].sum / chains_[head].pseudo_liberties));
    });
    return points;
  }

  /// The empty points where a stone would have a liberty, or would lend one to its chain, even if
  /// it captured nothing.
  Points breathing_points(const Geometry& g, Colour colour) const {
    Points sources = empty_ | stones_[colour];
    in_atari_[colour].for_each(
        [&](int head) { for_each_stone(head, [&](int stone) { sources.remove(stone); }); });
    return empty_ & g.beside(sources);
  }

  /// The xor of the keys of all stones of this colour whose last liberty is this empty point.
  std::uint64_t hash_of_choked(const Geometry& g, int point, Colour colour) const {
    const std::array<std::uint16_t, 4>& beside = g.neighbours[point];
    std::uint64_t hash = 0;
    for (int i = 0; i < 4; ++i) {
      if (colours_[beside[i]] != colour) continue;
      const std::uint16_t head = heads_[beside[i]];
      const bool counted = std::any_of(beside.begin(), beside.begin() + i,
                                       [&](int before) { return heads_[before] == head; });
      if (!counted && in_atari_[colour].has(head)) hash ^= chains_[head].hash;
    }
    return hash;
  }

  /// Puts a stone on an empty point, removes the other colour's chains that are left without
  /// liberties, then, if there are none, its own when that has none.
  void play(const Geometry& g, int point, Colour colour) {
    place(g, point, colour);
    const std::array<std::uint16_t, 4>& beside = g.neighbours[point];
    for (const int neighbour : beside) {
      if (colours_[neighbour] == colour) {
        merge(heads_[point], heads_[neighbour]);
      } else if (is_stone(neighbour) && is_breathless(neighbour)) {
        remove_chain(g, neighbour);
      }
    }
    if (is_breathless(point)) remove_chain(g, point);
  }

  /// Puts a stone on an empty point and captures nothing, for setting up.
  void set_up(const Geometry& g, int point, Colour colour) {
    place(g, point, colour);
    for (const int neighbour : g.neighbours[point]) {
      if (colours_[neighbour] == colour) merge(heads_[point], heads_[neighbour]);
    }
  }

  /// A stone whose chain has no liberty, or -1.
  int breathless_stone(const Geometry& g) const {
    for (int p = 0; p < g.points; ++p) {
      if (is_stone(p) && is_breathless(p)) return p;
    }
    return -1;
  }

  /// Calls visit(stones, liberties) for every chain of a colour.
  template <class Visit>
  void for_each_chain(const Geometry& g, Colour colour, Visit visit) const {
    stones_[colour].for_each([&](int head) {
      if (heads_[head] != head) return;
      Points chain;
      for_each_stone(head, [&](int stone) { chain.add(stone); });
      visit(chain, (g.beside(chain) & empty_).size());
    });
  }

  /// Area by the Tromp-Taylor rules, Black's minus White's: stones, and empty points from which
  /// paths of empty points lead to stones of one colour only.
  int area_margin(const Geometry& g) const {
    const Points black = reached_from(g, stones_[kBlack]);
    const Points white = reached_from(g, stones_[kWhite]);
    return stones_[kBlack].size() + (black - white).size() - stones_[kWhite].size() -
           (white - black).size();
  }

 private:
  static constexpr int kMaxPoints = Geometry::kMaxPoints;
  static constexpr Colour kOffBoardColour = 3;
  static constexpr std::uint16_t kNoChain = kMaxPoints;

  struct Chain {
    std::uint64_t hash;              ///< the xor of its stones' keys
    std::uint32_t sum;               ///< of its pseudo-liberties
    std::uint32_t sum_of_squares;    ///< likewise
    std::uint16_t pseudo_liberties;  ///< their number
    std::uint16_t size;

    /// Adds (sign 1) or takes away (-1) a pseudo-liberty.
    void change_liberties(int point, int sign) {
      sum += static_cast<std::uint32_t>(sign * point);
      sum_of_squares += static_cast<std::uint32_t>(sign * point * point);
      pseudo_liberties = static_cast<std::uint16_t>(pseudo_liberties + sign);
    }
    /// A point can be a pseudo-liberty of at most four stones.
    bool in_atari() const {
      return pseudo_liberties >= 1 && pseudo_liberties <= 4 &&
             pseudo_liberties * sum_of_squares == sum * sum;
    }
  };

  bool is_stone(int point) const { return colours_[point] < kEmpty; }
  bool is_breathless(int stone) const { return chains_[heads_[stone]].pseudo_liberties == 0; }

  /// Of the chain that holds stone `first`. visit() may change all but the ring.
  template <class Visit>
  void for_each_stone(int first, Visit visit) const {
    int stone = first;
    do {
      visit(stone);
      stone = next_[stone];
    } while (stone != first);
  }

  /// After a change of its liberties.
  void judge_atari(int head) {
    Points& in_atari = in_atari_[colours_[head]];
    if (chains_[head].in_atari()) {
      in_atari.add(head);
    } else {
      in_atari.remove(head);
    }
  }

  /// Makes a chain of one stone, and takes its point from its neighbours' liberties.
  void place(const Geometry& g, int point, Colour colour) {
    assert(colours_[point] == kEmpty);
    colours_[point] = colour;
    heads_[point] = next_[point] = static_cast<std::uint16_t>(point);
    empty_.remove(point);
    stones_[colour].add(point);
    hash_ ^= g.keys[colour][point];
    Chain& chain = chains_[point];
    chain = {g.keys[colour][point], 0, 0, 0, 1};
    for (const int neighbour : g.neighbours[point]) {
      if (is_stone(neighbour)) {
        chains_[heads_[neighbour]].change_liberties(point, -1);
        judge_atari(heads_[neighbour]);
      } else if (colours_[neighbour] == kEmpty) {
        chain.change_liberties(neighbour, 1);
      }
    }
    judge_atari(point);
  }

  void merge(int a, int b) {
    if (a == b) return;
    if (chains_[a].size < chains_[b].size) std::swap(a, b);
    for_each_stone(b, [&](int stone) { heads_[stone] = static_cast<std::uint16_t>(a); });
    std::swap(next_[a], next_[b]);
    Chain& chain = chains_[a];
    const Chain& added = chains_[b];
    chain.hash ^= added.hash;
    chain.sum += added.sum;
    chain.sum_of_squares += added.sum_of_squares;
    chain.pseudo_liberties =
        static_cast<std::uint16_t>(chain.pseudo_liberties + added.pseudo_liberties);
    chain.size = static_cast<std::uint16_t>(chain.size + added.size);
    in_atari_[colours_[a]].remove(b);
    judge_atari(a);
  }

  void remove_chain(const Geometry& g, int first) {
    const Colour colour = colours_[first];
    const Colour other = static_cast<Colour>(1 - colour);
    const int head = heads_[first];
    hash_ ^= chains_[head].hash;
    in_atari_[colour].remove(head);
    for_each_stone(first, [&](int stone) {
      colours_[stone] = kEmpty;
      heads_[stone] = kNoChain;
      empty_.add(stone);
      stones_[colour].remove(stone);
      for (const int neighbour : g.neighbours[stone]) {
        if (colours_[neighbour] != other) continue;
        chains_[heads_[neighbour]].change_liberties(stone, 1);
        judge_atari(heads_[neighbour]);
      }
    });
  }

  /// The empty points that paths of empty points join to these stones.
  Points reached_from(const Geometry& g, const Points& stones) const {
    Points reached = g.beside(stones) & empty_;
    while (true) {
      const Points wider = reached | (g.beside(reached) & empty_);
      if (wider == reached) return reached;
      reached = wider;
    }
  }

  std::array<Points, 2> stones_{};
  std::array<Points, 2> in_atari_{};  ///< heads, by colour
  Points empty_;
  std::uint64_t hash_ = 0;
  std::array<Colour, kMaxPoints + 1> colours_;       ///< the last is beyond the edge
  std::array<std::uint16_t, kMaxPoints + 1> heads_;  ///< kNoChain where no stone is
  std::array<std::uint16_t, kMaxPoints> next_{};     ///< of stones
  std::array<Chain, kMaxPoints> chains_{};           ///< by head
};

}  // namespace tandem::go
