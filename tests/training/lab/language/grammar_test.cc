#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "tests/training/lab/language/small_language.h"
#include "tests/training/lab/language/target_reader.h"
#include "training/lab/language/source_grammar.h"
#include "training/lab/language/target_grammar.h"

namespace tandem {
namespace {

using testing::Each;

std::vector<LanguageConfig> many_sizes() {
  return {{},
          {.seed = 7},
          small_config(),
          {.nouns = 1,
           .novel_nouns = 0,
           .verbs = 1,
           .adjectives = 0,
           .adverbs = 0,
           .idioms = 0,
           .homographs = 0},
          {.nouns = 2,
           .novel_nouns = 0,
           .verbs = 2,
           .adjectives = 1,
           .adverbs = 0,
           .idioms = 1,
           .homographs = 1,
           .rare_share = 0.3,
           .idiom_share = 0.7},
          {.seed = 3,
           .nouns = 1000,
           .novel_nouns = 100,
           .verbs = 1000,
           .adjectives = 1000,
           .adverbs = 1000,
           .idioms = 400,
           .homographs = 500,
           .zipf_exponent = 0}};
}

TEST(Grammar, AnIndependentReaderRecoversEverySource) {
  for (const LanguageConfig& config : many_sizes()) {
    const Language language(config);
    const TargetReader reader(language.lexicon());
    Random random(17);
    for (int i = 0; i < 5000; ++i) {
      const Sentence sentence = language.sample(random);
      ASSERT_EQ(reader.source_of(sentence.target), sentence.source)
          << language.source_text(sentence.source) << " > "
          << language.target_text(sentence.target);
    }
  }
}

// So the reader's checks, of which agreement and case are the most, do reject something.
TEST(Grammar, ChangingAnyTargetTokenNeverKeepsTheMeaning) {
  const Language language(small_config());
  const TargetReader reader(language.lexicon());
  Random random(5);
  int read = 0, changed = 0;
  for (int i = 0; i < 300; ++i) {
    const Sentence sentence = language.sample(random);
    for (std::size_t place = 0; place < sentence.target.size(); ++place) {
      for (Token token = 1; token < language.shape().target_vocabulary; ++token) {
        std::vector<Token> other = sentence.target;
        if (other[place] == token) continue;
        other[place] = token;
        ++changed;
        const auto source = reader.source_of(other);
        if (!source) continue;
        ++read;
        ASSERT_NE(*source, sentence.source);
        ASSERT_EQ(language.translate(*source), other);
      }
    }
  }
  EXPECT_GT(read, 1000);
  EXPECT_LT(read, changed / 10);
}

TEST(Grammar, ReadingASourceUndoesWritingIt) {
  const Language language;
  const ClauseSampler sampler(language.config(), language.lexicon().idioms);
  Random random(2);
  for (int i = 0; i < 5000; ++i) {
    const Clause clause = sampler.draw(random, {});
    ASSERT_EQ(read_source(language.lexicon(), write_source(language.lexicon(), clause)), clause);
  }
}

TEST(Grammar, DescribesASourceAsItsSample) {
  const Language language;
  Random random(3);
  for (int i = 0; i < 2000; ++i) {
    const Sentence sentence = language.sample(random);
    ASSERT_EQ(language.describe(sentence.source), sentence);
    ASSERT_EQ(language.translate(sentence.source), sentence.target);
  }
}

TEST(Grammar, LengthsAndTokensAreInTheirRanges) {
  for (const LanguageConfig& config : many_sizes()) {
    const Language language(config);
    const TokenShape shape = language.shape();
    EXPECT_EQ(shape.source_length, 10);
    EXPECT_EQ(shape.target_length, 12);
    Random random(23);
    std::map<std::size_t, int> sources, targets;
    for (int i = 0; i < 20000; ++i) {
      const Sentence sentence = language.sample(random);
      ++sources[sentence.source.size()];
      ++targets[sentence.target.size()];
      ASSERT_THAT(sentence.source, Each(testing::Lt(shape.source_vocabulary)));
      ASSERT_THAT(sentence.target, Each(testing::Lt(shape.target_vocabulary)));
      ASSERT_THAT(sentence.source, Each(testing::Gt(kEndOfSentence)));
      ASSERT_THAT(sentence.target, Each(testing::Gt(kEndOfSentence)));
    }
    EXPECT_EQ(sources.begin()->first, 3u);
    EXPECT_LE(sources.rbegin()->first, 10u);
    EXPECT_GE(targets.begin()->first, 5u);
    EXPECT_LE(targets.rbegin()->first, 12u);
    if (config == LanguageConfig{}) {
      EXPECT_EQ(sources.rbegin()->first, 10u);
      EXPECT_EQ(targets.begin()->first, 5u);
      EXPECT_EQ(targets.rbegin()->first, 12u);
    }
  }
}

// Agreement and case, phrase by phrase, without reading the sentence.
TEST(Grammar, ArticlesAgreeAndMarkTheCase) {
  const Language language;
  const Lexicon& lexicon = language.lexicon();
  const TargetTokens& words = lexicon.target;
  Random random(29);
  for (int i = 0; i < 5000; ++i) {
    const std::vector<Token> target = language.sample(random).target;
    int phrases = 0, last = -1, subject = -1, verb_ending = -1;
    for (std::size_t place = 0; place < target.size(); ++place) {
      if (const auto ending = words.verb_endings.index(target[place])) verb_ending = *ending;
      if (const auto ending = words.adjective_endings.index(target[place])) {
        ASSERT_EQ(*ending, last);
      }
      const auto noun = words.nouns.index(target[place]);
      if (!noun) continue;
      const int article = words.articles.index(target[place - 1]).value();
      ASSERT_EQ(article / 4, phrases) << "subject first, object second";
      ASSERT_EQ(article % 2, lexicon.genders[*noun]);
      last = article % 4;
      if (phrases++ == 0) subject = last;
    }
    ASSERT_EQ(verb_ending % 4, subject);
  }
}

/// Numbers of sentences by length.
using Counts = std::vector<long>;

Counts times(const Counts& a, const Counts& b) {
  Counts product(a.size() + b.size() - 1, 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) product[i + j] += a[i] * b[j];
  }
  return product;
}

// All token strings over a tiny vocabulary: the grammatical ones are as many as the product of the
// choices in the grammar says, and no two have the same translation.
TEST(Grammar, AcceptsExactlyTheSentencesOfTheGrammar) {
  const Language language({.nouns = 2,
                           .novel_nouns = 0,
                           .verbs = 2,
                           .adjectives = 1,
                           .adverbs = 1,
                           .idioms = 1,
                           .homographs = 1});
  const Counts optional = {1, 1}, particle = {0, 1}, nouns = {0, 2}, verbs = {0, 2};
  const Counts bare = times(nouns, optional), phrase = times(optional, bare);
  const Counts start = times(phrase, times(optional, optional));
  const Counts active = times(times(start, verbs), times(phrase, optional));
  const Counts passive = times(times(start, particle), times(times(verbs, particle), bare));

  std::map<std::vector<Token>, std::vector<Token>> source_of;
  const int words = language.shape().source_vocabulary - 1;
  long total = 1;
  for (std::size_t length = 1; length <= 5; ++length) {
    total *= words;
    long accepted = 0;
    for (long code = 0; code < total; ++code) {
      std::vector<Token> source;
      for (long rest = code; source.size() < length; rest /= words) {
        source.push_back(static_cast<Token>(1 + rest % words));
      }
      try {
        const auto [earlier, is_new] = source_of.emplace(language.translate(source), source);
        EXPECT_TRUE(is_new) << language.source_text(source) << " and "
                            << language.source_text(earlier->second);
        ++accepted;
      } catch (const Error&) {
      }
    }
    const long expected = active[length] + (length < passive.size() ? passive[length] : 0);
    EXPECT_EQ(accepted, expected) << length << " tokens";
  }
}

}  // namespace
}  // namespace tandem
