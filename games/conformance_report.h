// What the parts of the conformance kit share. Internal to games/conformance*.cc.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "games/game.h"

namespace tandem::conformance {

/// Collects failures, the first of each kind.
class Report {
 public:
  /// `where` tells position, moves and symmetry; may be empty for failures of the game as a whole.
  void fail(const std::string& kind, const std::string& detail, const std::string& where = "");
  bool empty() const { return lines_.empty(); }
  std::vector<std::string> take() { return std::move(lines_); }

 private:
  std::set<std::string> kinds_;
  std::vector<std::string> lines_;
};

/// Everything that can be seen of a position.
struct Observation {
  std::string text;
  std::string display;
  bool terminal = false;
  PlayerId side_to_move = 0;  ///< 0 when terminal: unspecified there
  std::vector<Action> legal;
  std::optional<Values> outcome;
  std::uint64_t board_hash = 0;
  FeatureKey feature_key;
  std::vector<float> encoding;  ///< empty when terminal
  /// What observing itself found wrong, such as a write out of bounds; empty if nothing.
  std::string fault;
};

Observation observe(const Game& game, const Position& position);

/// Stands for what the network sees of a position, encoding and legal actions, in the kit's memory
/// of thousands of positions.
using Digest = std::array<std::uint64_t, 2>;
Digest shown_digest(const Observation& seen);

/// How `actual` differs from `expected`, in words; empty if it doesn't.
std::string difference(const Game& game, const Observation& expected, const Observation& actual);

/// Action names separated by spaces; numbers where out of range.
std::string action_list(const Game& game, const std::vector<Action>& actions);

std::string values_text(const std::optional<Values>& values);

/// Checks GameInfo, the action map, the symmetries and the actions' texts.
void check_info(const Game& game, Report& report);

}  // namespace tandem::conformance
