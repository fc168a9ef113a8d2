#include "training/lab/likelihood.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "mcts/scripted_evaluator.h"

namespace tandem {
namespace {

using Sentences = std::vector<std::vector<TokenDistribution>>;

TokenDistribution distribution(std::vector<double> probabilities, Token next) {
  TokenDistribution answer;
  for (const double p : probabilities) answer.log_probability.push_back(std::log(p));
  answer.next = next;
  return answer;
}

TEST(Perplexity, IsTheInverseGeometricMean) {
  // 1/2, 1/4, 1/8: geometric mean 1/4.
  const Sentences sentences = {
      {distribution({0.5, 0.5}, 0), distribution({0.25, 0.75}, 0)},
      {distribution({0.875, 0.125}, 1)},
  };
  EXPECT_NEAR(perplexity(sentences), 4, 1e-6);
  EXPECT_EQ(perplexity({}), 1);
}

TEST(MeanKl, IsSummedOverTokensAndAveragedOverSentences) {
  const auto p = distribution({0.5, 0.5}, 0);
  const auto q = distribution({0.25, 0.75}, 0);
  // 0.5 ln 2 + 0.5 ln(2/3).
  const double kl = 0.5 * std::log(2) + 0.5 * std::log(2.0 / 3);
  EXPECT_NEAR(mean_kl({{p, p}, {p}}, {{q, q}, {q}}), (2 * kl + kl) / 2, 1e-6);
  EXPECT_EQ(mean_kl({{p}}, {{p}}), 0);
}

TEST(DistributionsAlong, AreDistributionsOverTheTargetLanguage) {
  const auto game = make_translation({2, 3, 5, 4});
  const std::vector<SentencePair> pairs = {{{1, 2}, {3}}, {{4}, {1, 2, 3}}, {{1}, {}}};
  const Sentences along =
      distributions_along(*game, ScriptedEvaluator(*game, 3, Answer::kQueued), pairs);
  const Sentences at_once = distributions_along(*game, ScriptedEvaluator(*game, 3), pairs);
  ASSERT_EQ(along.size(), 3u);
  EXPECT_EQ(along[0].size(), 2u);
  EXPECT_EQ(along[1].size(), 3u) << "a target of full length is ended by its last token";
  EXPECT_EQ(along[2].size(), 1u);
  EXPECT_EQ(along[0][0].next, 3);
  EXPECT_EQ(along[0][1].next, kEndOfSentence);
  for (std::size_t i = 0; i < along.size(); ++i) {
    for (std::size_t k = 0; k < along[i].size(); ++k) {
      double sum = 0;
      ASSERT_EQ(along[i][k].log_probability.size(), 4u);
      for (const float log_p : along[i][k].log_probability) sum += std::exp(log_p);
      EXPECT_NEAR(sum, 1, 1e-6);
      EXPECT_EQ(along[i][k].log_probability, at_once[i][k].log_probability);
    }
  }
}

}  // namespace
}  // namespace tandem
