#include "training/lab/text/bleu.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "training/lab/text/tokenizer_13a.h"
#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

struct Pair {
  std::string_view hypothesis;
  std::string_view reference;
};

std::vector<std::string> words(std::string_view text) {
  const std::vector<std::string_view> parts = split_at_whitespace(text);
  return {parts.begin(), parts.end()};
}

BleuStatistics statistics(const Pair& pair) {
  return bleu_statistics(words(pair.hypothesis), words(pair.reference));
}

BleuStatistics corpus_statistics(const std::vector<Pair>& corpus) {
  BleuStatistics sum;
  for (const Pair& pair : corpus) sum += statistics(pair);
  return sum;
}

double bleu(std::string_view hypothesis, std::string_view reference) {
  return bleu_score(statistics({hypothesis, reference}));
}

double bleu_13a(std::string_view hypothesis, std::string_view reference) {
  return bleu_score(bleu_statistics(tokenize_13a(hypothesis), tokenize_13a(reference)));
}

TEST(Bleu, IdenticalIsHundredAndDisjointIsZero) {
  EXPECT_DOUBLE_EQ(bleu("a b c d e", "a b c d e"), 100);
  EXPECT_EQ(bleu("a b c d e", "v w x y z"), 0);
  EXPECT_EQ(bleu("", "a b c d"), 0);
  EXPECT_EQ(bleu("a b c d", ""), 0);
  EXPECT_EQ(bleu_score({}), 0);
}

TEST(Bleu, OneSentenceByHand) {
  // 1: the the cat on mat of 6; 2: the-cat on-the the-mat of 5; 3: on-the-mat of 4; 4: none of 3,
  // the first order without a match, so 1 / (2 * 3). 5/6 * 3/5 * 1/4 * 1/6 = 1/48.
  const BleuStatistics sentence = statistics({"the cat sat on the mat", "the cat is on the mat"});
  EXPECT_EQ(sentence.orders[0], (NgramOverlap{6, 6, 5}));
  EXPECT_EQ(sentence.orders[1], (NgramOverlap{5, 5, 3}));
  EXPECT_EQ(sentence.orders[2], (NgramOverlap{4, 4, 1}));
  EXPECT_EQ(sentence.orders[3], (NgramOverlap{3, 3, 0}));
  EXPECT_NEAR(bleu_score(sentence), 100 * std::pow(1.0 / 48, 0.25), 1e-10);
}

TEST(Bleu, SmoothingHalvesAgainForEveryOrderWithoutAMatch) {
  // 1: a b d of 4; 2: a-b of 3; 3: none of 2, so 1 / (2 * 2); 4: none of 1, so 1 / (4 * 1).
  // 3/4 * 1/3 * 1/4 * 1/4 = 1/64.
  EXPECT_NEAR(bleu("a b c d", "a b x d"), 100 * std::pow(1.0 / 64, 0.25), 1e-10);
  // 1: a of 4; then 1 / (2 * 3), 1 / (4 * 2), 1 / (8 * 1). 1/4 * 1/6 * 1/8 * 1/8 = 1/1536.
  EXPECT_NEAR(bleu("a b c d", "a x y z"), 100 * std::pow(1.0 / 1536, 0.25), 1e-10);
}

TEST(Bleu, ClipsRepeatedWords) {
  // Papineni et al.'s example: 2 of 7. Then 1 / (2 * 6), 1 / (4 * 5), 1 / (8 * 4).
  const BleuStatistics sentence =
      statistics({"the the the the the the the", "the cat is on the mat"});
  EXPECT_EQ(sentence.orders[0], (NgramOverlap{7, 6, 2}));
  EXPECT_NEAR(bleu_score(sentence), 100 * std::pow(2.0 / 7 / 12 / 20 / 32, 0.25), 1e-10);
}

TEST(Bleu, PenalisesBrevityAlone) {
  // Every n-gram matches; 4 tokens for 5.
  const BleuStatistics brief = statistics({"a b c d", "a b c d e"});
  EXPECT_DOUBLE_EQ(brevity_penalty(brief), std::exp(-0.25));
  EXPECT_NEAR(bleu_score(brief), 100 * std::exp(-0.25), 1e-10);
  // 4/5 * 3/4 * 2/3 * 1/2 = 1/5, and nothing for the length.
  const BleuStatistics lengthy = statistics({"a b c d e", "a b c d"});
  EXPECT_EQ(brevity_penalty(lengthy), 1);
  EXPECT_NEAR(bleu_score(lengthy), 100 * std::pow(1.0 / 5, 0.25), 1e-10);
  EXPECT_EQ(brevity_penalty(statistics({"", "a"})), 0);
  // Over a corpus only the sums count: 8 tokens for 8.
  EXPECT_EQ(brevity_penalty(corpus_statistics({{"a b c", "a b c d"}, {"a b c d e", "a b c d"}})),
            1);
}

TEST(Bleu, IsZeroWithoutAnyFourgram) {
  EXPECT_EQ(bleu("a b c", "a b c"), 0);
  // The fourgrams of another sentence are enough: all match.
  EXPECT_DOUBLE_EQ(bleu_score(corpus_statistics({{"a b c", "a b c"}, {"d e f g", "d e f g"}})),
                   100);
}

TEST(Bleu, CorpusIsTheSumOfItsSentencesInAnyOrder) {
  std::vector<Pair> corpus = {{"the cat sat on the mat", "the cat is on the mat"},
                              {"a b c d", "a b c d e"},
                              {"", "nothing"}};
  // 1: 5 + 4 of 10; 2: 3 + 3 of 8; 3: 1 + 2 of 6; 4: 0 + 1 of 4; 10 tokens for 12.
  // 9/10 * 6/8 * 3/6 * 1/4 = 27/320.
  const BleuStatistics sum = corpus_statistics(corpus);
  EXPECT_EQ(sum.orders[0], (NgramOverlap{10, 12, 9}));
  EXPECT_EQ(sum.orders[3], (NgramOverlap{4, 5, 1}));
  EXPECT_NEAR(bleu_score(sum), 100 * std::exp(-0.2) * std::pow(27.0 / 320, 0.25), 1e-10);
  std::ranges::reverse(corpus);
  EXPECT_EQ(corpus_statistics(corpus), sum);
  // A sentence drawn twice counts twice.
  BleuStatistics twice = sum;
  twice += sum;
  EXPECT_NEAR(bleu_score(twice), bleu_score(sum), 1e-10);
}

TEST(Bleu, TokensAreComparedWhole) {
  // Joined, these would be the same text.
  const std::vector<std::string> hypothesis = {"a b", "c", "d", "e"};
  const std::vector<std::string> reference = {"a", "b c", "d", "e"};
  EXPECT_EQ(bleu_statistics(hypothesis, reference).orders[0], (NgramOverlap{4, 4, 2}));
}

TEST(Bleu, AgreesWithSacrebleuOnItsOwnTestCases) {
  // The published expectations of sacreBLEU's unit tests, which compare to 0.001.
  constexpr std::string_view hypothesis =
      "Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;";
  constexpr std::string_view reference = "producţia de zahăr brut se exprimă în zahăr alb;";
  EXPECT_NEAR(bleu_13a(hypothesis, reference), 8.493, 0.001);
  EXPECT_NEAR(bleu(hypothesis, reference), 7.347, 0.001);
  EXPECT_EQ(bleu_13a("this is a cat", "okay thanks"), 0);
  EXPECT_EQ(bleu_13a("", "The dog bit the man."), 0);

  // Matches and n-grams in the hypothesis.
  const BleuStatistics sentence =
      statistics({"am I am a character sequence", "I am a symbol string sequence a a"});
  constexpr std::array<std::pair<int, int>, 4> expected = {{{4, 6}, {2, 5}, {1, 4}, {0, 3}}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(sentence.orders[i].matches, expected[i].first);
    EXPECT_EQ(sentence.orders[i].hypothesis, expected[i].second);
  }

  const BleuStatistics corpus{{{{10, 10, 9}, {8, 8, 7}, {6, 6, 5}, {4, 4, 3}}}};
  EXPECT_NEAR(bleu_score(corpus), 83.75922397, 1e-7);
}

}  // namespace
}  // namespace tandem
