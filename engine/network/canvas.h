// Boards of several sizes in one batch: each lies in the first rows and columns of a canvas that
// has the largest height and width. What stands beside a board is padding, which must not change
// anything: the network keeps it at 0 after whatever might write there, and counts and normalises
// over the boards' own squares. Included by engine/network and training/learning sources only
// (LibTorch).
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <span>
#include <vector>

#include "games/game.h"

namespace tandem {

/// Where the boards and actions of a batch's B rows are on a canvas of K squares. The policy head
/// computes P squares of every row, and a row has at most A actions.
struct CanvasRows {
  torch::Tensor board;  ///< [B, K, 1] float: 1 on the row's board, 0 beside it
  torch::Tensor area;   ///< [B, 1] float: squares of the row's board
  /// [sum of areas] int64: of every square of every board, K * row + square of the canvas.
  torch::Tensor squares;
  /// [B * P] int64, likewise: a row with fewer policy squares fills up with its first.
  torch::Tensor policy_squares;
  torch::Tensor policy_board;  ///< [B, P, 1] float: 0 where it is filled up
  /// [B, A] int64: of each action the place among its row's board logits (square by square) and
  /// global logits; any, where the row's game has no such action.
  torch::Tensor actions;
};

/// The canvas of some games of one family.
class Canvas {
 public:
  /// At least one game.
  explicit Canvas(std::span<const GameInfo> games);

  const FeatureShape& features() const { return features_; }
  int num_actions() const { return num_actions_; }  ///< of the game that has most

  /// Of a batch whose row i shows a board of game number game_of_row[i].
  CanvasRows rows(std::span<const int> game_of_row) const;

 private:
  FeatureShape features_;
  int num_actions_ = 0;
  // A row a game.
  torch::Tensor board_;
  torch::Tensor policy_squares_;
  torch::Tensor policy_board_;
  torch::Tensor actions_;
};

}  // namespace tandem
