// Beam search against all sentences of a small language.
#include "training/lab/beam.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/judges/exact_judge.h"
#include "mcts/scripted_evaluator.h"
#include "training/lab/likelihood.h"

namespace tandem {
namespace {

struct Scored {
  std::vector<Token> target;
  double log_probability;
};

class BeamTest : public testing::Test {
 protected:
  /// All targets of a source: 1 + 3 + 9 + 27 of them, most probable first.
  std::vector<Scored> enumerate(const std::vector<Token>& source, double uniform_fraction) const {
    std::vector<Scored> all;
    const std::function<void(std::vector<Token>)> visit = [&](std::vector<Token> prefix) {
      all.push_back({prefix, score(source, prefix, uniform_fraction)});
      if (prefix.size() == 3) return;
      for (Token token = 1; token < 4; ++token) {
        prefix.push_back(token);
        visit(prefix);
        prefix.pop_back();
      }
    };
    visit({});
    std::ranges::sort(all, std::greater(), &Scored::log_probability);
    return all;
  }

  double score(const std::vector<Token>& source, const std::vector<Token>& target,
               double uniform_fraction) const {
    double sum = 0;
    const auto along = distributions_along(*game_, evaluator_, {{source, target}});
    for (const TokenDistribution& answer : along[0]) {
      const double own = std::exp(static_cast<double>(answer.log_probability[answer.next]));
      sum += std::log((1 - uniform_fraction) * own + uniform_fraction / 4);
    }
    return sum;
  }

  JudgedTranslations search(const Sources& sources, int width, double uniform_fraction = 0) const {
    return beam_translations(*game_, evaluator_, *judge_, sources, width, uniform_fraction);
  }

  const std::shared_ptr<const Game> game_ = make_translation({2, 3, 5, 4});
  const ScriptedEvaluator evaluator_{*game_, 11, Answer::kQueued};
  const std::unique_ptr<Judge> judge_ = make_exact_judge([](std::span<const Token> source) {
    return std::vector<Token>{static_cast<Token>(source[0] % 3 + 1)};
  });
  const Sources sources_ = {{1}, {2, 2}, {4, 3}, {3}};
};

TEST_F(BeamTest, AsWideAsTheLanguageItListsAllInOrder) {
  for (const double uniform_fraction : {0.0, 0.3}) {
    const JudgedTranslations found = search(sources_, 40, uniform_fraction);
    ASSERT_EQ(found.all.size(), 4u * 40);
    for (std::size_t source = 0; source < sources_.size(); ++source) {
      const std::vector<Scored> all = enumerate(sources_[source], uniform_fraction);
      ASSERT_EQ(all.size(), 40u);
      for (std::size_t i = 0; i < 40; ++i) {
        const std::vector<Token>& target = found.all[source * 40 + i].target;
        EXPECT_NEAR(score(sources_[source], target, uniform_fraction), all[i].log_probability,
                    1e-9);
      }
    }
  }
}

TEST_F(BeamTest, OfWidthOneItIsGreedy) {
  const JudgedTranslations found = search(sources_, 1);
  const auto greedy = greedy_translations(*game_, evaluator_, sources_);
  for (std::size_t i = 0; i < sources_.size(); ++i) EXPECT_EQ(found.all[i].target, greedy[i]);
}

TEST_F(BeamTest, CostsNoMoreThanItsWidthAndFindsNoLess) {
  double last = -1e9;
  for (const int width : {1, 3, 10, 40}) {
    const JudgedTranslations found = search({{1}}, width);
    EXPECT_EQ(found.each, width);
    // At most three tokens: the end of a target of full length isn't asked for.
    EXPECT_LE(found.evaluations, 3 * width);
    const double best = score({1}, found.all[0].target, 0);
    EXPECT_GE(best, last - 1e-9);
    last = best;
  }
}

TEST_F(BeamTest, AsksTheJudgeAboutEverySentence) {
  const JudgedTranslations found = search(sources_, 40);
  for (std::size_t i = 0; i < found.all.size(); ++i) {
    const auto right = static_cast<Token>(sources_[i / 40][0] % 3 + 1);
    EXPECT_EQ(found.all[i].reward, found.all[i].target == std::vector<Token>{right} ? 1 : 0);
  }
}

// One that runs out of sentences repeats the last.
TEST_F(BeamTest, WiderThanTheLanguageItRepeats) {
  const JudgedTranslations found = search({{2}}, 43);
  ASSERT_EQ(found.all.size(), 43u);
  EXPECT_EQ(found.all[42].target, found.all[39].target);
}

}  // namespace
}  // namespace tandem
