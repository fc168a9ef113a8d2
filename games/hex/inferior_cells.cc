#include "games/hex/inferior_cells.h"

#include <array>
#include <bitset>

namespace tandem::hex {
namespace {

// The ring of six squares around a square, in order, each in two bits. Beyond the board lie the
// sides: the top and bottom count as stones of the player who joins them, and so on.
enum : unsigned { kFree = 0, kMine = 1, kTheirs = 2 };
using Ring = unsigned;

constexpr int kRingSize = 6;
constexpr int kRings = 1 << (2 * kRingSize);
constexpr std::array<int, kRingSize> kRowSteps = {-1, -1, 0, 1, 1, 0};
constexpr std::array<int, kRingSize> kColumnSteps = {0, 1, 1, 0, -1, -1};

constexpr unsigned place_in(Ring ring, int i) { return ring >> (2 * i) & 3; }

/// Whether a full ring has at most one run of each colour.
bool has_one_run(Ring ring) {
  int changes = 0;
  for (int i = 0; i < kRingSize; ++i) {
    changes += place_in(ring, i) != place_in(ring, (i + 1) % kRingSize);
  }
  return changes <= 2;
}

bool has_one_run_however_filled(Ring ring, int from = 0) {
  for (int i = from; i < kRingSize; ++i) {
    if (place_in(ring, i) != kFree) continue;
    return has_one_run_however_filled(ring | kMine << (2 * i), i + 1) &&
           has_one_run_however_filled(ring | kTheirs << (2 * i), i + 1);
  }
  return has_one_run(ring);
}

const std::bitset<kRings>& dead_rings() {
  static const std::bitset<kRings> kDead = [] {
    std::bitset<kRings> dead;
    for (Ring ring = 0; ring < kRings; ++ring) {
      if ((ring & ring >> 1 & 0x555) == 0) dead[ring] = has_one_run_however_filled(ring);
    }
    return dead;
  }();
  return kDead;
}

/// The ring of one square of a board: what lies beyond the board, and the squares on it.
struct Surroundings {
  Ring beyond = 0;
  std::array<int, kRingSize> squares{};  ///< -1 beyond the board
};

using Plan = std::array<Surroundings, 64>;

Plan make_plan(int size) {
  Plan plan;
  for (int square = 0; square < 64; ++square) {
    for (int i = 0; i < kRingSize; ++i) {
      const int row = square / 8 + kRowSteps[i];
      const int column = square % 8 + kColumnSteps[i];
      plan[square].squares[i] = -1;
      if (row < 0 || row >= size) {
        plan[square].beyond |= kMine << (2 * i);
      } else if (column < 0 || column >= size) {
        plan[square].beyond |= kTheirs << (2 * i);
      } else {
        plan[square].squares[i] = 8 * row + column;
      }
    }
  }
  return plan;
}

const Plan& plan_of(int size) {
  static const auto kPlans = [] {
    std::array<Plan, kMaxBitboardSize + 1> plans;
    for (int n = 0; n <= kMaxBitboardSize; ++n) plans[n] = make_plan(n);
    return plans;
  }();
  return kPlans[size];
}

Ring ring_of(const Surroundings& around, const Bitboard& board) {
  Ring ring = around.beyond;
  for (int i = 0; i < kRingSize; ++i) {
    if (around.squares[i] < 0) continue;
    ring |= static_cast<Ring>(board.mine >> around.squares[i] & 1) << (2 * i);
    ring |= static_cast<Ring>(board.theirs >> around.squares[i] & 1) << (2 * i + 1);
  }
  return ring;
}

/// Fills squares in one after the other until nothing changes.
class FillIn {
 public:
  FillIn(int size, const Bitboard& board)
      : plan_(plan_of(size)), squares_(whole_board(size)), filled_{board} {
    Bits pending = squares_ & ~board.all();
    while (pending != 0) {
      const Bits square = pending & -pending;
      pending &= ~square;
      if (const Bits changed = look_at(square); changed != 0) {
        pending |= neighbours(neighbours(changed)) | neighbours(changed);
        pending &= squares_ & ~filled_.board.all();
      }
    }
  }

  const Filled& result() const { return filled_; }

 private:
  /// Returns the squares filled in.
  Bits look_at(Bits square) {
    const Surroundings& around = plan_[first_square(square)];
    const Ring ring = ring_of(around, filled_.board);
    if (dead_rings()[ring]) {
      filled_.board.theirs |= square;
      return square;
    }
    for (int i = 0; i < kRingSize; ++i) {
      if (around.squares[i] < 0 || place_in(ring, i) != kFree) continue;
      for (const unsigned colour : {kMine, kTheirs}) {
        if (!dead_rings()[ring | colour << (2 * i)]) continue;
        // Seen from the neighbour, the square lies opposite.
        const Ring other = ring_of(plan_[around.squares[i]], filled_.board);
        const int opposite = (i + kRingSize / 2) % kRingSize;
        if (!dead_rings()[other | colour << (2 * opposite)]) continue;
        return capture(square | bit(around.squares[i]), colour);
      }
    }
    return 0;
  }

  Bits capture(Bits squares, unsigned colour) {
    (colour == kMine ? filled_.board.mine : filled_.board.theirs) |= squares;
    (colour == kMine ? filled_.mine : filled_.theirs) |= squares;
    return squares;
  }

  const Plan& plan_;
  const Bits squares_;
  Filled filled_;
};

}  // namespace

Filled fill_in(int size, const Bitboard& board) { return FillIn(size, board).result(); }

Vulnerable vulnerable_squares(int size, const Bitboard& board, Bits among) {
  const Plan& plan = plan_of(size);
  Vulnerable found;
  for (Bits rest = among; rest != 0; rest &= rest - 1) {
    const Surroundings& around = plan[first_square(rest)];
    const Ring ring = ring_of(around, board);
    for (int i = 0; i < kRingSize; ++i) {
      if (around.squares[i] < 0 || place_in(ring, i) != kFree) continue;
      if (!dead_rings()[ring | kTheirs << (2 * i)]) continue;
      found.squares |= rest & -rest;
      found.killers |= bit(around.squares[i]);
      break;
    }
  }
  return found;
}

}  // namespace tandem::hex
