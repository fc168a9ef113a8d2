#include "training/lab/text/chrf.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace tandem {
namespace {

struct Pair {
  std::string_view hypothesis;
  std::string_view reference;
};

ChrfStatistics corpus_statistics(const std::vector<Pair>& corpus) {
  ChrfStatistics sum;
  for (const Pair& pair : corpus) sum += chrf_statistics(pair.hypothesis, pair.reference);
  return sum;
}

double chrf(std::string_view hypothesis, std::string_view reference, double beta = 2) {
  return chrf_score(chrf_statistics(hypothesis, reference), beta);
}

TEST(Chrf, IdenticalIsHundredAndDisjointIsZero) {
  EXPECT_DOUBLE_EQ(chrf("Das ist ein Test.", "Das ist ein Test."), 100);
  EXPECT_DOUBLE_EQ(chrf("a", "a"), 100);  // the orders that there are
  EXPECT_EQ(chrf("abcdefg", "hijklmnop"), 0);
  EXPECT_EQ(chrf("", "a"), 0);
  EXPECT_EQ(chrf("a", ""), 0);
  EXPECT_EQ(chrf_score({}), 0);
}

TEST(Chrf, OneSentenceByHand) {
  // 1: a b of 3; 2: ab of 2; 3: none of 1; 4 to 6 aren't there.
  // P = R = (2/3 + 1/2 + 0) / 3 = 7/18 = F.
  const ChrfStatistics sentence = chrf_statistics("abc", "abd");
  EXPECT_EQ(sentence.orders[0], (NgramOverlap{3, 3, 2}));
  EXPECT_EQ(sentence.orders[1], (NgramOverlap{2, 2, 1}));
  EXPECT_EQ(sentence.orders[2], (NgramOverlap{1, 1, 0}));
  EXPECT_EQ(sentence.orders[3], NgramOverlap{});
  EXPECT_NEAR(chrf_score(sentence), 100.0 * 7 / 18, 1e-10);
}

TEST(Chrf, RecallCountsMore) {
  // 1: P = 2/2, R = 2/4; 2: P = 1/1, R = 1/3; 3 and 4 only in the reference.
  // P = 1, R = 5/12: 5 * 5/12 / (4 + 5/12) = 25/53.
  EXPECT_NEAR(chrf("ab", "abcd"), 100.0 * 25 / 53, 1e-10);
  // The other way round P = 5/12, R = 1: 5 * 5/12 / (4 * 5/12 + 1) = 25/32.
  EXPECT_NEAR(chrf("abcd", "ab"), 100.0 * 25 / 32, 1e-10);
  // With beta = 1 both are 2 * 5/12 / (1 + 5/12) = 10/17.
  EXPECT_NEAR(chrf("ab", "abcd", 1), 100.0 * 10 / 17, 1e-10);
  EXPECT_NEAR(chrf("abcd", "ab", 1), 100.0 * 10 / 17, 1e-10);
}

TEST(Chrf, OrdersThatTheReferenceIsTooShortForAreNotCounted) {
  // 1: 2 + 3 of 4 + 3 and 2 + 3; 2: 1 + 2 of 3 + 2 and 1 + 2; 3: the hypothesis' abc and bcd are
  // left out, 1 of 1 and 1. P = (5/7 + 3/5 + 1) / 3 = 27/35, R = 1: F = 5 P / (4 P + 1) = 135/143.
  const ChrfStatistics corpus = corpus_statistics({{"abcd", "ab"}, {"xyz", "xyz"}});
  EXPECT_EQ(corpus.orders[1], (NgramOverlap{5, 3, 3}));
  EXPECT_EQ(corpus.orders[2], (NgramOverlap{1, 1, 1}));
  EXPECT_EQ(corpus.orders[3], NgramOverlap{});
  EXPECT_NEAR(chrf_score(corpus), 100.0 * 135 / 143, 1e-10);
}

TEST(Chrf, WhitespaceDoesNotCount) {
  EXPECT_EQ(chrf_statistics(" a b\tc\n", "abc"), chrf_statistics("abc", "abc"));
  EXPECT_EQ(chrf_statistics("a\u00A0b\u3000c", "abc"), chrf_statistics("abc", "abc"));
}

TEST(Chrf, CharactersAreCodePoints) {
  // Their UTF-8 shares the first byte.
  EXPECT_EQ(chrf("é", "è"), 0);
  EXPECT_EQ(chrf_statistics("čaj", "caj").orders[0], (NgramOverlap{3, 3, 2}));
}

TEST(Chrf, MalformedTextIsSafe) {
  EXPECT_DOUBLE_EQ(chrf("\xFF\xFE", "\xFF\xFE"), 100);
  EXPECT_EQ(chrf("\xFF", "\xFE"), 0);
  EXPECT_EQ(chrf_statistics("\xE2\x82", "€").orders[0], (NgramOverlap{2, 1, 0}));
  EXPECT_EQ(chrf_statistics("a\xF0\x9F", "a").orders[0], (NgramOverlap{3, 1, 1}));
}

TEST(Chrf, CorpusIsTheSumOfItsSentencesInAnyOrder) {
  std::vector<Pair> corpus = {{"abc", "abd"}, {"ab", "abcd"}, {"", "x"}};
  // 1: 2 + 2 of 5 and 8; 2: 1 + 1 of 3 and 5; 3: 0 of 1 and 3; 4: the reference's alone.
  // P = (4/5 + 2/3) / 3 = 22/45, R = (1/2 + 2/5) / 3 = 3/10.
  const ChrfStatistics sum = corpus_statistics(corpus);
  EXPECT_EQ(sum.orders[0], (NgramOverlap{5, 8, 4}));
  EXPECT_EQ(sum.orders[2], (NgramOverlap{1, 3, 0}));
  constexpr double p = 22.0 / 45;
  constexpr double r = 3.0 / 10;
  EXPECT_NEAR(chrf_score(sum), 100 * 5 * p * r / (4 * p + r), 1e-10);
  std::ranges::reverse(corpus);
  EXPECT_EQ(corpus_statistics(corpus), sum);
}

TEST(Chrf, AgreesWithSacrebleuOnPublishedExamples) {
  // Its unit tests for the effective order, with beta = 3.
  EXPECT_NEAR(chrf("a b c", "abc", 3), 100, 1e-4);
  EXPECT_NEAR(chrf("aa", "ab", 3), 25, 1e-4);
  EXPECT_NEAR(chrf_score(corpus_statistics({{"a", "a"}, {"b", "c"}}), 3), 50, 1e-4);
  EXPECT_NEAR(
      chrf(" Die    Beziehung zwischen  Obama und Netanjahu ist nicht gerade  freundlich. ",
           "Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich.", 3),
      64.130269831561459, 1e-6);
  EXPECT_NEAR(chrf(" risk assessment must be made of those who are qualified and expertise in the "
                   "sector - these are the scientists .",
                   "risk assessment has to be undertaken by those who are qualified and expert in "
                   "that area - that is the scientists .",
                   3),
              63.361730303214769, 1e-6);
  // The examples of a library that calls it with its defaults, beta = 2.
  EXPECT_NEAR(chrf("The relationship between Obama and Netanyahu is not exactly friendly.",
                   "The ties between Obama and Netanyahu are not particularly friendly."),
              61.576379378113785, 1e-10);
  EXPECT_NEAR(chrf_score(corpus_statistics(
                  {{"The relationship between cats and dogs is not exactly friendly.",
                    "The relationship between dogs and cats is not exactly friendly."},
                   {"a good bookshop is just a genteel black hole that knows how to read.",
                    "A good bookshop is just a genteel Black Hole that knows how to read."}})),
              84.64214891738334, 1e-10);
}

}  // namespace
}  // namespace tandem
