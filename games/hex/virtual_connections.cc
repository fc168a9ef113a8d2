#include "games/hex/virtual_connections.h"

#include <algorithm>
#include <vector>

namespace tandem::hex {
namespace {

constexpr int kSquares = 64;
constexpr int kTop = 0;
constexpr int kBottom = 1;
constexpr int kMaxGroups = 2 + 32;  // a row has at most 4 stones that don't touch
constexpr int kPoints = kSquares + kMaxGroups;

// Carriers kept for a pair of points; when there are more, the smallest stay.
constexpr int kMaxFull = 8;
constexpr int kMaxSemi = 16;
// Semi connections that the or-rule combines.
constexpr int kMaxOr = 4;

/// A point: squares have the numbers 0 .. 63, groups follow.
using Point = int;
constexpr bool is_square(Point point) { return point < kSquares; }
constexpr Point point_of(int group) { return kSquares + group; }
constexpr int group_of(Point point) { return point - kSquares; }
constexpr Bits squares_of(Point point) { return is_square(point) ? bit(point) : 0; }

/// std::popcount without a call where the compiler may not use the instruction.
constexpr int count_bits(Bits bits) {
  bits -= (bits >> 1) & 0x5555555555555555ull;
  bits = (bits & 0x3333333333333333ull) + ((bits >> 2) & 0x3333333333333333ull);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Full;
  return static_cast<int>(bits * 0x0101010101010101ull >> 56);
}

/// Carriers of one pair of points, the smallest first; none contains another.
template <int Capacity>
class Carriers {
 public:
  void clear() { count_ = 0; }
  int size() const { return count_; }
  Bits operator[](int i) const { return list_[i]; }
  const Bits* begin() const { return list_.data(); }
  const Bits* end() const { return list_.data() + count_; }

  bool has(Bits carrier) const { return std::find(begin(), end(), carrier) != end(); }
  bool has_within(Bits carrier) const {
    return std::any_of(begin(), end(), [&](Bits known) { return (known & ~carrier) == 0; });
  }

  /// False if it contains a known one, or if there are enough that are no larger.
  bool add(Bits carrier) {
    const int squares = count_bits(carrier);
    int place = 0;
    for (; place < count_ && squares_[place] <= squares; ++place) {
      if ((list_[place] & ~carrier) == 0) return false;
    }
    if (place == Capacity) return false;
    int kept = place;
    for (int i = place; i < count_; ++i) {
      if ((carrier & ~list_[i]) == 0) continue;
      list_[kept] = list_[i];
      squares_[kept++] = squares_[i];
    }
    count_ = std::min(kept + 1, Capacity);
    for (int i = count_ - 1; i > place; --i) {
      list_[i] = list_[i - 1];
      squares_[i] = squares_[i - 1];
    }
    list_[place] = carrier;
    squares_[place] = static_cast<std::uint8_t>(squares);
    return true;
  }

 private:
  int count_ = 0;
  std::array<std::uint8_t, Capacity> squares_;  ///< their numbers of squares
  std::array<Bits, Capacity> list_;
};

/// A free square two steps away and the two squares between.
struct Bridge {
  int end = 0;
  Bits carrier = 0;
};

constexpr int kRowSteps[] = {-1, -1, 0, 1, 1, 0};
constexpr int kColumnSteps[] = {0, 1, 1, 0, -1, -1};

std::array<std::vector<Bridge>, kSquares> bridges_of(int size) {
  std::array<std::vector<Bridge>, kSquares> bridges;
  const auto square = [size](int row, int column) {
    const bool inside = row >= 0 && row < size && column >= 0 && column < size;
    return inside ? 8 * row + column : -1;
  };
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      for (int i = 0; i < 6; ++i) {
        const int j = (i + 1) % 6;
        const int end =
            square(row + kRowSteps[i] + kRowSteps[j], column + kColumnSteps[i] + kColumnSteps[j]);
        if (end < 0) continue;
        const int first = square(row + kRowSteps[i], column + kColumnSteps[i]);
        const int second = square(row + kRowSteps[j], column + kColumnSteps[j]);
        bridges[8 * row + column].push_back({end, bit(first) | bit(second)});
      }
    }
  }
  return bridges;
}

}  // namespace

class VirtualConnections::Builder {
 public:
  explicit Builder(int size) : size_(size), board_(whole_board(size)), bridges_(bridges_of(size)) {}

  SidesJoined build(Bits mine, Bits theirs, bool semi_is_enough) {
    free_ = board_ & ~mine & ~theirs;
    semi_is_enough_ = semi_is_enough;
    result_ = {};
    queue_.clear();
    find_groups(mine);
    if (result_.full) return result_;
    for (int group = 0; group < group_count_; ++group) {
      for (Bits rest = touching_[group] & free_; rest != 0; rest &= rest - 1) {
        add_full(group, first_square(rest), 0);
      }
    }
    for (std::size_t next = 0; next < queue_.size() && !done(); ++next) {
      const Connection connection = queue_[next];
      if (connection.semi) {
        extend_semi(connection.group, connection.point, connection.carrier);
      } else {
        extend_full(connection.group, connection.point, connection.carrier);
      }
    }
    return result_;
  }

 private:
  struct Connection {
    int group;
    Point point;
    bool semi;
    Bits carrier;
  };

  bool done() const { return result_.full || (semi_is_enough_ && result_.semi); }

  /// Groups and the squares that touch them, and no connections yet.
  void find_groups(Bits mine) {
    const Bits top = grown(mine & top_row(size_), mine);
    const Bits bottom = grown(mine & bottom_row(size_), mine);
    if ((top & bottom) != 0) {
      result_.full = 0;
      return;
    }
    touching_[kTop] = top_row(size_) | neighbours(top);
    touching_[kBottom] = bottom_row(size_) | neighbours(bottom);
    group_count_ = 2;
    for (Bits rest = mine & ~top & ~bottom; rest != 0;) {
      const Bits group = grown(rest & -rest, mine);
      touching_[group_count_++] = neighbours(group);
      rest &= ~group;
    }
    for (int group = 0; group < group_count_; ++group) {
      for (int point = 0; point < kSquares + group_count_; ++point) {
        full_[group][point].clear();
        semi_[group][point].clear();
      }
    }
  }

  static Bits grown(Bits group, Bits stones) {
    for (Bits before = 0; before != group;) {
      before = group;
      group |= neighbours(group) & stones;
    }
    return group;
  }

  // Connections of two groups are kept under the one with the lesser number.
  template <class Table>
  static auto& of_pair(Table& table, int group, Point point) {
    const bool exchange = !is_square(point) && group_of(point) < group;
    return exchange ? table[group_of(point)][point_of(group)] : table[group][point];
  }
  Carriers<kMaxFull>& full(int group, Point point) { return of_pair(full_, group, point); }
  Carriers<kMaxSemi>& semi(int group, Point point) { return of_pair(semi_, group, point); }

  static bool are_sides(int group, Point point) {
    return (group == kTop && point == point_of(kBottom)) ||
           (group == kBottom && point == point_of(kTop));
  }

  void add_full(int group, Point point, Bits carrier) {
    if (are_sides(group, point)) {
      result_.full = carrier;
    } else if (full(group, point).add(carrier)) {
      queue_.push_back({group, point, false, carrier});
    }
  }

  void add_semi(int group, Point point, Bits carrier) {
    if (are_sides(group, point)) return add_threat(carrier);
    if (full(group, point).has_within(carrier)) return;
    if (semi(group, point).add(carrier)) queue_.push_back({group, point, true, carrier});
  }

  /// The or-rule for the sides, for any number of semi connections.
  void add_threat(Bits carrier) {
    if (!result_.semi || count_bits(carrier) < count_bits(*result_.semi)) {
      result_.semi = carrier;
    }
    if ((result_.must_play & ~carrier) == 0) return;
    result_.must_play &= carrier;
    result_.threats |= carrier;
    if (result_.must_play == 0) result_.full = result_.threats;
  }

  void extend_full(int group, Point point, Bits carrier) {
    if (!full(group, point).has(carrier)) return;  // a smaller one was found since
    if (is_square(point)) {
      meet_in_square(group, point, carrier);
    } else {
      meet_in_group(group_of(point), point_of(group), carrier, false);
    }
    meet_in_group(group, point, carrier, false);
  }

  void extend_semi(int group, Point point, Bits carrier) {
    if (!semi(group, point).has(carrier)) return;
    combine_semis(group, point, carrier);
    if (full(group, point).has_within(carrier)) return;
    if (!is_square(point)) meet_in_group(group_of(point), point_of(group), carrier, true);
    meet_in_group(group, point, carrier, true);
  }

  void meet_in_square(int group, int square, Bits carrier) {
    const Bits with_square = carrier | bit(square);
    for (int other = 0; other < group_count_; ++other) {
      if (other == group) continue;
      for (const Bits second : full(other, square)) {
        if ((second & carrier) == 0) add_semi(group, point_of(other), with_square | second);
      }
    }
    for (Bits rest = neighbours(bit(square)) & free_ & ~carrier; rest != 0; rest &= rest - 1) {
      add_semi(group, first_square(rest), with_square);
    }
    for (const Bridge& bridge : bridges_[square]) {
      const Bits needed = bridge.carrier | bit(bridge.end);
      if ((needed & ~free_) != 0 || (needed & carrier) != 0) continue;
      add_semi(group, bridge.end, with_square | bridge.carrier);
    }
  }

  /// Goes on through the group `middle`, to which `end` has the new connection.
  void meet_in_group(int middle, Point end, Bits carrier, bool is_semi) {
    for (int other = 0; other < group_count_; ++other) {
      if (other != middle && point_of(other) != end) {
        go_on(middle, end, carrier, is_semi, point_of(other));
      }
    }
    if (is_square(end)) return;
    for (Bits rest = free_ & ~carrier; rest != 0; rest &= rest - 1) {
      go_on(middle, end, carrier, is_semi, first_square(rest));
    }
  }

  /// `end` or `to` is a group.
  void go_on(int middle, Point end, Bits carrier, bool is_semi, Point to) {
    const int group = is_square(end) ? group_of(to) : group_of(end);
    const Point point = is_square(end) ? end : to;
    const Bits taken = carrier | squares_of(end);
    for (const Bits second : full(middle, to)) {
      if ((second & taken) != 0) continue;
      if (is_semi) {
        add_semi(group, point, carrier | second);
      } else {
        add_full(group, point, carrier | second);
      }
    }
    if (is_semi) return;
    for (const Bits second : semi(middle, to)) {
      if ((second & taken) == 0) add_semi(group, point, carrier | second);
    }
  }

  void combine_semis(int group, Point point, Bits carrier) {
    const Carriers<kMaxSemi>& known = semi(group, point);
    in_all_from_[known.size()] = ~Bits{0};
    for (int i = known.size() - 1; i >= 0; --i) in_all_from_[i] = in_all_from_[i + 1] & known[i];
    combine(group, point, 0, carrier, carrier, kMaxOr - 1);
  }

  /// Adds semi connections from number `from` on until no square is in all.
  void combine(int group, Point point, int from, Bits common, Bits all, int more) {
    const Carriers<kMaxSemi>& known = semi(group, point);
    for (int i = from; i < known.size(); ++i) {
      if ((common & in_all_from_[i]) != 0) return;
      const Bits still_common = common & known[i];
      if (still_common == common) continue;
      if (still_common == 0) {
        add_full(group, point, all | known[i]);
      } else if (more > 1) {
        combine(group, point, i + 1, still_common, all | known[i], more - 1);
      }
    }
  }

  int size_;
  Bits board_;
  std::array<std::vector<Bridge>, kSquares> bridges_;
  Bits free_ = 0;
  bool semi_is_enough_ = false;
  SidesJoined result_;
  std::vector<Connection> queue_;
  std::array<Bits, kMaxSemi + 1> in_all_from_{};  ///< common to the semis from each number on
  int group_count_ = 0;
  std::array<Bits, kMaxGroups> touching_{};
  std::array<std::array<Carriers<kMaxFull>, kPoints>, kMaxGroups> full_;
  std::array<std::array<Carriers<kMaxSemi>, kPoints>, kMaxGroups> semi_;
};

VirtualConnections::VirtualConnections(int size) : builder_(std::make_unique<Builder>(size)) {}
VirtualConnections::~VirtualConnections() = default;

SidesJoined VirtualConnections::join_sides(Bits mine, Bits theirs, bool semi_is_enough) {
  return builder_->build(mine, theirs, semi_is_enough);
}

}  // namespace tandem::hex
