// Measures of an evaluator that knows its answers.
#include "training/lab/network_meter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/judges/exact_judge.h"

namespace tandem {
namespace {

using testing::DoubleNear;

/// Writes `answers[source]`, each token with odds of `certainty` to 1 against each other one.
class KnowingEvaluator : public Evaluator {
 public:
  KnowingEvaluator(std::map<std::vector<Token>, std::vector<Token>> answers, double certainty)
      : answers_(std::move(answers)), logit_(static_cast<float>(std::log(certainty))) {}
  std::unique_ptr<EvaluationBatch> new_batch() const override {
    return std::make_unique<Batch>(*this);
  }

 private:
  class Batch : public EvaluationBatch {
   public:
    explicit Batch(const KnowingEvaluator& evaluator) : evaluator_(evaluator) {}
    Answer add(const Position& position, std::span<const Action>,
               const EvaluationSlot& slot) override {
      const auto& sentence = dynamic_cast<const TranslationPosition&>(position);
      const std::vector<Token>& answer =
          evaluator_.answers_.at({sentence.source().begin(), sentence.source().end()});
      const std::size_t place = sentence.target().size();
      std::ranges::fill(slot.logits, 0.f);
      slot.logits[place < answer.size() ? answer[place] : kEndOfSentence] = evaluator_.logit_;
      *slot.values = {0, 0};
      return Answer::kReady;
    }
    void compute() override {}
    int queued() const override { return 0; }
    std::int64_t evaluations() const override { return 0; }

   private:
    const KnowingEvaluator& evaluator_;
  };

  const std::map<std::vector<Token>, std::vector<Token>> answers_;
  const float logit_;
};

/// Target tokens 1 .. 7 are the words a .. g; seed pairs have no g.
LabTask toy_task() {
  LabTask task;
  task.forward = make_translation({2, 4, 9, 8});
  task.backward = make_translation({4, 2, 8, 9});
  task.seed_pairs = {{{1}, {1, 2}}, {{2}, {3, 4}}, {{3}, {5, 6, 1}}};
  task.tests = {{"known", {{{4}, {1, 2, 3, 4}}, {{5}, {2, 3, 1}}}},
                {"novel", {{{6}, {7, 1}}}},
                {"rare", {{{7}, {1}}, {{8}, {2}}}}};
  task.target_text = [](std::span<const Token> target) {
    std::string text;
    for (const Token token : target) {
      if (!text.empty()) text += ' ';
      text += static_cast<char>('a' + token - 1);
    }
    return text;
  };
  return task;
}

// Of `known` the first is right and the second has one wrong word; `novel` lacks its novel word.
const std::map<std::vector<Token>, std::vector<Token>> kAnswers = {
    {{4}, {1, 2, 3, 4}}, {{5}, {2, 3, 5}}, {{6}, {1, 1}}, {{7}, {1}}, {{8}, {2}}};

TEST(NetworkMeter, CountsByHand) {
  const LabTask task = toy_task();
  const NetworkMeter meter(task);
  const KnowingEvaluator network(kAnswers, 7 * 9);
  const Measures measures = meter.measure(network, network);
  EXPECT_EQ(measures.at("known.exact"), 0.5);
  EXPECT_EQ(measures.at("novel.exact"), 0);
  EXPECT_EQ(measures.at("rare.exact"), 1);
  EXPECT_FALSE(measures.contains("rare.chrf"));
  EXPECT_EQ(measures.at("known.kl_start"), 0);
  EXPECT_EQ(measures.at("novel.recall_unseen"), 0) << "g is not found";
  EXPECT_FALSE(measures.contains("known.recall_unseen")) << "there is none";
  // 7 tokens, 5 different ones.
  EXPECT_THAT(measures.at("known.distinct_1"), DoubleNear(5.0 / 7, 1e-9));
  EXPECT_THAT(measures.at("known.distinct_2"), DoubleNear(4.0 / 5, 1e-9));
  // Unigrams 6 of 7, bigrams 4 of 5, trigrams 2 of 3, one 4-gram of one; equally long.
  EXPECT_THAT(measures.at("known.bleu"),
              DoubleNear(100 * std::pow(6.0 / 7 * 4 / 5 * 2 / 3 * 1, 0.25), 1e-6));

  // Right tokens have 63 / 70, others 1 / 70: the references of `known` have eight of nine right
  // (both ends asked, the first target being of full length without one).
  const double mean = (7 * std::log(0.9) + std::log(1.0 / 70)) / 8;
  EXPECT_THAT(measures.at("known.perplexity"), DoubleNear(std::exp(-mean), 1e-5));
}

TEST(NetworkMeter, SamplesFindWhatAJudgeKnows) {
  const LabTask task = toy_task();
  const NetworkMeter meter(task);
  RunConfig config;
  config.set_game(task.forward->info().name);
  config.mutable_search()->set_visits(64);
  config.mutable_search()->set_solver(false);
  config.mutable_self_play()->set_groups(1);
  config.mutable_self_play()->set_games_per_group(16);
  const auto network = std::make_shared<KnowingEvaluator>(kAnswers, 7.0);
  const std::shared_ptr<const Judge> exact =
      make_exact_judge([](std::span<const Token> source) -> std::optional<std::vector<Token>> {
        if (source[0] == 4) return std::vector<Token>{1, 2, 3, 4};
        if (source[0] == 5) return std::vector<Token>{2, 3, 1};
        return {};
      });
  const Measures judged = meter.measure_samples(config, network, exact, 1);
  // Tokens are right with 7 / 14; wrong ones come with 1 / 14: (1/2)^4 of the first, and (1/2)^2 *
  // 1/14 * 1/2 of the second.
  EXPECT_THAT(judged.at("known.pass_1"), DoubleNear((0.0625 + 0.0089) / 2, 0.06));
  EXPECT_GE(judged.at("known.pass_n"), 0.5) << "of 64 samples the first is missed by 0.016";
  EXPECT_EQ(judged.at("known.with_search"), judged.at("known.pass_n"));
  EXPECT_FALSE(judged.contains("rare.pass_1"));
  const Measures unjudged = meter.measure_samples(config, network, nullptr, 1);
  EXPECT_EQ(unjudged.at("known.pass_n"), judged.at("known.pass_n"));
  EXPECT_FALSE(unjudged.contains("known.with_search"));
}

}  // namespace
}  // namespace tandem
