#include "training/lab/text/token_recall.h"

#include <gtest/gtest.h>

#include <vector>

namespace tandem {
namespace {

using Words = std::vector<std::string>;

void expect_proportion(const Proportion& actual, std::int64_t hits, std::int64_t total) {
  EXPECT_EQ(actual.hits, hits);
  EXPECT_EQ(actual.total, total);
}

TEST(FrequencyDeciles, FollowTheWeightInTraining) {
  // 20 tokens. Before "the" lie 0, before "cat" 9, "sat" 14, "mat" 17, "rug" 18, "zoo" 19 of them.
  const FrequencyDeciles deciles(
      {{"zoo", 1}, {"rug", 1}, {"mat", 1}, {"sat", 3}, {"cat", 5}, {"the", 9}, {"lost", 0}});
  EXPECT_EQ(deciles.decile_of("the"), 0);
  EXPECT_EQ(deciles.decile_of("cat"), 4);  // 10 * 9/20 = 4.5
  EXPECT_EQ(deciles.decile_of("sat"), 7);
  EXPECT_EQ(deciles.decile_of("mat"), 8);  // equal counts: by their text
  EXPECT_EQ(deciles.decile_of("rug"), 9);
  EXPECT_EQ(deciles.decile_of("zoo"), 9);
  EXPECT_EQ(deciles.decile_of("dog"), std::nullopt);
  EXPECT_EQ(deciles.decile_of("lost"), std::nullopt);
  EXPECT_EQ(FrequencyDeciles({}).decile_of("the"), std::nullopt);
}

TEST(FrequencyDeciles, ShareEquallyFrequentTokensOut) {
  std::unordered_map<std::string, std::int64_t> counts;
  for (char c = 'a'; c < 'a' + 20; ++c) counts[std::string(1, c)] = 7;
  const FrequencyDeciles deciles(counts);
  for (char c = 'a'; c < 'a' + 20; ++c) {
    EXPECT_EQ(deciles.decile_of(std::string(1, c)), (c - 'a') / 2) << c;
  }
}

TEST(TokenRecall, IsClippedAndSortedIntoDeciles) {
  const FrequencyDeciles deciles({{"the", 5}, {"cat", 3}, {"sat", 2}});
  // "the" twice of 3, "cat" once of 1 though it stands there twice, "sat" missing, "zoo" and "dog"
  // not in training: one of the two. "rug" is not in the reference.
  const DecileRecall recall =
      decile_recall(Words{"the", "cat", "the", "cat", "dog", "rug"},
                    Words{"the", "the", "the", "cat", "sat", "zoo", "dog"}, deciles);
  for (std::size_t i = 0; i < recall.deciles.size(); ++i) {
    switch (i) {
      case 0:
        expect_proportion(recall.deciles[i], 2, 3);
        break;  // the
      case 5:
        expect_proportion(recall.deciles[i], 1, 1);
        break;  // cat, after 5 of 10
      case 8:
        expect_proportion(recall.deciles[i], 0, 1);
        break;  // sat, after 8 of 10
      default:
        expect_proportion(recall.deciles[i], 0, 0);
    }
  }
  expect_proportion(recall.unseen, 1, 2);
}

TEST(TokenRecall, SumsOverSentencesAndNotAcrossThem) {
  const FrequencyDeciles deciles({{"a", 1}});
  // The second hypothesis has the "a" that the first one lacks.
  DecileRecall sum = decile_recall(Words{"b"}, Words{"a"}, deciles);
  sum += decile_recall(Words{"a", "a"}, Words{"a", "c"}, deciles);
  expect_proportion(sum.deciles[0], 1, 2);
  expect_proportion(sum.unseen, 0, 1);
}

TEST(TokenRecall, OfASet) {
  const std::unordered_set<std::string> rare = {"quokka", "numbat"};
  expect_proportion(
      set_recall(Words{"a", "quokka"}, Words{"quokka", "quokka", "numbat", "a"}, rare), 1, 3);
  expect_proportion(set_recall(Words{"quokka"}, Words{"a"}, rare), 0, 0);
  expect_proportion(set_recall(Words{}, Words{"numbat"}, rare), 0, 1);
  Proportion sum = set_recall(Words{"numbat"}, Words{"numbat"}, rare);
  sum += set_recall(Words{}, Words{"numbat"}, rare);
  EXPECT_DOUBLE_EQ(sum.share(), 0.5);
}

}  // namespace
}  // namespace tandem
