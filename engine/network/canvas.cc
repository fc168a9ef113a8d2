#include "engine/network/canvas.h"

#include <algorithm>
#include <cassert>

#include "engine/network/family.h"
#include "engine/network/policy_layout.h"

namespace tandem {

using torch::Tensor;

namespace {

/// A table of zeros with a row a game.
Tensor zeros(std::size_t games, std::size_t columns, torch::ScalarType type) {
  return torch::zeros({static_cast<std::int64_t>(games), static_cast<std::int64_t>(columns)}, type);
}

}  // namespace

Canvas::Canvas(std::span<const GameInfo> games) {
  assert(!games.empty());
  std::vector<PolicyLayout> layouts;
  std::size_t policy_squares = 0;
  features_.channels = games[0].features.channels;
  for (const GameInfo& game : games) {
    features_.height = std::max(features_.height, game.features.height);
    features_.width = std::max(features_.width, game.features.width);
    num_actions_ = std::max(num_actions_, game.num_actions);
    layouts.emplace_back(game);
    policy_squares = std::max(policy_squares, layouts.back().squares.size());
  }
  board_ = zeros(games.size(), features_.squares(), torch::kFloat);
  policy_squares_ = zeros(games.size(), policy_squares, torch::kLong);
  policy_board_ = zeros(games.size(), policy_squares, torch::kFloat);
  actions_ = zeros(games.size(), num_actions_, torch::kLong);

  auto board = board_.accessor<float, 2>();
  auto squares = policy_squares_.accessor<std::int64_t, 2>();
  auto policy_board = policy_board_.accessor<float, 2>();
  auto actions = actions_.accessor<std::int64_t, 2>();
  for (std::size_t i = 0; i < games.size(); ++i) {
    const auto game = static_cast<std::int64_t>(i);
    const FeatureShape& shape = games[i].features;
    const PolicyLayout& layout = layouts[i];
    for (int square = 0; square < shape.squares(); ++square) {
      board[game][square_on_canvas(shape, square, features_.width)] = 1;
    }
    for (std::size_t p = 0; p < policy_squares; ++p) {
      const bool used = p < layout.squares.size();
      const auto square = static_cast<int>(layout.squares[used ? p : 0]);
      squares[game][static_cast<std::int64_t>(p)] =
          square_on_canvas(shape, square, features_.width);
      policy_board[game][static_cast<std::int64_t>(p)] = used ? 1 : 0;
    }
    // Global logits follow the board's, which are those of the canvas here.
    const auto board_logits = static_cast<std::int64_t>(layout.squares.size()) * layout.planes;
    const auto canvas_logits = static_cast<std::int64_t>(policy_squares) * layout.planes;
    for (int action = 0; action < games[i].num_actions; ++action) {
      const std::int64_t place = layout.gather[action];
      actions[game][action] = place < board_logits ? place : place - board_logits + canvas_logits;
    }
  }
}

CanvasRows Canvas::rows(std::span<const int> game_of_row) const {
  const std::vector<std::int64_t> games(game_of_row.begin(), game_of_row.end());
  const Tensor game = torch::tensor(games, torch::kLong);
  const Tensor first = torch::arange(game.size(0), torch::kLong) * features_.squares();
  CanvasRows rows;
  rows.board = board_.index_select(0, game);
  rows.area = rows.board.sum(1, /*keepdim=*/true);
  rows.squares = rows.board.flatten().nonzero().flatten();
  rows.board = rows.board.unsqueeze(-1);
  rows.policy_squares = (policy_squares_.index_select(0, game) + first.unsqueeze(-1)).flatten();
  rows.policy_board = policy_board_.index_select(0, game).unsqueeze(-1);
  rows.actions = actions_.index_select(0, game);
  return rows;
}

}  // namespace tandem
