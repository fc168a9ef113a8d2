// Whole arms on a language of a few words: what they share, what differs, and that the loop learns
// where its judge knows.
#include "training/lab/arm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <omp.h>

#include <atomic>
#include <optional>
#include <set>
#include <utility>

#include "games/error.h"
#include "training/lab/closed_task.h"

namespace tandem {
namespace {

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
  config.set_start_steps(400);
  config.set_critic_steps(30);
  config.set_critic_steps_per_iteration(5);
  config.set_sample_every(3);
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

double known(const Iteration& iteration) { return iteration.measures.at("known.exact"); }

/// One start serves all tests: it takes the most time.
class ArmTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    omp_set_num_threads(1);
    config_ = new LabConfig(small_lab());
    task_ = new LabTask(make_closed_task(*config_, 3));
    meter_ = new NetworkMeter(*task_);
    start_ = new StartPoint(train_start(*task_, *config_, 3, never_));
  }
  static void TearDownTestSuite() {
    delete start_;
    delete meter_;
    delete task_;
    delete config_;
  }

  static std::vector<Iteration> run(const ArmConfig& arm_config, int steps = 40) {
    LabConfig config = *config_;
    config.set_steps_per_iteration(steps);
    Arm arm(*task_, *meter_, config, arm_config, 3, *start_);
    std::vector<Iteration> iterations = {arm.start()};
    for (int i = 0; i < config.iterations(); ++i) iterations.push_back(arm.iterate());
    return iterations;
  }

  static inline LabConfig* config_ = nullptr;
  static inline LabTask* task_ = nullptr;
  static inline NetworkMeter* meter_ = nullptr;
  static inline const std::atomic<bool> never_{false};
  static inline StartPoint* start_ = nullptr;
};

// What the arms are given, not what the splits were: nothing that they train on or translate is in
// a test set. Templates are checked when the task is made (corpus_test.cc proves that check).
TEST_F(ArmTest, NoArmSeesATestSentence) {
  std::set<std::vector<Token>> training;
  for (const SentencePair& pair : task_->seed_pairs) training.insert(pair.source);
  for (const SentencePair& pair : task_->fresh_pairs) training.insert(pair.source);
  training.insert(task_->loop_sources.begin(), task_->loop_sources.end());
  EXPECT_EQ(task_->loop_sources.size(), 180u);
  EXPECT_EQ(training.size(), 150u + 180u + 180u) << "nor the same sentence twice";
  ASSERT_EQ(task_->tests.size(), 4u);
  for (const TestSet& test : task_->tests) {
    for (const SentencePair& pair : test.pairs) EXPECT_FALSE(training.contains(pair.source));
  }
}

TEST_F(ArmTest, TheStartIsAFunctionOfItsArguments) {
  const StartPoint again = train_start(*task_, *config_, 3, never_);
  EXPECT_EQ(again.forward, start_->forward);
  EXPECT_EQ(again.backward, start_->backward);
  EXPECT_EQ(again.critic, start_->critic);
  EXPECT_NE(start_->critic, start_->forward);
}

TEST_F(ArmTest, TheStartEndsWhenItIsTold) {
  const std::atomic<bool> stop{true};
  EXPECT_THROW(train_start(*task_, *config_, 3, stop), Interrupted);
}

std::vector<ArmConfig> every_kind() {
  std::vector<ArmConfig> arms;
  for (int judge = 0; judge < ArmConfig::Judge_ARRAYSIZE; ++judge) {
    arms.push_back(arm_of(static_cast<ArmConfig::Judge>(judge), ArmConfig::BEST));
  }
  for (int kind = 0; kind < ArmConfig::Candidates_ARRAYSIZE; ++kind) {
    arms.push_back(arm_of(ArmConfig::EXACT, static_cast<ArmConfig::Candidates>(kind)));
  }
  arms.push_back(arm_of(ArmConfig::VALUE, ArmConfig::TREE));
  arms.push_back(arm_of(ArmConfig::LIKELIHOOD, ArmConfig::BEAM));
  arms.back().set_dropout(0.2);
  return arms;
}

TEST_F(ArmTest, EveryKindRunsFromTheSameStart) {
  std::optional<Measures> first;
  for (const ArmConfig& arm : every_kind()) {
    SCOPED_TRACE(arm.ShortDebugString());
    const std::vector<Iteration> iterations = run(arm);
    ASSERT_EQ(iterations.size(), 4u);
    if (!first) first = iterations[0].measures;
    EXPECT_EQ(iterations[0].measures.at("known.exact"), first->at("known.exact"));
    EXPECT_EQ(iterations[0].measures.at("known.perplexity"), first->at("known.perplexity"));
    EXPECT_EQ(iterations[0].measures.at("known.kl_start"), 0);
    EXPECT_GT(iterations[3].measures.at("known.kl_start"), 0);
    for (int i = 1; i < 4; ++i) {
      EXPECT_EQ(iterations[i].number, i);
      Measures measures = iterations[i].measures;
      EXPECT_EQ(measures.contains("known.pass_n"), i == 3) << "the last, and every third";
      EXPECT_EQ(measures.contains("reward"), makes_candidates(arm));
      if (!makes_candidates(arm)) continue;
      EXPECT_GT(measures["evaluations"], 0);
      EXPECT_GE(measures["reward"], 0);
      EXPECT_LE(measures["reward"], 1);
      EXPECT_LE(measures["kept"], 1);
      const bool asks_network =
          arm.judge() != ArmConfig::EXACT && arm.judge() != ArmConfig::SHUFFLED;
      EXPECT_EQ(measures["judge_evaluations"] > 0, asks_network);
      if (arm.judge() == ArmConfig::EXACT) {
        EXPECT_NEAR(measures["reward"], measures["true_reward"], 1e-6)
            << "an exact judge's reward is the share of right candidates";
      }
    }
  }
}

TEST_F(ArmTest, AnArmIsAFunctionOfItsArguments) {
  for (const auto& [judge, candidates] : {std::pair{ArmConfig::ROUND_TRIP, ArmConfig::TREE},
                                          std::pair{ArmConfig::VALUE, ArmConfig::BEST}}) {
    ArmConfig arm = arm_of(judge, candidates);
    arm.set_dropout(0.1);
    const std::vector<Iteration> first = run(arm);
    const std::vector<Iteration> second = run(arm);
    for (std::size_t i = 0; i < first.size(); ++i) {
      Measures a = first[i].measures;
      Measures b = second[i].measures;
      a.erase("cpu_seconds");
      b.erase("cpu_seconds");
      EXPECT_EQ(a, b);
    }
  }
}

TEST_F(ArmTest, ItsOwnExplorationTakesTheLabsPlace) {
  LabConfig config = *config_;
  config.mutable_search()->set_noise(1);  // with less, uniform tokens are hardly ever drawn
  for (const ArmConfig::Candidates kind : {ArmConfig::BEST, ArmConfig::BEAM}) {
    ArmConfig arm = arm_of(ArmConfig::EXACT, kind);
    const auto right = [&] {
      return Arm(*task_, *meter_, config, arm, 3, *start_).iterate().measures.at("reward");
    };
    const double shared = right();
    arm.set_root_uniform_fraction(0.25);
    EXPECT_EQ(right(), shared) << "the lab's own share";
    arm.set_root_uniform_fraction(1);
    EXPECT_LT(right(), shared) << "of more chance less is right";
  }
}

TEST_F(ArmTest, ItsOwnVisitsMakeItsCandidates) {
  for (const ArmConfig::Candidates kind : {ArmConfig::BEST, ArmConfig::BEAM, ArmConfig::TREE}) {
    ArmConfig arm = arm_of(ArmConfig::EXACT, kind);
    const double full = run(arm)[1].measures.at("evaluations");
    arm.set_visits(2);
    EXPECT_LT(run(arm)[1].measures.at("evaluations"), 0.7 * full) << "2 instead of 8";
  }
}

// Sampled measures: a sample is right no more often than one of eight is.
TEST_F(ArmTest, MoreSamplesFindMore) {
  const std::vector<Iteration> iterations = run(arm_of(ArmConfig::EXACT, ArmConfig::BEST));
  const Measures& end = iterations.back().measures;
  EXPECT_LT(end.at("known.pass_1"), end.at("known.pass_n"));
  EXPECT_EQ(end.at("known.with_search"), end.at("known.pass_n"))
      << "an exact judge finds what is there";
}

// The judge's information must arrive: with exact verdicts and the seed pairs kept, what is known
// gets better; with fresh pairs even the novel noun is learned.
TEST_F(ArmTest, TheLoopLearnsWhatItsJudgeKnows) {
  ArmConfig exact = arm_of(ArmConfig::EXACT, ArmConfig::TREE);
  exact.set_seed_share(1);
  exact.set_accumulate(true);
  const std::vector<Iteration> taught = run(exact, 100);
  EXPECT_GT(known(taught.back()), known(taught.front()));

  ArmConfig fresh = arm_of(ArmConfig::EXACT, ArmConfig::FRESH);
  fresh.set_accumulate(true);
  const std::vector<Iteration> given = run(fresh, 200);
  EXPECT_EQ(given.front().measures.at("novel.exact"), 0);
  EXPECT_GT(given.back().measures.at("novel.exact"), 0.1);
}

}  // namespace
}  // namespace tandem
