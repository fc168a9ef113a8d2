// H-search: connections that a player can force (Anshelevich 2002, "A hierarchical approach to
// computer Hex").
//
// A *full* connection joins two points though the opponent moves first, a *semi* connection if the
// player moves first; either needs only the free squares of its carrier, whoever owns the rest.
// Points are free squares (counted as the player's), and his groups of stones; his two sides are
// groups too. The rules:
//
//   and: full connections with disjoint carriers that meet in a group make a full connection; if
//        they meet in a free square, a semi connection, whose first move is that square; and a full
//        and a semi connection that meet in a group make a semi connection.
//   or:  semi connections of the same points make a full connection if no square is in all their
//        carriers: the opponent can't stop them all at once.
//
// Squares as both ends are left to neighbours and bridges, which keeps the work small.
#pragma once

#include <array>
#include <memory>
#include <optional>

#include "games/hex/bitboard.h"

namespace tandem::hex {

/// What is known about joining top and bottom.
struct SidesJoined {
  std::optional<Bits> full;  ///< the carrier, empty if they are joined already
  std::optional<Bits> semi;  ///< the smallest carrier found
  /// Squares in every semi connection's carrier: only there can the opponent, to move, hope to stop
  /// them. All squares if there is no semi connection.
  Bits must_play = ~Bits{0};
  Bits threats = 0;  ///< union of the carriers that must_play was narrowed by
};

/// A place to work, used again and again; not thread-safe.
class VirtualConnections {
 public:
  explicit VirtualConnections(int size);
  ~VirtualConnections();

  /// For the player with the stones `mine`, who joins top and bottom. Stops at the first full
  /// connection, or, if `semi_is_enough`, at the first semi connection.
  SidesJoined join_sides(Bits mine, Bits theirs, bool semi_is_enough);

 private:
  class Builder;
  std::unique_ptr<Builder> builder_;
};

}  // namespace tandem::hex
