#include "training/lab/sentence_pair.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/network/network.h"
#include "games/error.h"
#include "games/random.h"
#include "games/registry.h"
#include "training/learning/trainer.h"
#include "training/run/replay_window.h"
#include "training/selfplay/game_replay.h"

namespace tandem {
namespace {

using testing::HasSubstr;

std::string refusal(const Game& game, const SentencePair& pair) {
  try {
    record_of_pair(game, pair, 1);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(SentencePair, RecordRoundTrip) {
  const auto game = make_game(
      "translation(source_length=4,target_length=3,source_vocabulary=9,target_vocabulary=7)");
  for (const SentencePair& pair : {SentencePair{{8, 1, 1, 2}, {6, 6, 6}}, SentencePair{{3}, {}},
                                   SentencePair{{3, 4}, {1, 2}}}) {
    const GameRecord record = record_of_pair(*game, pair, 0.75, 3);
    EXPECT_NO_THROW(check_game(*game, record));
    EXPECT_EQ(pair_of_record(*game, record), pair);
    EXPECT_FLOAT_EQ(record.outcome(0), 0.5f);
    // The end is a move of its own, unless the length has ended the sentence.
    EXPECT_EQ(record.moves_size(), std::min<int>(3, static_cast<int>(pair.target.size()) + 1));
  }
}

TEST(SentencePair, RefusalsSayWhatDoesNotFit) {
  const auto game = make_game(
      "translation(source_length=4,target_length=3,source_vocabulary=9,target_vocabulary=7)");
  EXPECT_THAT(refusal(*game, {{}, {1}}), HasSubstr("source sentence is empty"));
  EXPECT_THAT(refusal(*game, {{1, 1, 1, 1, 1}, {1}}), HasSubstr("has 5 tokens"));
  EXPECT_THAT(refusal(*game, {{1}, {1, 1, 1, 1}}), HasSubstr("target sentence has 4 tokens"));
  EXPECT_THAT(refusal(*game, {{9}, {1}}), HasSubstr("token 9, which is not within 1 to 8"));
  EXPECT_THAT(refusal(*game, {{1}, {0}}), HasSubstr("target sentence holds token 0"));
  EXPECT_THAT(refusal(*make_game("tic_tac_toe"), {{1}, {1}}), HasSubstr("not a game of sentences"));
}

/// What a greedy reader of the network writes.
std::vector<Token> write_greedily(const Game& game, EvaluationBatch& batch,
                                  const std::vector<Token>& source) {
  const std::unique_ptr<Position> position = translation_start(game, source);
  std::vector<Action> legal(game.info().max_legal_actions);
  std::vector<float> logits(legal.size());
  Values values{};
  while (!position->is_terminal()) {
    const int count = position->legal_actions(legal);
    batch.add(*position, std::span(legal).first(count), {std::span(logits).first(count), &values});
    batch.compute();
    position->apply(
        legal[std::max_element(logits.begin(), logits.begin() + count) - logits.begin()]);
  }
  const auto target = dynamic_cast<const TranslationPosition&>(*position).target();
  return {target.begin(), target.end()};
}

// Sentences of 2 to 5 letters, written backwards in another alphabet: the test's sentences are
// others than those learned from.
TEST(SentencePair, TheTrainerLearnsToWriteBackwards) {
  const auto game = make_game(
      "translation(source_length=5,target_length=6,source_vocabulary=9,target_vocabulary=12)");
  const auto draw = [](Random& random) {
    SentencePair pair;
    const int length = 2 + random.below(4);
    for (int i = 0; i < length; ++i) pair.source.push_back(static_cast<Token>(1 + random.below(8)));
    for (const Token token : pair.source) pair.target.push_back(static_cast<Token>(token + 3));
    std::ranges::reverse(pair.target);
    return pair;
  };
  RunConfig config;
  config.set_game(game->info().name);
  config.mutable_network()->set_channels(32);
  config.mutable_network()->set_blocks(1);
  config.mutable_network()->set_head_channels(32);
  config.mutable_network()->set_value_hidden(8);
  config.mutable_trainer()->set_batch_size(128);
  config.mutable_trainer()->set_whole_games(true);
  config.mutable_trainer()->set_learning_rate(0.003);
  config.mutable_trainer()->set_warmup_steps(20);
  config.mutable_trainer()->set_ema_decay(0.99);
  config.mutable_trainer()->set_reply_policy_weight(0);

  ReplayWindow window(config.replay(), 0);
  Random random(1);
  std::vector<SentencePair> seen;
  for (int i = 0; i < 2000; ++i) {
    seen.push_back(draw(random));
    window.add(record_of_pair(*game, seen.back(), 1));
  }
  Trainer trainer(game, config);
  const TrainingStatistics first = trainer.train_generation(window, 0, 10);
  trainer.train_generation(window, 0, 600);
  const TrainingStatistics last = trainer.train_generation(window, 0, 10);
  EXPECT_LT(last.policy_loss, first.policy_loss / 10);

  const auto batch =
      make_network_evaluator(*game, trainer.export_network(window, AUTO).snapshot, 16, 0)
          ->new_batch();
  int right = 0;
  int asked = 0;
  while (asked < 100) {
    const SentencePair pair = draw(random);
    if (std::ranges::find(seen, pair) != seen.end()) continue;
    ++asked;
    right += write_greedily(*game, *batch, pair.source) == pair.target;
  }
  EXPECT_GE(right, 90);
}

TEST(SentencePair, TheTrainerRefusesWhatItsNetworkLacks) {
  const auto game = make_game("translation");
  RunConfig config;
  config.set_game(game->info().name);
  const auto message = [&] {
    try {
      Trainer trainer(game, config);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  EXPECT_THAT(message(), HasSubstr("set trainer.reply_policy_weight"));
  config.mutable_trainer()->set_reply_policy_weight(0);
  config.mutable_trainer()->set_precision(BF16);
  EXPECT_THAT(message(), HasSubstr("compute in fp32"));
}

}  // namespace
}  // namespace tandem
