// A search that tells what it knows while it goes on.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "games/game.h"

namespace tandem {

struct AnalysedMove {
  Action action = 0;
  int visits = 0;
  float value = 0;  ///< for the mover, in [-1, 1]
  float prior = 0;  ///< the evaluator's probability
  bool proven = false;
  std::vector<Action> line;  ///< expected continuation, `action` first
};

struct MoveAnalysis {
  std::vector<AnalysedMove> moves;  ///< every legal one, the one to play first, then by visits
  std::int64_t visits = 0;
};

/// The search ends at whichever comes first, or when the result is proven.
struct AnalysisLimits {
  std::optional<double> seconds;
  const std::atomic<bool>* stop = nullptr;
  bool as_for_a_move = false;  ///< the visits or seconds that the player takes for a move
};

/// Belongs to one thread at a time.
class Analyst {
 public:
  virtual ~Analyst() = default;

  /// Searches a position that isn't terminal, from scratch. `report`, if there is one, is called in
  /// this thread every `interval` seconds. At least one limit must be set; the position itself is
  /// evaluated in any case. Rethrows what the evaluator throws.
  virtual MoveAnalysis analyse(const Position& position, std::uint64_t seed,
                               const AnalysisLimits& limits, double interval,
                               const std::function<void(const MoveAnalysis&)>& report) = 0;
};

}  // namespace tandem
