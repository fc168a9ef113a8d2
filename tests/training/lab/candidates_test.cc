#include "training/lab/candidates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/judges/exact_judge.h"
#include "mcts/scripted_evaluator.h"
#include "training/lab/sentence_pair.h"
#include "training/selfplay/game_replay.h"

namespace tandem {
namespace {

class CandidatesTest : public testing::Test {
 protected:
  CandidatesTest() {
    for (Token a = 1; a < 8; ++a) {
      for (Token b = 1; b < 8; ++b) sources_.push_back({a, b});
    }
    config_.set_game(game_->info().name);
    config_.mutable_search()->set_visits(12);
    config_.mutable_search()->set_solver(false);
    config_.mutable_self_play()->set_groups(1);
    config_.mutable_self_play()->set_games_per_group(10);
  }

  double mean_reward(const Candidates& candidates) const {
    double sum = 0;
    for (const GameRecord& game : candidates.games) sum += 0.5 * (game.outcome(0) + 1);
    return sum / static_cast<double>(candidates.games.size());
  }

  const std::shared_ptr<const Game> game_ = make_translation({3, 3, 8, 6});
  const std::shared_ptr<const Evaluator> evaluator_ =
      std::make_shared<ScriptedEvaluator>(*game_, 4, Answer::kQueued);
  const std::shared_ptr<const Judge> chance_ =
      make_exact_judge([](auto) { return std::nullopt; }, 0.3, 9);
  RunConfig config_;
  Sources sources_;
};

TEST_F(CandidatesTest, ASearchKeepsTheBestThatTheJudgeHasSeen) {
  config_.mutable_search()->set_noise(50);  // it plays nearly at random, whatever it has seen
  const Candidates candidates = search_candidates(game_, config_, evaluator_, chance_, sources_, 1);
  ASSERT_EQ(candidates.games.size(), sources_.size());
  ASSERT_EQ(candidates.played.size(), sources_.size());
  EXPECT_GT(candidates.evaluations, 0);
  std::vector<GameRecord> played = candidates.played;
  std::ranges::sort(played, {}, &GameRecord::number);
  double better = 0;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    EXPECT_NO_THROW(check_game(*game_, candidates.games[i]));
    EXPECT_NO_THROW(check_game(*game_, played[i]));
    EXPECT_EQ(pair_of_record(*game_, candidates.games[i]).source, sources_[i]);
    EXPECT_EQ(pair_of_record(*game_, played[i]).source, sources_[i]);
    EXPECT_GE(candidates.games[i].outcome(0), played[i].outcome(0));
    better += candidates.games[i].outcome(0) > played[i].outcome(0);
  }
  EXPECT_GT(better, 0) << "search saw better than it played, somewhere";
}

TEST_F(CandidatesTest, AreAFunctionOfTheirArguments) {
  const auto bytes = [](const Candidates& candidates) {
    std::string all;
    for (const GameRecord& game : candidates.games) all += game.SerializeAsString();
    return all;
  };
  const auto search = [&](int generation) {
    return bytes(search_candidates(game_, config_, evaluator_, chance_, sources_, generation));
  };
  const auto sample = [&](int generation) {
    const JudgedTranslations samples =
        sample_translations(game_, config_, evaluator_, chance_, sources_, 3, generation);
    return bytes(best_candidates(*game_, samples, sources_, generation));
  };
  EXPECT_EQ(search(1), search(1));
  EXPECT_NE(search(1), search(2));
  EXPECT_EQ(sample(1), sample(1));
  EXPECT_NE(sample(1), sample(2));
}

// 49 sources; a chance of 0.3 that a sample is approved, so of 8 different ones 1 - 0.7^8 = 0.94 (a
// little less, since samples may be alike).
TEST_F(CandidatesTest, BestOfManyIsBetterThanOne) {
  const auto best_of = [&](int samples) {
    return best_candidates(
        *game_, sample_translations(game_, config_, evaluator_, chance_, sources_, samples, 1),
        sources_, 1);
  };
  const Candidates one = best_of(1);
  const Candidates eight = best_of(8);
  ASSERT_EQ(one.games.size(), sources_.size());
  ASSERT_EQ(eight.games.size(), sources_.size());
  EXPECT_NEAR(mean_reward(one), 0.3, 0.26);
  EXPECT_GT(mean_reward(eight), 0.75);
  EXPECT_GT(eight.evaluations, 5 * one.evaluations);
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    EXPECT_EQ(pair_of_record(*game_, eight.games[i]).source, sources_[i]);
  }
}

TEST(BestOfEach, IsTheFirstOfTheBest) {
  JudgedTranslations translations;
  translations.each = 3;
  translations.all = {{{1}, 0.5}, {{2}, 0.7}, {{3}, 0.7}, {{4}, 0}, {{5}, 0}, {{6}, 0}};
  EXPECT_THAT(best_of_each(translations), testing::ElementsAre(1, 3));
}

TEST(DealtOutRewards, AreTheSameRewardsInARandomOrder) {
  JudgedTranslations translations;
  std::vector<double> rewards;
  for (int i = 0; i < 200; ++i) {
    rewards.push_back(i % 4 == 0 ? 1 : 0);
    translations.all.push_back({{static_cast<Token>(i + 1)}, rewards.back()});
  }
  deal_out_rewards(translations, Random(5));
  std::vector<double> dealt;
  double approved_right = 0;
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(translations.all[i].target[0], i + 1);
    dealt.push_back(translations.all[i].reward);
    approved_right += dealt[i] * rewards[i];
  }
  EXPECT_THAT(dealt, testing::UnorderedElementsAreArray(rewards));
  // Of 50 that are right a quarter, 12.5, are approved by chance; deviation 2.7.
  EXPECT_NEAR(approved_right, 12.5, 4 * 2.7);
}

TEST_F(CandidatesTest, GreedyTakesTheMostProbableTokenEachTime) {
  const auto targets = greedy_translations(*game_, *evaluator_, sources_);
  ASSERT_EQ(targets.size(), sources_.size());
  const auto batch = evaluator_->new_batch();
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    const auto position = translation_start(*game_, sources_[i]);
    while (!position->is_terminal()) {
      std::vector<Action> legal(game_->info().max_legal_actions);
      legal.resize(position->legal_actions(legal));
      std::vector<float> logits(legal.size());
      Values values{};
      batch->add(*position, legal, {logits, &values});
      batch->compute();
      position->apply(legal[std::ranges::max_element(logits) - logits.begin()]);
    }
    const auto target = dynamic_cast<const TranslationPosition&>(*position).target();
    EXPECT_TRUE(std::ranges::equal(target, targets[i]));
  }
}

}  // namespace
}  // namespace tandem
