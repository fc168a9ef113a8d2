#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "engine/network/agreement.h"
#include "engine/network/network.h"
#include "engine/network/network_module.h"
#include "games/error.h"
#include "games/registry.h"
#include "tests/engine/network/network_examples.h"

namespace tandem {
namespace {

struct Answered {
  std::vector<float> logits;
  Values values{};
  bool operator==(const Answered&) const = default;
};

using Positions = std::vector<std::unique_ptr<Position>>;

/// Queues positions [begin, end) and computes them together.
std::vector<Answered> ask(const Game& game, EvaluationBatch& batch, const Positions& positions,
                          int begin, int end) {
  std::vector<Answered> answers(end - begin);
  std::vector<Action> legal(game.info().max_legal_actions);
  for (int i = begin; i < end; ++i) {
    Answered& answer = answers[i - begin];
    const int count = positions[i]->legal_actions(legal);
    answer.logits.resize(count);
    batch.add(*positions[i], std::span(legal).first(count), {answer.logits, &answer.values});
    std::fill(legal.begin(), legal.end(),
              -1);  // the batch must not read the caller's actions later
  }
  batch.compute();
  return answers;
}

/// What the module itself says.
Answered ask_module(const Game& game, NetworkModule& module, const Position& position) {
  torch::NoGradGuard no_grad;
  const FeatureShape shape = game.info().features;
  torch::Tensor features = torch::zeros({1, shape.channels, shape.height, shape.width});
  position.encode(std::span(features.data_ptr<float>(), shape.size()));
  const NetworkOutput output = module->forward(features);
  Answered answer;
  std::vector<Action> legal(game.info().max_legal_actions);
  const int count = position.legal_actions(legal);
  for (int k = 0; k < count; ++k) answer.logits.push_back(output.policy[0][legal[k]].item<float>());
  const torch::Tensor wdl = torch::softmax(output.wdl[0], 0);
  const float value = (wdl[0] - wdl[2]).item<float>();
  answer.values[position.side_to_move()] = value;
  answer.values[1 - position.side_to_move()] = -value;
  return answer;
}

void expect_close(const Answered& actual, const Answered& expected, float tolerance) {
  ASSERT_EQ(actual.logits.size(), expected.logits.size());
  for (std::size_t k = 0; k < actual.logits.size(); ++k) {
    EXPECT_NEAR(actual.logits[k], expected.logits[k], tolerance);
  }
  for (int player = 0; player < 2; ++player) {
    EXPECT_NEAR(actual.values[player], expected.values[player], tolerance);
  }
}

class NetworkEvaluator : public testing::TestWithParam<const char*> {
 protected:
  std::shared_ptr<const NetworkSnapshot> snapshot(Precision precision) {
    return make_snapshot(game_->info(), small_config(), module_, precision);
  }

  std::shared_ptr<const Game> game_ = make_game(GetParam());
  NetworkModule module_ = experienced_network(game_->info(), small_config());
};

INSTANTIATE_TEST_SUITE_P(Games, NetworkEvaluator, testing::Values("tic_tac_toe", "connect_four"));

TEST_P(NetworkEvaluator, AnswersAsTheModuleForEveryBatchSize) {
  constexpr int kMaxBatch = 19;  // not one of the sizes that batches are padded to
  const auto evaluator = make_network_evaluator(*game_, snapshot(FP32), kMaxBatch, 0);
  const auto batch = evaluator->new_batch();
  const Positions positions = random_positions(*game_, 2 * kMaxBatch + 3);
  std::vector<Answered> expected;
  for (const auto& position : positions) expected.push_back(ask_module(*game_, module_, *position));

  int total = 0;
  for (int size = 1; size <= static_cast<int>(positions.size()); ++size) {
    const std::vector<Answered> actual = ask(*game_, *batch, positions, 0, size);
    for (int i = 0; i < size; ++i) expect_close(actual[i], expected[i], 1e-4f);
    total += size;
    EXPECT_EQ(batch->evaluations(), total);
    EXPECT_EQ(batch->queued(), 0);
  }
}

TEST_P(NetworkEvaluator, ValuesOfTwoPlayersAreOpposite) {
  const auto evaluator = make_network_evaluator(*game_, snapshot(FP32), 8, 0);
  const Positions positions = random_positions(*game_, 8);
  for (const Answered& answer : ask(*game_, *evaluator->new_batch(), positions, 0, 8)) {
    EXPECT_EQ(answer.values[0], -answer.values[1]);
    EXPECT_LE(std::abs(answer.values[0]), 1);
    EXPECT_NE(answer.values[0], 0);
  }
}

TEST_P(NetworkEvaluator, ARowDoesNotDependOnItsNeighbours) {
  constexpr int kBatch = 32;
  for (const Precision precision : {FP32, choose_hardware(AUTO).precision}) {
    const auto evaluator = make_network_evaluator(*game_, snapshot(precision), kBatch, 0);
    Positions positions = random_positions(*game_, 2 * kBatch);
    const auto together = ask(*game_, *evaluator->new_batch(), positions, 0, kBatch);
    for (int i = 0; i < kBatch; i += 2) std::swap(positions[i], positions[kBatch + i]);
    const auto others = ask(*game_, *evaluator->new_batch(), positions, 0, kBatch);
    for (int i = 1; i < kBatch; i += 2) EXPECT_EQ(together[i], others[i]) << i;
    // A batch that padding brings to the same size gives the same bits.
    const auto padded = ask(*game_, *evaluator->new_batch(), positions, 0, kBatch - 5);
    for (int i = 0; i < kBatch - 5; ++i) EXPECT_EQ(padded[i], others[i]) << i;
  }
}

TEST_P(NetworkEvaluator, TheCacheGivesTheSameAnswers) {
  constexpr int kBatch = 16;
  const auto shared = snapshot(FP32);
  const auto plain = make_network_evaluator(*game_, shared, kBatch, 0);
  const auto cached = make_network_evaluator(*game_, shared, kBatch, 1000);
  const Positions positions = random_positions(*game_, kBatch);
  const auto expected = ask(*game_, *plain->new_batch(), positions, 0, kBatch);
  const auto batch = cached->new_batch();
  const auto first = ask(*game_, *batch, positions, 0, kBatch);
  const auto evaluations = batch->evaluations();
  EXPECT_LE(evaluations, kBatch);
  EXPECT_EQ(ask(*game_, *batch, positions, 0, kBatch), first);
  EXPECT_EQ(batch->evaluations(), evaluations) << "known positions were computed again";
  for (int i = 0; i < kBatch; ++i) expect_close(first[i], expected[i], 1e-5f);
}

TEST_P(NetworkEvaluator, ThreadsWithTheirOwnBatchesGetTheSameBits) {
  constexpr int kBatch = 16;
  const auto evaluator = make_network_evaluator(*game_, snapshot(FP32), kBatch, 0);
  const Positions positions = random_positions(*game_, kBatch);
  const auto expected = ask(*game_, *evaluator->new_batch(), positions, 0, kBatch);
  std::vector<std::vector<Answered>> answers(3);
  std::vector<std::thread> threads;
  for (auto& answer : answers) {
    threads.emplace_back([&] {
      const auto batch = evaluator->new_batch();
      for (int i = 0; i < 5; ++i) answer = ask(*game_, *batch, positions, 0, kBatch);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& answer : answers) EXPECT_EQ(answer, expected);
}

TEST_P(NetworkEvaluator, Bf16AgreesWithFp32) {
  if (choose_hardware(AUTO).precision != BF16) {
    GTEST_SKIP() << "SKIPPED: this processor computes no bf16, so it was not compared with fp32";
  }
  const auto fp32 = make_network_evaluator(*game_, snapshot(FP32), 64, 0);
  const auto bf16 = make_network_evaluator(*game_, snapshot(BF16), 64, 0);
  const Positions positions = random_positions(*game_, 300);
  std::vector<const Position*> views;
  for (const auto& position : positions) views.push_back(position.get());
  const Agreement agreement = measure_agreement(*game_, *fp32, *bf16, views);
  EXPECT_EQ(agreement.positions, 300);
  EXPECT_GT(agreement.mean_value_difference, 0) << "bf16 was not used";
  EXPECT_LT(agreement.mean_value_difference, 0.02);
  EXPECT_LT(agreement.mean_policy_kl, 0.005);
  EXPECT_GT(agreement.same_choice_share(), 0.95) << agreement.to_text();
}

TEST(ChooseHardware, SaysWhatItComputesOnAndHonoursRequests) {
  EXPECT_EQ(choose_hardware(FP32).precision, FP32);
  EXPECT_THAT(choose_hardware(FP32).description, testing::HasSubstr("fp32, LibTorch "));
  const InferenceHardware automatic = choose_hardware(AUTO);
  EXPECT_NE(automatic.precision, AUTO);
  if (automatic.precision == BF16) {
    EXPECT_EQ(choose_hardware(BF16).precision, BF16);
  } else {
    EXPECT_THAT([] { choose_hardware(BF16); },
                testing::ThrowsMessage<Error>(testing::HasSubstr("BF16")));
  }
}

/// Answers every position with the same logits and value for the mover.
class ConstantEvaluator : public Evaluator {
 public:
  ConstantEvaluator(std::vector<float> logits, float value)
      : logits_(std::move(logits)), value_(value) {}

  std::unique_ptr<EvaluationBatch> new_batch() const override {
    return std::make_unique<Batch>(*this);
  }

 private:
  class Batch : public EvaluationBatch {
   public:
    explicit Batch(const ConstantEvaluator& owner) : owner_(owner) {}
    Answer add(const Position& position, std::span<const Action> legal,
               const EvaluationSlot& slot) override {
      for (std::size_t k = 0; k < legal.size(); ++k) {
        slot.logits[k] = k < owner_.logits_.size() ? owner_.logits_[k] : -100;
      }
      *slot.values = {};
      (*slot.values)[position.side_to_move()] = owner_.value_;
      return Answer::kReady;
    }
    void compute() override {}
    int queued() const override { return 0; }
    std::int64_t evaluations() const override { return 0; }

   private:
    const ConstantEvaluator& owner_;
  };

  const std::vector<float> logits_;
  const float value_;
};

TEST(Agreement, MatchesHandComputedNumbers) {
  const auto game = make_game("connect_four");
  const auto position = game->initial_position();
  const Position* const views[] = {position.get(), position.get()};
  // Probabilities 1/4 and 3/4 against 1/2 and 1/2.
  const ConstantEvaluator reference({0, std::log(3.0f)}, 0.5f);
  const ConstantEvaluator other({1, 1}, 0.25f);
  const Agreement agreement = measure_agreement(*game, reference, other, views);
  EXPECT_NEAR(agreement.mean_policy_kl, 0.25 * std::log(0.5) + 0.75 * std::log(1.5), 1e-6);
  EXPECT_NEAR(agreement.mean_value_difference, 0.25, 1e-6);
  EXPECT_NEAR(agreement.max_value_difference, 0.25, 1e-6);
  EXPECT_EQ(agreement.clear_positions, 2);
  EXPECT_EQ(agreement.same_choice, 0);
  // The other way round the first choice is a tie, so that either will do.
  EXPECT_EQ(measure_agreement(*game, other, reference, views).clear_positions, 0);
}

}  // namespace
}  // namespace tandem
