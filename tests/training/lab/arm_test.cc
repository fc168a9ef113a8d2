// Whole arms on a language of a few words: what they share, what differs, and that the loop learns
// where its judge knows.
#include "training/lab/arm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <omp.h>

namespace tandem {
namespace {

using testing::IsEmpty;

LabConfig small_lab() {
  LabConfig config;
  LanguageSettings& language = *config.mutable_language();
  language.set_nouns(6);
  language.set_novel_nouns(1);
  language.set_verbs(4);
  language.set_adjectives(2);
  language.set_adverbs(1);
  language.set_idioms(1);
  language.set_homographs(1);
  language.set_novel_share(0.5);
  config.mutable_corpus()->set_seed_pairs(150);
  config.mutable_corpus()->set_test_sentences(40);
  config.mutable_network()->set_channels(24);
  config.mutable_network()->set_blocks(1);
  config.mutable_network()->set_head_channels(24);
  config.mutable_network()->set_value_hidden(8);
  config.mutable_search()->set_visits(8);
  config.mutable_search()->set_gumbel_actions(8);
  config.mutable_search()->set_noise(0.3);
  config.mutable_search()->set_root_uniform_fraction(0.25);
  config.mutable_trainer()->set_batch_size(128);
  config.mutable_trainer()->set_warmup_steps(20);
  config.mutable_trainer()->set_learning_rate(0.003);
  config.mutable_trainer()->set_ema_decay(0.97);
  config.set_start_steps(150);
  config.set_value_steps(30);
  config.set_iterations(3);
  config.set_sources_per_iteration(60);
  return config;
}

ArmConfig arm_of(ArmConfig::Judge judge, ArmConfig::Candidates candidates) {
  ArmConfig arm;
  arm.set_name("test");
  arm.set_judge(judge);
  arm.set_candidates(candidates);
  if (candidates == ArmConfig::NONE) arm.set_seed_share(1);
  return arm;
}

/// One start serves all tests: it takes the most time.
class ArmTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    omp_set_num_threads(1);
    config_ = new LabConfig(small_lab());
    task_ = new LabTask(make_task(*config_, 3));
    start_ = new StartPoint(train_start(*task_, *config_, 3));
  }
  static void TearDownTestSuite() {
    delete start_;
    delete task_;
    delete config_;
  }

  static std::vector<Iteration> run(const ArmConfig& arm_config, int steps = 40) {
    LabConfig config = *config_;
    config.set_steps_per_iteration(steps);
    Arm arm(*task_, config, arm_config, 3, *start_);
    std::vector<Iteration> iterations = {arm.start()};
    for (int i = 0; i < config.iterations(); ++i) iterations.push_back(arm.iterate());
    return iterations;
  }

  static inline LabConfig* config_ = nullptr;
  static inline LabTask* task_ = nullptr;
  static inline StartPoint* start_ = nullptr;
};

TEST_F(ArmTest, NoSplitSharesASentenceOrATemplateWithATest) {
  EXPECT_THAT(check_disjoint(*task_->language, task_->splits), IsEmpty());
  EXPECT_EQ(task_->splits.loop_sources.size(), 180u);
}

TEST_F(ArmTest, TheStartIsAFunctionOfItsArguments) {
  const StartPoint again = train_start(*task_, *config_, 3);
  EXPECT_EQ(again.forward, start_->forward);
  EXPECT_EQ(again.backward, start_->backward);
}

TEST_F(ArmTest, EveryKindRunsFromTheSameStart) {
  std::vector<ArmConfig> arms;
  for (int judge = 0; judge < ArmConfig::Judge_ARRAYSIZE; ++judge) {
    arms.push_back(arm_of(static_cast<ArmConfig::Judge>(judge), ArmConfig::TREE));
  }
  for (int kind = 0; kind < ArmConfig::Candidates_ARRAYSIZE; ++kind) {
    arms.push_back(arm_of(ArmConfig::EXACT, static_cast<ArmConfig::Candidates>(kind)));
  }
  const double known = run(arms[0])[0].scores.known;
  for (const ArmConfig& arm : arms) {
    const std::vector<Iteration> iterations = run(arm);
    ASSERT_EQ(iterations.size(), 4u);
    EXPECT_EQ(iterations[0].scores.known, known);
    const bool asks = arm.candidates() != ArmConfig::NONE && arm.candidates() != ArmConfig::FRESH;
    for (int i = 1; i < 4; ++i) {
      EXPECT_EQ(iterations[i].number, i);
      EXPECT_EQ(iterations[i].evaluations > 0, asks) << arm.ShortDebugString();
      EXPECT_GE(iterations[i].reward, 0);
      EXPECT_LE(iterations[i].reward, 1);
      EXPECT_LE(iterations[i].true_reward, 1);
      if (asks && arm.judge() == ArmConfig::EXACT) {
        EXPECT_NEAR(iterations[i].reward, iterations[i].true_reward, 1e-6)
            << "an exact judge's reward is the share of right candidates";
      }
    }
  }
}

TEST_F(ArmTest, AnArmIsAFunctionOfItsArguments) {
  const ArmConfig arm = arm_of(ArmConfig::ROUND_TRIP, ArmConfig::TREE);
  const std::vector<Iteration> first = run(arm);
  const std::vector<Iteration> second = run(arm);
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].reward, second[i].reward);
    EXPECT_EQ(first[i].policy_loss, second[i].policy_loss);
    EXPECT_EQ(first[i].scores.known, second[i].scores.known);
    EXPECT_EQ(first[i].evaluations, second[i].evaluations);
  }
}

// The judge's information must arrive: with exact verdicts and the seed pairs kept, what is known
// gets better; with fresh pairs even the novel noun is learned.
TEST_F(ArmTest, TheLoopLearnsWhatItsJudgeKnows) {
  ArmConfig exact = arm_of(ArmConfig::EXACT, ArmConfig::TREE);
  exact.set_seed_share(1);
  exact.set_accumulate(true);
  const std::vector<Iteration> taught = run(exact, 100);
  EXPECT_GT(taught.back().scores.known, taught.front().scores.known);

  ArmConfig fresh = arm_of(ArmConfig::EXACT, ArmConfig::FRESH);
  fresh.set_accumulate(true);
  const std::vector<Iteration> given = run(fresh, 200);
  EXPECT_EQ(given.front().scores.novel, 0);
  EXPECT_GT(given.back().scores.novel, 0.1);
}

}  // namespace
}  // namespace tandem
