#include "training/lab/language/corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/training/lab/language/small_language.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr CorpusConfig kShort = {.seed_pairs = 100,
                                 .loop_sources = 200,
                                 .fresh_pairs = 200,
                                 .test_known = 50,
                                 .test_novel = 50,
                                 .test_rare = 50,
                                 .test_idioms = 50};

TEST(Corpus, SplitsAreDisjointAtAllSizes) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const Language language({.seed = seed});
    for (CorpusConfig config : {CorpusConfig{}, kShort,
                                CorpusConfig{.test_share = 0.1,
                                .seed_pairs = 20'000,
                                .loop_sources = 20'000,
                                .fresh_pairs = 20'000,
                                .test_known = 3000,
                                .test_novel = 3000,
                                .test_rare = 3000,
                                .test_idioms = 3000}}) {
      config.seed = seed;
      const Splits splits = make_splits(language, config);
      EXPECT_THAT(check_disjoint(language, splits), IsEmpty());
      EXPECT_EQ(std::ssize(splits.seed_pairs), config.seed_pairs);
      EXPECT_EQ(std::ssize(splits.loop_sources), config.loop_sources);
      EXPECT_EQ(std::ssize(splits.fresh_pairs), config.fresh_pairs);
      EXPECT_EQ(std::ssize(splits.test_known), config.test_known);
      EXPECT_EQ(std::ssize(splits.test_novel), config.test_novel);
      EXPECT_EQ(std::ssize(splits.test_rare), config.test_rare);
      EXPECT_EQ(std::ssize(splits.test_idioms), config.test_idioms);
    }
  }
}

// As check_disjoint() says, without it.
TEST(Corpus, NoSourceAndNoTemplateIsOnBothSides) {
  const Splits splits = make_splits(Language(), {});
  std::set<std::vector<Token>> sources;
  std::set<std::uint64_t> trained, tested;
  std::size_t sentences = 0;
  for (const NamedSplit& split : named_splits(splits)) {
    for (const Sentence& sentence : *split.corpus) {
      ++sentences;
      sources.insert(sentence.source);
      (split.test ? tested : trained).insert(sentence.template_number);
    }
  }
  EXPECT_EQ(sources.size(), sentences);
  EXPECT_GT(tested.size(), 500u);
  for (const std::uint64_t number : tested) EXPECT_FALSE(trained.contains(number));
}

TEST(Corpus, EachSplitIsWhatItsNameSays) {
  const Language language;
  const Splits splits = make_splits(language, {});
  const auto count = [](const Corpus& corpus, bool Categories::*category) {
    return std::ranges::count_if(
        corpus, [&](const Sentence& sentence) { return sentence.categories.*category; });
  };
  for (const Corpus* corpus :
       {&splits.seed_pairs, &splits.test_known, &splits.test_rare, &splits.test_idioms}) {
    EXPECT_EQ(count(*corpus, &Categories::novel_word), 0);
  }
  EXPECT_EQ(count(splits.test_novel, &Categories::novel_word), 500);
  EXPECT_EQ(count(splits.test_rare, &Categories::rare_construction), 500);
  EXPECT_EQ(count(splits.test_idioms, &Categories::idiom), 500);
  for (const Corpus* corpus : {&splits.loop_sources, &splits.fresh_pairs}) {
    EXPECT_NEAR(count(*corpus, &Categories::novel_word), 1600, 400);
  }
  for (const Corpus* corpus : {&splits.seed_pairs, &splits.loop_sources, &splits.fresh_pairs}) {
    EXPECT_GT(count(*corpus, &Categories::rare_construction), 10);
    EXPECT_GT(count(*corpus, &Categories::idiom), 40);
    EXPECT_GT(count(*corpus, &Categories::homograph), 60);
  }
}

TEST(Corpus, NovelWordsCanBeLearnedOnlyAfterTheSeedPairs) {
  const Language language;
  const Lexicon& lexicon = language.lexicon();
  const Splits splits = make_splits(language, {});
  const auto words = [](const Corpus& corpus, std::vector<Token> Sentence::*side) {
    std::set<Token> seen;
    for (const Sentence& sentence : corpus) {
      seen.insert((sentence.*side).begin(), (sentence.*side).end());
    }
    return seen;
  };
  const std::set<Token> seed_sources = words(splits.seed_pairs, &Sentence::source);
  const std::set<Token> seed_targets = words(splits.seed_pairs, &Sentence::target);
  const std::set<Token> loop_sources = words(splits.loop_sources, &Sentence::source);
  const std::set<Token> fresh_targets = words(splits.fresh_pairs, &Sentence::target);
  const std::set<Token> test_targets = words(splits.test_novel, &Sentence::target);
  for (int noun = 0; noun < 60; ++noun) {
    const Token source = lexicon.source.nouns.at(noun), target = lexicon.target.nouns.at(noun);
    const bool known = !language.is_novel(source);
    EXPECT_LT(target, language.shape().target_vocabulary);
    EXPECT_EQ(seed_sources.contains(source), known) << noun;
    EXPECT_EQ(seed_targets.contains(target), known) << noun;
    EXPECT_TRUE(loop_sources.contains(source)) << noun;
    EXPECT_TRUE(fresh_targets.contains(target)) << noun;
    EXPECT_TRUE(known || test_targets.contains(target)) << noun;
  }
}

TEST(Corpus, IsWhatItsSeedSays) {
  const Language language;
  CorpusConfig config = kShort;
  const Splits one = make_splits(language, config), same = make_splits(language, config);
  EXPECT_EQ(one.seed_pairs, same.seed_pairs);
  EXPECT_EQ(one.test_novel, same.test_novel);
  config.seed = 2;
  const Splits other = make_splits(language, config);
  EXPECT_NE(one.seed_pairs, other.seed_pairs);
  EXPECT_NE(one.test_known, other.test_known);
}

TEST(Corpus, TrainingSizesLeaveTheTestSetsAlone) {
  const Language language;
  CorpusConfig config = kShort;
  const Splits small = make_splits(language, config);
  config.loop_sources = 3000;
  config.fresh_pairs = 0;
  const Splits large = make_splits(language, config);
  EXPECT_EQ(small.seed_pairs, large.seed_pairs);
  EXPECT_EQ(small.test_known, large.test_known);
  EXPECT_EQ(small.test_idioms, large.test_idioms);
  EXPECT_TRUE(std::ranges::equal(small.loop_sources, std::span(large.loop_sources).first(200)));
}

TEST(Corpus, CatchesLeaks) {
  const Language language;
  const Splits clean = make_splits(language, kShort);

  Splits leaking = clean;  // a test sentence among the seed pairs
  leaking.seed_pairs.push_back(clean.test_known[3]);
  EXPECT_THAT(check_disjoint(language, leaking),
              AllOf(Contains(HasSubstr("test_known is in seed_pairs too")),
                    Contains(HasSubstr("test_known has a training sentence's template"))));

  leaking = clean;  // a sentence twice in one split
  leaking.loop_sources.push_back(clean.loop_sources[0]);
  EXPECT_THAT(check_disjoint(language, leaking),
              ElementsAre(HasSubstr("loop_sources is in loop_sources too")));

  leaking = clean;  // a novel word among the seed pairs, with a template of the training side
  const auto novel = std::ranges::find_if(
      leaking.fresh_pairs, [](const Sentence& sentence) { return sentence.categories.novel_word; });
  leaking.seed_pairs.push_back(*novel);
  leaking.fresh_pairs.erase(novel);
  EXPECT_THAT(check_disjoint(language, leaking),
              ElementsAre(HasSubstr("seed_pairs has a novel word")));
}

// Another adjective makes another sentence of the same template; what the sentence itself claims
// about its template doesn't count.
TEST(Corpus, CatchesNearDuplicates) {
  const Language language;
  Splits splits = make_splits(language, kShort);
  const WordList adjectives = language.lexicon().source.adjectives;
  for (const Sentence& sentence : splits.test_known) {
    std::vector<Token> source = sentence.source;
    if (!adjectives.index(source[0])) continue;
    source[0] = adjectives.at((*adjectives.index(source[0]) + 5) % adjectives.size());
    Sentence changed = language.describe(source);
    changed.template_number = 0;
    splits.fresh_pairs.push_back(changed);
    EXPECT_THAT(check_disjoint(language, splits),
                Contains(HasSubstr("test_known has a training sentence's template")));
    return;
  }
  FAIL() << "no test sentence begins with an adjective";
}

TEST(Corpus, RefusesConfigsNamingTheField) {
  const Language language;
  const auto refused = [&](const CorpusConfig& config) {
    return refusal([&] { make_splits(language, config); });
  };
  EXPECT_THAT(refused({.test_share = 0.0}), HasSubstr("test_share is 0, expected above 0"));
  EXPECT_THAT(refused({.test_share = 1.0}), HasSubstr("test_share is 1, expected above 0"));
  EXPECT_THAT(refused({.seed_pairs = -1}), HasSubstr("seed_pairs is -1, expected 0 or more"));
  EXPECT_THAT(refused({.test_idioms = -7}), HasSubstr("test_idioms is -7, expected 0 or more"));
}

TEST(Corpus, SaysWhichSplitALanguageIsTooSmallFor) {
  const Language language({.nouns = 2,
                           .novel_nouns = 1,
                           .verbs = 1,
                           .adjectives = 0,
                           .adverbs = 0,
                           .idioms = 0,
                           .homographs = 0});
  EXPECT_THAT(refusal([&] { make_splits(language, {}); }),
              AllOf(HasSubstr("of the 1500 sentences for seed_pairs"), HasSubstr("ask for fewer")));
}

TEST(Corpus, MayBeEmpty) {
  const Language language({.novel_nouns = 0, .idioms = 0});
  const Splits splits = make_splits(language, {.seed_pairs = 0,
                                               .loop_sources = 0,
                                               .fresh_pairs = 0,
                                               .test_known = 0,
                                               .test_novel = 0,
                                               .test_rare = 0,
                                               .test_idioms = 0});
  for (const NamedSplit& split : named_splits(splits)) EXPECT_THAT(*split.corpus, IsEmpty());
}

}  // namespace
}  // namespace tandem
