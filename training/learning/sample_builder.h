// From a recorded position to what the network learns: features and targets, under a symmetry.
//
// Value target. The "result" of a position is the exact value of the first proven root at or after
// it, or the game's outcome where no later root was proven (a proof says how the position goes with
// best play; what was played after it may not). A position that is proven itself has exactly its
// proven value as target; any other mixes the result with the search's root value, (1 - f) * result
// + f * search value, f = search_value_fraction. Forced opening plies have no samples.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "games/game.h"
#include "proto/game_record.pb.h"

namespace tandem {

/// Where one sample goes: a row of each of the batch's tensors. A = number of actions, the game's
/// or more.
struct SampleRow {
  std::span<float> features;     ///< FeatureShape::size()
  std::span<float> policy;       ///< [A] sums to 1 over the legal actions
  std::span<float> legal;        ///< [A] 1 where legal, else 0
  std::span<float> wdl;          ///< [3] win, draw, loss for the side to move
  std::span<float> reply;        ///< [A] target of the next move; all 0 where it had no full search
  std::span<float> reply_legal;  ///< [A] legal actions of the next move, 0 likewise
};

/// Win, draw and loss of a known value, with win - loss = `value`: |value| is win or loss, the rest
/// draw.
std::array<float, 3> wdl_of_result(float value);

/// Win, draw and loss of an uncertain value: two half points, each won with probability (1 + value)
/// / 2.
std::array<float, 3> wdl_of_estimate(float value);

/// Not thread-safe (keeps scratch positions).
class SampleBuilder {
 public:
  /// Rows may be of a canvas that is larger than the game's board (engine/network/family.h), and
  /// have more actions than the game.
  SampleBuilder(std::shared_ptr<const Game> game, double search_value_fraction,
                const FeatureShape& canvas);
  SampleBuilder(const std::shared_ptr<const Game>& game, double search_value_fraction)
      : SampleBuilder(game, search_value_fraction, game->info().features) {}

  /// Fills `row` for the position before moves(move_index), which had the full search, with board
  /// and actions relabelled by symmetry number `symmetry` (0: as played). The game is over.
  void build(const GameRecord& record, int move_index, int symmetry, const SampleRow& row);

 private:
  void go_to(const GameRecord& record, int move_index);
  void write_features(int symmetry, std::span<float> out);
  void write_policy(const Position& position, const MoveRecord& move, const Symmetry& symmetry,
                    std::span<float> target, std::span<float> legal);
  std::array<float, 3> value_target(const GameRecord& record, int move_index);
  float result_for(const GameRecord& record, int move_index, PlayerId player);

  std::shared_ptr<const Game> game_;
  double search_value_fraction_;
  FeatureShape canvas_;
  std::vector<std::vector<int>> canvas_squares_;  ///< of each symmetry, where it brings each square
  std::unique_ptr<Position> initial_;
  std::unique_ptr<Position> position_;
  std::unique_ptr<Position> later_;
  std::vector<Action> legal_;
  std::vector<float> planes_;
};

}  // namespace tandem
