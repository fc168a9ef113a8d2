#include "training/lab/text/ngrams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace tandem {
namespace {

using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST(Ngrams, NumbersTokensByAppearance) {
  TokenNumbers numbers;
  EXPECT_EQ(number_tokens(std::vector<std::string>{"b", "a", "b"}, numbers),
            (std::u32string{0, 1, 0}));
  EXPECT_EQ(number_tokens(std::vector<std::string>{"c", "a", ""}, numbers),
            (std::u32string{2, 1, 3}));
}

TEST(Ngrams, CountsAddUpAndShortSentencesHaveNone) {
  NgramCounts counts;
  count_ngrams(U"abab", 2, counts);
  EXPECT_THAT(counts, UnorderedElementsAre(Pair(U"ab", 2), Pair(U"ba", 1)));
  count_ngrams(U"ab", 2, counts);
  EXPECT_THAT(counts, UnorderedElementsAre(Pair(U"ab", 3), Pair(U"ba", 1)));
  NgramCounts none;
  count_ngrams(U"ab", 3, none);
  count_ngrams(U"", 1, none);
  EXPECT_THAT(none, IsEmpty());
}

TEST(Ngrams, OverlapIsClippedByTheSmallerCount) {
  // a: min(3, 1), b: min(1, 2).
  EXPECT_EQ(ngram_overlap(U"aaab", U"abbc", 1), (NgramOverlap{4, 4, 2}));
  // aa aa ab against ab bb bc.
  EXPECT_EQ(ngram_overlap(U"aaab", U"abbc", 2), (NgramOverlap{3, 3, 1}));
  EXPECT_EQ(ngram_overlap(U"aaab", U"a", 2), (NgramOverlap{3, 0, 0}));
  EXPECT_EQ(ngram_overlap(U"", U"", 1), NgramOverlap{});
}

}  // namespace
}  // namespace tandem
