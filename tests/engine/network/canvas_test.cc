// Boards of several sizes in one batch: the same position gives the same answer, statistics and
// gradients alone and on a canvas, whatever stands beside its board.
#include "engine/network/canvas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/network/folded_network.h"
#include "engine/network/policy_layout.h"
#include "games/registry.h"
#include "tests/engine/network/finite_differences.h"
#include "tests/engine/network/network_examples.h"

namespace tandem {
namespace {

using torch::Tensor;

/// Two planes of board actions on some squares of any board, and two global actions.
GameInfo globals_of_size(int height, int width) {
  GameInfo game;
  game.name = "example";
  game.features = {2, height, width};
  const int last = height * width - 1;
  game.action_map = {{0, 0}, {1, 0}, {1, last}, {0, ActionPlace::kGlobal}, {0, last - 1}};
  for (int square = 1; square < width; ++square) game.action_map.push_back({0, square});
  game.action_map.push_back({1, ActionPlace::kGlobal});
  game.num_actions = static_cast<int>(game.action_map.size());
  game.max_legal_actions = game.num_actions;
  return game;
}

/// Games of one family, none of which is as high and as wide as their canvas.
std::vector<GameInfo> family(const std::string& name) {
  if (name == "with_globals") {
    return {globals_of_size(3, 4), globals_of_size(5, 2), globals_of_size(4, 6)};
  }
  std::vector<GameInfo> games;
  for (const char* size : {"(rows=4,columns=4)", "(rows=6,columns=5)", "(rows=4,columns=7)"}) {
    games.push_back(make_game("connect_four" + std::string(size))->info());
  }
  return games;
}

/// A batch of all of a family's sizes, mixed, with something beside the boards that stands out.
class MixedBatch {
 public:
  explicit MixedBatch(const std::vector<GameInfo>& games) : games_(games), canvas_(games) {
    torch::manual_seed(4);
    const FeatureShape& shape = canvas_.features();
    const auto rows = static_cast<std::int64_t>(game_of_row_.size());
    features_ = 50 + 100 * torch::randn({rows, shape.channels, shape.height, shape.width});
    for (std::int64_t row = 0; row < rows; ++row) {
      const Tensor board = random_features(games_[game_of_row_[row]].features, 1);
      boards_.push_back(board);
      on_board(features_, row).copy_(board[0]);
    }
  }

  /// The part of row `row` of `planes` [B, C, H, W] where its board lies.
  Tensor on_board(const Tensor& planes, std::int64_t row) const {
    const FeatureShape& board = games_[game_of_row_[row]].features;
    return planes[row].narrow(1, 0, board.height).narrow(2, 0, board.width);
  }

  std::size_t size() const { return game_of_row_.size(); }
  const GameInfo& game(std::size_t row) const { return games_[game_of_row_[row]]; }
  /// [1, C, h, w] at its own size.
  const Tensor& board(std::size_t row) const { return boards_[row]; }
  const std::vector<Tensor>& boards() const { return boards_; }
  const Tensor& features() const { return features_; }
  CanvasRows rows() const { return canvas_.rows(game_of_row_); }
  NetworkInput input(torch::ScalarType type = torch::kFloat) const {
    return {features_.to(type), rows()};
  }

 private:
  std::vector<GameInfo> games_;
  Canvas canvas_;
  std::vector<int> game_of_row_ = {0, 2, 1, 1, 0, 2, 2, 0};
  std::vector<Tensor> boards_;
  Tensor features_;
};

/// A network whose every bias is away from 0, so that it would show beside the boards.
NetworkModule biased_network(const GameInfo& game) {
  NetworkModule module = experienced_network(game, small_config());
  torch::NoGradGuard no_grad;
  for (auto& item : module->named_parameters()) {
    if (item.key().ends_with(".bias")) {
      item.value().add_(torch::randn_like(item.value()) * 0.5);
    }
  }
  return module;
}

/// The same weights for another game of the family.
NetworkModule module_for(const GameInfo& game, const NetworkModule& module) {
  NetworkModule other(game, small_config(), /*auxiliary_heads=*/true);
  set_network_tensors(other, network_tensors(module, true), "copy");
  other->eval();
  return other;
}

/// Row `row` of a canvas's logits, for its own game's actions alone.
Tensor own_actions(const Tensor& logits, std::size_t row, const GameInfo& game) {
  return logits[static_cast<std::int64_t>(row)].narrow(0, 0, game.num_actions);
}

double difference(const Tensor& a, const Tensor& b) { return (a - b).abs().max().item<double>(); }

class CanvasTest : public testing::TestWithParam<const char*> {
 protected:
  std::vector<GameInfo> games_ = family(GetParam());
  MixedBatch batch_{games_};
};

INSTANTIATE_TEST_SUITE_P(Families, CanvasTest, testing::Values("connect_four", "with_globals"));

TEST_P(CanvasTest, APositionHasTheSameAnswerAloneAndInAMixedBatch) {
  torch::NoGradGuard no_grad;
  NetworkModule module = biased_network(games_[0]);
  const NetworkOutput mixed = module->forward(batch_.input());
  EXPECT_GT(mixed.policy.std().item<double>(), 0.1) << "the example is too tame to show errors";
  for (std::size_t row = 0; row < batch_.size(); ++row) {
    const GameInfo& game = batch_.game(row);
    const NetworkOutput alone = module_for(game, module)->forward(batch_.board(row));
    const auto at = static_cast<std::int64_t>(row);
    EXPECT_LT(difference(own_actions(mixed.policy, row, game), alone.policy[0]), 1e-5);
    EXPECT_LT(difference(own_actions(mixed.soft_policy, row, game), alone.soft_policy[0]), 1e-5);
    EXPECT_LT(difference(own_actions(mixed.reply_policy, row, game), alone.reply_policy[0]), 1e-5);
    EXPECT_LT(difference(mixed.wdl[at], alone.wdl[0]), 1e-5);
  }
}

// What the test above would overlook if padding didn't matter: on a canvas without masks, even
// zeros beside the boards change the answers.
TEST_P(CanvasTest, WithoutMasksPaddingWouldShow) {
  torch::NoGradGuard no_grad;
  NetworkModule module = biased_network(games_[0]);
  GameInfo canvas = games_[0];
  canvas.features = Canvas(games_).features();
  NetworkModule unmasked = module_for(canvas, module);
  Tensor zeros_beside = torch::zeros_like(batch_.features());
  for (std::size_t row = 0; row < batch_.size(); ++row) {
    const auto at = static_cast<std::int64_t>(row);
    batch_.on_board(zeros_beside, at).copy_(batch_.board(row)[0]);
  }
  const NetworkOutput mixed = module->forward(batch_.input());
  EXPECT_GT(difference(unmasked->forward(zeros_beside).wdl, mixed.wdl), 0.05);
}

TEST_P(CanvasTest, Bf16FollowsFp32) {
  if (choose_training_hardware(AUTO).precision != BF16) {
    GTEST_SKIP() << "SKIPPED: this processor computes no bf16";
  }
  torch::NoGradGuard no_grad;
  NetworkModule module = biased_network(games_[0]);
  const NetworkOutput fp32 = module->forward(batch_.input());
  const NetworkOutput bf16 = module->forward(batch_.input(), /*bf16=*/true);
  EXPECT_EQ(bf16.policy.scalar_type(), torch::kFloat);
  EXPECT_GT(difference(fp32.wdl, bf16.wdl), 0) << "bf16 was not used";
  EXPECT_LT((torch::softmax(fp32.wdl, 1) - torch::softmax(bf16.wdl, 1)).abs().mean().item<float>(),
            0.02);
}

/// The tower and the value head written again over a list of boards, each at its own size, with
/// batch norm in training mode from its definition. In double precision.
class ListOfBoards {
 public:
  ListOfBoards(const NetworkModule& module, int blocks)
      : tensors_(network_tensors(module, true)), blocks_(blocks) {}

  using List = std::vector<Tensor>;

  struct Norm {
    Tensor mean;
    Tensor variance;  ///< unbiased, as it enters the running statistics
  };
  std::map<std::string, Norm> norms;

  /// [B, 3]
  Tensor wdl(const List& boards) {
    List x = relu(conv_norm("stem", boards));
    for (int i = 0; i < blocks_; ++i) {
      const std::string name = "blocks." + std::to_string(i);
      List y = relu(conv_norm(name + ".first", x));
      if (tensors_.contains(name + ".pooling.weight")) {
        for (Tensor& board : y) {
          const Tensor pooled = torch::cat(List{board.mean({2, 3}), board.amax({2, 3})}, 1);
          board = torch::relu(board + linear(name + ".pooling", pooled).view({1, -1, 1, 1}));
        }
      }
      y = conv_norm(name + ".second", y);
      for (std::size_t k = 0; k < x.size(); ++k) x[k] = torch::relu(x[k] + y[k]);
    }
    List rows;
    for (const Tensor& board : x) {
      const Tensor features =
          torch::relu(linear("value.features", board[0].flatten(1).transpose(0, 1)));
      const Tensor pooled =
          torch::cat(List{features.mean(0), std::get<0>(features.max(0))}, 0).unsqueeze(0);
      rows.push_back(linear("value.output", torch::relu(linear("value.hidden", pooled))));
    }
    return torch::cat(rows, 0);
  }

 private:
  Tensor linear(const std::string& name, const Tensor& x) const {
    return torch::linear(x, tensors_.at(name + ".weight"), tensors_.at(name + ".bias"));
  }

  static List relu(List list) {
    for (Tensor& board : list) board = torch::relu(board);
    return list;
  }

  List conv_norm(const std::string& name, const List& boards) {
    List convolved;
    List squares;
    for (const Tensor& board : boards) {
      convolved.push_back(torch::conv2d(board, tensors_.at(name + ".conv.weight"), {}, 1, 1));
      squares.push_back(convolved.back()[0].flatten(1));
    }
    const Tensor all = torch::cat(squares, 1);  // [C, every square of every board]
    const Tensor mean = all.mean(1);
    norms[name] = {mean, all.var(1, /*unbiased=*/true)};
    const Tensor scale = tensors_.at(name + ".norm.weight") *
                         torch::rsqrt(all.var(1, /*unbiased=*/false) + kNormEpsilon);
    for (Tensor& board : convolved) {
      board = (board - mean.view({1, -1, 1, 1})) * scale.view({1, -1, 1, 1}) +
              tensors_.at(name + ".norm.bias").view({1, -1, 1, 1});
    }
    return convolved;
  }

  TensorMap tensors_;
  int blocks_;
};

TEST_P(CanvasTest, TrainingStatisticsAreThoseOfTheBoardsSquaresAlone) {
  torch::NoGradGuard no_grad;
  NetworkModule module = biased_network(games_[0]);
  module->to(torch::kDouble);
  ListOfBoards by_hand(module, small_config().blocks());
  ListOfBoards::List boards;
  for (const Tensor& board : batch_.boards()) boards.push_back(board.to(torch::kDouble));
  const Tensor expected = by_hand.wdl(boards);

  const auto before = network_tensors(module, false);
  module->train();
  const Tensor actual = module->forward(batch_.input(torch::kDouble)).wdl;
  EXPECT_LT(difference(actual, expected), 1e-9);

  const auto after = network_tensors(module, false);
  EXPECT_EQ(by_hand.norms.size(), 1u + 2 * small_config().blocks());
  for (const auto& [name, norm] : by_hand.norms) {  // LibTorch's momentum is 0.1
    const auto running = [&](const TensorMap& tensors, const char* what) {
      return tensors.at(name + ".norm.running_" + what);
    };
    EXPECT_LT(difference(running(after, "mean"), 0.9 * running(before, "mean") + 0.1 * norm.mean),
              1e-9)
        << name;
    EXPECT_LT(difference(running(after, "var"), 0.9 * running(before, "var") + 0.1 * norm.variance),
              1e-9)
        << name;
  }
}

/// A scalar in which every answer to a row's own actions takes part, auxiliary ones included.
Tensor loss_of_row(const NetworkOutput& output, std::size_t row, const GameInfo& game) {
  const auto mix = [](const Tensor& logits) {
    const Tensor weights = torch::arange(1, logits.numel() + 1, logits.options()).sin();
    return (torch::log_softmax(logits, 0) * weights).sum();
  };
  return mix(own_actions(output.policy, row, game)) +
         2 * mix(output.wdl[static_cast<std::int64_t>(row)]) +
         mix(own_actions(output.soft_policy, row, game)) -
         mix(own_actions(output.reply_policy, row, game));
}

Tensor loss_of(const NetworkOutput& output, const MixedBatch& batch) {
  Tensor loss = torch::zeros({}, output.wdl.options());
  for (std::size_t row = 0; row < batch.size(); ++row) {
    loss = loss + loss_of_row(output, row, batch.game(row));
  }
  return loss;
}

TEST_P(CanvasTest, GradientsAreThoseOfTheBoardsAlone) {
  NetworkModule module = biased_network(games_[0]);
  module->to(torch::kDouble);
  NetworkInput input = batch_.input(torch::kDouble);
  input.features.requires_grad_();
  loss_of(module->forward(input), batch_).backward();

  std::map<std::string, Tensor> sum;
  for (std::size_t row = 0; row < batch_.size(); ++row) {
    NetworkModule alone(batch_.game(row), small_config(), /*auxiliary_heads=*/true);
    alone->to(torch::kDouble);
    set_network_tensors(alone, network_tensors(module, true), "copy");
    alone->eval();
    const Tensor board = batch_.board(row).to(torch::kDouble).requires_grad_();
    loss_of_row(alone->forward(board), 0, batch_.game(row)).backward();
    for (const auto& item : alone->named_parameters()) {
      Tensor& total = sum[item.key()];
      total = total.defined() ? total + item.value().grad() : item.value().grad();
    }
    Tensor features_gradient = input.features.grad();
    const Tensor own = batch_.on_board(features_gradient, static_cast<std::int64_t>(row));
    EXPECT_LT(difference(own, board.grad()[0]), 1e-9);
    own.zero_();
  }
  // What is left stands beside the boards.
  EXPECT_EQ(input.features.grad().abs().max().item<double>(), 0);
  for (const auto& item : module->named_parameters()) {
    const double scale = 1 + sum[item.key()].abs().max().item<double>();
    EXPECT_LT(difference(item.value().grad(), sum[item.key()]), 1e-9 * scale) << item.key();
  }
}

TEST(Canvas, GradientsInTrainingModeMatchFiniteDifferences) {
  const std::vector<GameInfo> games = family("with_globals");
  const MixedBatch batch(games);
  NetworkModule module = biased_network(games[0]);
  module->to(torch::kDouble);
  module->train();
  const NetworkInput input = batch.input(torch::kDouble);
  loss_of(module->forward(input), batch).backward();
  expect_gradients_match(module,
                         [&] { return loss_of(module->forward(input), batch).item<double>(); });
}

/// A snapshot made for the first game answers every game's boards at their own size.
TEST_P(CanvasTest, SnapshotsAnswerEverySizeAsTheCanvasDoes) {
  const c10::InferenceMode inference;
  NetworkModule module = biased_network(games_[0]);
  const NetworkOutput mixed = module->forward(batch_.input());
  for (const TowerLayout layout : {TowerLayout::kBlocked, TowerLayout::kDense}) {
    const FoldedNetwork folded(games_[0], small_config(), network_tensors(module, false), FP32,
                               layout);
    for (std::size_t row = 0; row < batch_.size(); ++row) {
      const PolicyLayout policy(batch_.game(row));
      const FoldedOutput alone = folded.forward(batch_.board(row), folded.policy_squares(policy));
      const Tensor logits = alone.policy.index_select(1, torch::tensor(policy.gather))[0];
      EXPECT_LT(difference(own_actions(mixed.policy, row, batch_.game(row)), logits), 1e-4);
      EXPECT_LT(difference(mixed.wdl[static_cast<std::int64_t>(row)], alone.wdl[0]), 1e-4);
    }
  }
}

TEST(Canvas, PutsBoardsAndActionsWhereTheyBelong) {
  const std::vector<GameInfo> games = {make_game("connect_four(rows=2,columns=3)")->info(),
                                       make_game("connect_four(rows=3,columns=2)")->info()};
  const Canvas canvas(games);
  EXPECT_EQ(canvas.features(), (FeatureShape{4, 3, 3}));
  EXPECT_EQ(canvas.num_actions(), 3);
  const CanvasRows rows = canvas.rows(std::vector<int>{1, 0});
  const Tensor board = torch::tensor({1.f, 1.f, 0.f, 1.f, 1.f, 0.f, 1.f, 1.f, 0.f,    // 3 x 2
                                      1.f, 1.f, 1.f, 1.f, 1.f, 1.f, 0.f, 0.f, 0.f});  // 2 x 3
  EXPECT_TRUE(torch::equal(rows.board.flatten(), board));
  EXPECT_TRUE(torch::equal(rows.squares,
                           torch::tensor({0, 1, 3, 4, 6, 7, 9, 10, 11, 12, 13, 14}, torch::kLong)));
  EXPECT_TRUE(torch::equal(rows.area, torch::tensor({{6.f}, {6.f}})));
  // The top rows, of which the smaller board's has one square less.
  EXPECT_TRUE(torch::equal(rows.policy_squares,
                           torch::tensor({6, 7, 6, 9 + 3, 9 + 4, 9 + 5}, torch::kLong)));
  EXPECT_TRUE(
      torch::equal(rows.policy_board.flatten(), torch::tensor({1.f, 1.f, 0.f, 1.f, 1.f, 1.f})));
}

}  // namespace
}  // namespace tandem
