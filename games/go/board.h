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

/// A chain is named by one of its stones, its head. It knows its stones and its liberties as sets:
/// a chain in atari has just one liberty.
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

  /// The empty points where the other colour would capture chains of this one: all that are beside
  /// chains in atari, as each of these has but one.
  Points last_liberties(const Geometry& g, Colour colour) const {
    return empty_ & g.beside(in_atari_[colour]);
  }

  /// The empty points where a stone would have a liberty, or would lend one to its chain, even if
  /// it captured nothing.
  Points breathing_points(const Geometry& g, Colour colour) const {
    return empty_ & g.beside(empty_ | (stones_[colour] - in_atari_[colour]));
  }

  /// The xor of the keys of all stones of this colour whose last liberty is this empty point.
  std::uint64_t hash_of_choked(const Geometry& g, int point, Colour colour) const {
    const std::array<std::uint16_t, 4>& beside = g.neighbours[point];
    std::uint64_t hash = 0;
    for (int i = 0; i < 4; ++i) {
      if (colours_[beside[i]] != colour || !in_atari_[colour].has(beside[i])) continue;
      const std::uint16_t head = heads_[beside[i]];
      const bool counted = std::any_of(beside.begin(), beside.begin() + i,
                                       [&](int before) { return heads_[before] == head; });
      if (!counted) hash ^= chains_[head].hash;
    }
    return hash;
  }

  /// Puts a stone on an empty point, removes the other colour's chains that are left without
  /// liberties, then, if there are none, its own when that has none.
  void play(const Geometry& g, int point, Colour colour) {
    if (place(g, point, colour)) {
      for (const int neighbour : g.neighbours[point]) {
        if (colours_[neighbour] == 1 - colour && is_breathless(neighbour)) {
          remove_chain(g, neighbour);
        }
      }
    }
    if (is_breathless(point)) remove_chain(g, point);
  }

  /// Puts a stone on an empty point and captures nothing, for setting up.
  void set_up(const Geometry& g, int point, Colour colour) { place(g, point, colour); }

  /// A stone whose chain has no liberty, or -1.
  int breathless_stone(const Geometry& g) const {
    for (int p = 0; p < g.points; ++p) {
      if (is_stone(p) && is_breathless(p)) return p;
    }
    return -1;
  }

  /// Calls visit(stones, liberties) for every chain of a colour.
  template <class Visit>
  void for_each_chain(Colour colour, Visit visit) const {
    stones_[colour].for_each([&](int head) {
      if (heads_[head] != head) return;
      visit(chains_[head].stones, chains_[head].liberties.size());
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
    Points stones;
    Points liberties;
    std::uint64_t hash;  ///< the xor of its stones' keys
    int size;            ///< the number of its stones
  };

  bool is_stone(int point) const { return colours_[point] < kEmpty; }
  bool is_breathless(int stone) const { return chains_[heads_[stone]].liberties.empty(); }

  /// After a change of its liberties.
  void judge_atari(int head) {
    const Chain& chain = chains_[head];
    Points& in_atari = in_atari_[colours_[head]];
    in_atari = chain.liberties.has_one_point() ? in_atari | chain.stones : in_atari - chain.stones;
  }

  /// Puts a stone and joins it to its colour's chains around it; takes its point from all chains'
  /// liberties. Returns whether that leaves one of the other colour's chains without any.
  bool place(const Geometry& g, int point, Colour colour) {
    assert(colours_[point] == kEmpty);
    Chain& single = chains_[point];
    single = {{}, g.beside_point[point] & empty_, g.keys[colour][point], 1};
    single.stones.add(point);
    heads_[point] = static_cast<std::uint16_t>(point);
    colours_[point] = colour;
    stones_[colour].add(point);
    empty_.remove(point);
    hash_ ^= g.keys[colour][point];
    bool captures = false;
    for (const int neighbour : g.neighbours[point]) {
      if (colours_[neighbour] == colour) {
        merge(heads_[point], heads_[neighbour]);
      } else if (is_stone(neighbour)) {
        const int head = heads_[neighbour];
        chains_[head].liberties.remove(point);
        captures |= chains_[head].liberties.empty();
        judge_atari(head);
      }
    }
    chains_[heads_[point]].liberties.remove(point);
    judge_atari(heads_[point]);
    return captures;
  }

  /// Makes one chain of two, named as the larger was. Whether it is in atari is left to judge.
  void merge(int a, int b) {
    if (a == b) return;
    if (chains_[a].size < chains_[b].size) std::swap(a, b);
    Chain& chain = chains_[a];
    const Chain& added = chains_[b];
    added.stones.for_each([&](int stone) { heads_[stone] = static_cast<std::uint16_t>(a); });
    chain.stones = chain.stones | added.stones;
    chain.liberties = chain.liberties | added.liberties;
    chain.hash ^= added.hash;
    chain.size += added.size;
  }

  void remove_chain(const Geometry& g, int first) {
    const Colour colour = colours_[first];
    const Colour other = static_cast<Colour>(1 - colour);
    const int head = heads_[first];
    const Points& removed = chains_[head].stones;
    hash_ ^= chains_[head].hash;
    empty_ = empty_ | removed;
    stones_[colour] = stones_[colour] - removed;
    removed.for_each([&](int stone) {
      colours_[stone] = kEmpty;
      heads_[stone] = kNoChain;
      for (const int neighbour : g.neighbours[stone]) {
        if (colours_[neighbour] != other) continue;
        chains_[heads_[neighbour]].liberties.add(stone);
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
  std::array<Points, 2> in_atari_{};  ///< the stones of chains in atari, by colour
  Points empty_;
  std::uint64_t hash_ = 0;
  std::array<Colour, kMaxPoints + 1> colours_;       ///< the last is beyond the edge
  std::array<std::uint16_t, kMaxPoints + 1> heads_;  ///< kNoChain where no stone is
  std::array<Chain, kMaxPoints> chains_{};           ///< by head
};

}  // namespace tandem::go
