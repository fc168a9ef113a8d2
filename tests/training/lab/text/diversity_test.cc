#include "training/lab/text/diversity.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tandem {
namespace {

using Sentences = std::vector<std::vector<std::string>>;

TEST(Diversity, ByHand) {
  // Tokens: a a b, a c; a 3, b 1, c 1 of 5. Pairs: aa ab, ac; "b a" reaches across.
  const Diversity result = diversity(Sentences{{"a", "a", "b"}, {"a", "c"}});
  EXPECT_DOUBLE_EQ(result.distinct_1, 3.0 / 5);
  EXPECT_DOUBLE_EQ(result.distinct_2, 3.0 / 3);
  EXPECT_NEAR(result.entropy_bits, 0.6 * std::log2(5.0 / 3) + 2 * 0.2 * std::log2(5.0), 1e-12);
}

TEST(Diversity, OfOneSentenceAgainAndAgain) {
  const Diversity result = diversity(Sentences(10, {"no", "idea"}));
  EXPECT_DOUBLE_EQ(result.distinct_1, 2.0 / 20);
  EXPECT_DOUBLE_EQ(result.distinct_2, 1.0 / 10);
  EXPECT_NEAR(result.entropy_bits, 1, 1e-12);
}

TEST(Diversity, EntropyIsFromZeroToLogOfTheVocabulary) {
  EXPECT_EQ(diversity(Sentences{{"a", "a", "a"}}).entropy_bits, 0);
  EXPECT_NEAR(diversity(Sentences{{"a", "b", "c", "d"}, {"d", "c", "b", "a"}}).entropy_bits, 2,
              1e-12);
}

TEST(Diversity, OfNothingIsZero) {
  for (const Sentences& sentences : {Sentences{}, Sentences{{}, {}}}) {
    const Diversity result = diversity(sentences);
    EXPECT_EQ(result.distinct_1, 0);
    EXPECT_EQ(result.distinct_2, 0);
    EXPECT_EQ(result.entropy_bits, 0);
  }
  EXPECT_EQ(diversity(Sentences{{"a"}, {"b"}}).distinct_2, 0);
}

}  // namespace
}  // namespace tandem
