#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/judges/exact_judge.h"
#include "engine/judges/network_judge.h"
#include "games/registry.h"
#include "mcts/scripted_evaluator.h"

namespace tandem {
namespace {

/// Sources of one or two tokens over three words, targets of up to three tokens over two.
std::shared_ptr<const Game> toy() {
  return make_game(
      "translation(source_length=2,target_length=3,source_vocabulary=4,target_vocabulary=3)");
}

/// From toy()'s targets to its sources.
std::shared_ptr<const Game> toy_backward() {
  return make_game(
      "translation(source_length=3,target_length=2,source_vocabulary=3,target_vocabulary=4)");
}

/// Every finished position below `position`.
void for_each_end(const Game& game, const Position& position,
                  const std::function<void(const TranslationPosition&)>& visit) {
  if (position.is_terminal()) return visit(dynamic_cast<const TranslationPosition&>(position));
  std::vector<Action> legal(game.info().max_legal_actions);
  const int count = position.legal_actions(legal);
  for (int i = 0; i < count; ++i) {
    const auto child = position.clone();
    child->apply(legal[i]);
    for_each_end(game, *child, visit);
  }
}

double reward(JudgeBatch& batch, const Position& finished) {
  Values values{};
  if (batch.add(finished, &values) == Answer::kQueued) batch.compute();
  return reward_of_values(values);
}

/// Tokens whose probabilities a sentence's likelihood is made of.
int decisions(std::size_t tokens, int longest) {
  return std::min(static_cast<int>(tokens) + 1, longest);
}

std::optional<std::vector<Token>> copy_below_three(std::span<const Token> source) {
  if (source.front() == 3) return {};
  std::vector<Token> target(source.begin(), source.end());
  return target;
}

TEST(ExactJudge, ApprovesTheReferenceAlone) {
  const auto game = toy();
  const auto judge = make_exact_judge(copy_below_three);
  const auto batch = judge->new_batch();
  EXPECT_EQ(reward(*batch, *game->parse_position("1 2 > 1 2 .")), 1);
  EXPECT_EQ(reward(*batch, *game->parse_position("1 2 > 1 .")), 0);
  EXPECT_EQ(reward(*batch, *game->parse_position("1 2 > 1 2 2 .")), 0);
  EXPECT_EQ(reward(*batch, *game->parse_position("1 > 1 .")), 1);
  EXPECT_EQ(reward(*batch, *game->parse_position("1 > .")), 0);
  EXPECT_EQ(reward(*batch, *game->parse_position("3 > .")), 0) << "has no reference";
}

// 12 sources of 15 translations, 100 seeds: 18,000 verdicts, so the standard error of the share of
// lies is below 0.0038.
TEST(ExactJudge, LiesAsOftenAsSaidAndAlwaysTheSame) {
  const auto game = toy();
  for (const double lie : {0.1, 0.5, 1.0}) {
    int lies = 0;
    int asked = 0;
    int approved_wrongly = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      const auto truthful = make_exact_judge(copy_below_three);
      const auto truth = truthful->new_batch();
      const auto liar = make_exact_judge(copy_below_three, lie, seed);
      const auto batch = liar->new_batch();
      const auto again = liar->new_batch();
      for_each_end(*game, *game->initial_position(), [&](const TranslationPosition& finished) {
        const double verdict = reward(*batch, finished);
        EXPECT_EQ(verdict, reward(*again, finished));
        lies += verdict != reward(*truth, finished);
        approved_wrongly += verdict == 1 && reward(*truth, finished) == 0;
        ++asked;
      });
    }
    EXPECT_EQ(asked, 18000);
    EXPECT_NEAR(lies / 18000.0, lie, 4 * 0.0038);
    EXPECT_GT(approved_wrongly, 0);
  }
}

TEST(ExactJudge, WithoutReferencesSaysLiesAloneWhateverIsRight) {
  const auto game = toy();
  int approved = 0;
  int approved_right = 0;
  int right = 0;
  const auto truthful = make_exact_judge(copy_below_three);
  const auto truth = truthful->new_batch();
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto judge = make_exact_judge([](auto) { return std::nullopt; }, 0.3, seed);
    const auto batch = judge->new_batch();
    for_each_end(*game, *game->initial_position(), [&](const TranslationPosition& finished) {
      const bool approves = reward(*batch, finished) == 1;
      const bool is_right = reward(*truth, finished) == 1;
      approved += approves;
      right += is_right;
      approved_right += approves && is_right;
    });
  }
  EXPECT_NEAR(approved / 18000.0, 0.3, 4 * 0.0035);
  ASSERT_GT(right, 500);
  EXPECT_NEAR(static_cast<double>(approved_right) / right, 0.3, 4 * 0.021);
}

// A network's probabilities of all translations of one source add up to 1.
TEST(LikelihoodJudge, IsTheGeometricMeanOfADistribution) {
  const auto game = toy();
  const auto evaluator = std::make_shared<ScriptedEvaluator>(*game, 5, Answer::kQueued);
  const auto judge = make_likelihood_judge(game, evaluator);
  const auto batch = judge->new_batch();
  for (const char* source : {"1 > ?", "3 2 > ?"}) {
    double sum = 0;
    int ends = 0;
    for_each_end(*game, *game->parse_position(source), [&](const TranslationPosition& finished) {
      sum += std::pow(reward(*batch, finished), decisions(finished.target().size(), 3));
      ++ends;
    });
    EXPECT_EQ(ends, 15);
    EXPECT_NEAR(sum, 1, 1e-5);
  }
}

// And those of all sources of one target, the empty source included, which the game doesn't have:
// so they are 1 minus its probability.
TEST(RoundTripJudge, IsTheBackwardNetworksLikelihoodOfTheSource) {
  const auto game = toy();
  const auto backward = toy_backward();
  const auto evaluator = std::make_shared<ScriptedEvaluator>(*backward, 6, Answer::kQueued);
  const auto judge = make_round_trip_judge(backward, evaluator);
  const auto batch = judge->new_batch();
  const auto start = backward->parse_position("2 1 1 > ?");
  std::vector<Action> legal(backward->info().max_legal_actions);
  const int count = start->legal_actions(legal);
  std::vector<float> logits(count);
  Values values{};
  const auto asked = evaluator->new_batch();
  asked->add(*start, std::span(legal).first(count), {logits, &values});
  asked->compute();
  double total = 0;
  for (const float logit : logits) total += std::exp(logit);
  const double empty = std::exp(logits[0]) / total;

  double sum = 0;
  for_each_end(*game, *game->initial_position(), [&](const TranslationPosition& finished) {
    if (!std::ranges::equal(finished.target(), std::vector<Token>{2, 1, 1})) return;
    sum += std::pow(reward(*batch, finished), decisions(finished.source().size(), 2));
  });
  EXPECT_NEAR(sum, 1 - empty, 1e-5);
  EXPECT_EQ(reward(*batch, *game->parse_position("1 > .")), 0) << "nothing to translate back";
}

TEST(ValueJudge, IsTheValueBeforeTheEnd) {
  const auto game = toy();
  const auto evaluator = std::make_shared<ScriptedEvaluator>(*game, 7, Answer::kQueued);
  const auto judge = make_value_judge(game, evaluator);
  const auto batch = judge->new_batch();
  const auto value_at = [&](const char* text) {
    const auto position = game->parse_position(text);
    std::vector<Action> legal(game->info().max_legal_actions);
    const int count = position->legal_actions(legal);
    std::vector<float> logits(count);
    Values values{};
    const auto asked = evaluator->new_batch();
    asked->add(*position, std::span(legal).first(count), {logits, &values});
    asked->compute();
    return reward_of_values(values);
  };
  EXPECT_NEAR(reward(*batch, *game->parse_position("1 > 2 .")), value_at("1 > 2 ?"), 1e-6);
  EXPECT_NEAR(reward(*batch, *game->parse_position("1 > .")), value_at("1 > ?"), 1e-6);
  EXPECT_NEAR(reward(*batch, *game->parse_position("1 > 2 1 2 .")), value_at("1 > 2 1 ?"), 1e-6);
}

TEST(NetworkJudge, JudgesManySentencesInOneBatch) {
  const auto game = toy();
  const auto evaluator = std::make_shared<ScriptedEvaluator>(*game, 5, Answer::kQueued);
  const auto judge = make_likelihood_judge(game, evaluator);
  const auto together = judge->new_batch();
  const auto alone = judge->new_batch();
  std::vector<std::unique_ptr<Position>> sentences;
  for_each_end(*game, *game->initial_position(),
               [&](const TranslationPosition& end) { sentences.push_back(end.clone()); });
  std::vector<Values> values(sentences.size());
  for (std::size_t i = 0; i < sentences.size(); ++i) together->add(*sentences[i], &values[i]);
  together->compute();
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    EXPECT_EQ(reward_of_values(values[i]), reward(*alone, *sentences[i]));
  }
}

}  // namespace
}  // namespace tandem
