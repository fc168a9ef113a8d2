#include "training/lab/language/language.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "tests/training/lab/language/small_language.h"

namespace tandem {
namespace {

using testing::HasSubstr;

std::string refusal_of(const LanguageConfig& config) {
  return refusal([&] { Language language(config); });
}

TEST(Language, IsWhatItsSeedSays) {
  const Language one, same, other({.seed = 2});
  EXPECT_EQ(one.lexicon().source_words, same.lexicon().source_words);
  EXPECT_EQ(one.lexicon().target_words, same.lexicon().target_words);
  EXPECT_NE(one.lexicon().source_words, other.lexicon().source_words);
  EXPECT_NE(one.lexicon().target_words, other.lexicon().target_words);
  EXPECT_NE(one.lexicon().genders, other.lexicon().genders);
  EXPECT_NE(one.lexicon().verb_kinds, other.lexicon().verb_kinds);
  Random first(1), second(1), third(1);
  int equal = 0;
  for (int i = 0; i < 1000; ++i) {
    const Sentence sentence = one.sample(first);
    ASSERT_EQ(same.sample(second), sentence);
    equal += other.sample(third).target == sentence.target;
  }
  EXPECT_LT(equal, 20);
}

TEST(Language, HasVocabulariesOfTheUsualSize) {
  const TokenShape shape = Language().shape();
  EXPECT_EQ(shape.source_vocabulary, 1 + 60 + 20 + 12 + 6 + 5);
  EXPECT_EQ(shape.target_vocabulary, 1 + 64 + 20 + 12 + 6 + 6 + 8 + 4 + 8 + 3);
}

TEST(Language, ATokensNumberTellsNothing) {
  const Lexicon lexicon = Language().lexicon();
  int copied = 0, ascending = 0;
  for (int noun = 1; noun < 60; ++noun) {
    copied += lexicon.source.nouns.at(noun) == lexicon.target.nouns.at(noun);
    ascending += lexicon.source.nouns.at(noun) > lexicon.source.nouns.at(noun - 1);
  }
  EXPECT_LE(copied, 3);
  EXPECT_NEAR(ascending, 30, 12);
}

TEST(Language, NoWordStandsForTwoTokens) {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    const Language language({.seed = seed, .nouns = 1000, .verbs = 500});
    std::set<std::string> words;
    for (const auto* list : {&language.lexicon().source_words, &language.lexicon().target_words}) {
      for (std::size_t i = 1; i < list->size(); ++i) {
        std::string word = (*list)[i];
        if (word.starts_with('-')) word.erase(0, 1);
        EXPECT_TRUE(words.insert(word).second) << word;
        EXPECT_EQ(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), std::string::npos) << word;
      }
    }
  }
}

TEST(Language, BothGendersAndKindsAreCommon) {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    const Lexicon lexicon = Language({.seed = seed}).lexicon();
    EXPECT_THAT(std::ranges::count(lexicon.genders, 0),
                testing::AllOf(testing::Ge(30), testing::Le(34)));
    EXPECT_EQ(std::ranges::count(lexicon.verb_kinds, 0), 10);
    EXPECT_EQ(std::count(lexicon.genders.begin() + 55, lexicon.genders.begin() + 60, 0), 3);
    for (int i = 0; i < 4; ++i) {
      EXPECT_NE(lexicon.genders[60 + i], lexicon.genders[lexicon.homographs[i]]);
    }
    std::set<int> verbs, nouns(lexicon.homographs.begin(), lexicon.homographs.end());
    for (const Idiom& idiom : lexicon.idioms) {
      EXPECT_TRUE(verbs.insert(idiom.verb).second);
      EXPECT_TRUE(nouns.insert(idiom.noun).second);
      EXPECT_LT(idiom.noun, 55);
      EXPECT_NE(idiom.verb, idiom.target_verb);
    }
  }
}

TEST(Language, RefusesConfigsNamingTheField) {
  EXPECT_THAT(refusal_of({.nouns = 0}), HasSubstr("nouns is 0, expected 1 to 1000"));
  EXPECT_THAT(refusal_of({.nouns = 1001}), HasSubstr("nouns is 1001"));
  EXPECT_THAT(refusal_of({.nouns = 5}), HasSubstr("novel_nouns is 5, expected 0 to 4"));
  EXPECT_THAT(refusal_of({.novel_nouns = -1}), HasSubstr("novel_nouns is -1"));
  EXPECT_THAT(refusal_of({.verbs = 1}), HasSubstr("verbs is 1, expected 2 to"));
  EXPECT_THAT(refusal_of({.verbs = 0, .idioms = 0, .homographs = 0}), HasSubstr("verbs is 0"));
  EXPECT_THAT(refusal_of({.adjectives = -1}), HasSubstr("adjectives is -1"));
  EXPECT_THAT(refusal_of({.adverbs = 1001}), HasSubstr("adverbs is 1001"));
  EXPECT_THAT(refusal_of({.idioms = 21}), HasSubstr("idioms is 21, expected 0 to 20"));
  EXPECT_THAT(refusal_of({.nouns = 12}), HasSubstr("idioms is 6, expected 0 to 3"));
  EXPECT_THAT(refusal_of({.homographs = 56}), HasSubstr("homographs is 56, expected 0 to 55"));
  EXPECT_THAT(refusal_of({.zipf_exponent = NAN}), HasSubstr("zipf_exponent is nan"));
  EXPECT_THAT(refusal_of({.rare_share = 1.5}), HasSubstr("rare_share is 1.5"));
  EXPECT_THAT(refusal_of({.rare_share = 0.5, .idiom_share = 0.75}),
              HasSubstr("idiom_share is 0.75, expected 0 to 0.5"));
  EXPECT_THAT(refusal_of({.novel_share = -0.5}), HasSubstr("novel_share is -0.5"));
  EXPECT_THAT(refusal_of({.template_groups = 0}), HasSubstr("template_groups is 0"));
  EXPECT_EQ(refusal_of({}), "accepted");
}

TEST(Sampling, GivesWhatIsAskedFor) {
  const Language language;
  for (const NounChoice nouns : {NounChoice::kAny, NounChoice::kKnown, NounChoice::kNovel}) {
    for (const Construction construction :
         {Construction::kAny, Construction::kRare, Construction::kIdiom}) {
      Random random(11);
      for (int i = 0; i < 1000; ++i) {
        const Categories is = language.sample(random, {nouns, construction}).categories;
        if (nouns != NounChoice::kAny) {
          ASSERT_EQ(is.novel_word, nouns == NounChoice::kNovel);
        }
        ASSERT_TRUE(is.rare_construction || construction != Construction::kRare);
        ASSERT_TRUE(is.idiom || construction != Construction::kIdiom);
        ASSERT_FALSE(is.rare_construction && is.idiom);
      }
    }
  }
}

TEST(Sampling, RefusesWhatTheLanguageLacks) {
  const Language language({.novel_nouns = 0, .idioms = 0});
  Random random(1);
  EXPECT_THAT(refusal([&] { language.sample(random, {.nouns = NounChoice::kNovel}); }),
              HasSubstr("set novel_nouns above 0"));
  EXPECT_THAT(refusal([&] { language.sample(random, {.construction = Construction::kIdiom}); }),
              HasSubstr("set idioms above 0"));
  for (int i = 0; i < 1000; ++i) {
    const Categories is = language.sample(random).categories;
    EXPECT_FALSE(is.novel_word || is.idiom);
  }
}

// 100,000 samples: a share's standard error is at most 0.0016.
TEST(Sampling, KeepsItsSharesAndRarelyRepeatsItself) {
  const Language language;
  Random random(31);
  constexpr int kSamples = 100'000;
  double novel = 0, rare = 0, idiom = 0, homograph = 0;
  std::map<std::vector<Token>, std::vector<Token>> target_of;
  std::set<std::vector<Token>> targets;
  for (int i = 0; i < kSamples; ++i) {
    const Sentence sentence = language.sample(random);
    novel += sentence.categories.novel_word;
    rare += sentence.categories.rare_construction;
    idiom += sentence.categories.idiom;
    homograph += sentence.categories.homograph;
    const auto [known, is_new] = target_of.emplace(sentence.source, sentence.target);
    ASSERT_EQ(known->second, sentence.target) << "two targets for one source";
    targets.insert(sentence.target);
  }
  EXPECT_NEAR(novel / kSamples, 0.20, 0.008);
  EXPECT_NEAR(rare / kSamples, 0.02, 0.003);
  EXPECT_NEAR(idiom / kSamples, 0.05, 0.01);  // some arise by chance
  EXPECT_GT(homograph / kSamples, 0.04);
  EXPECT_EQ(targets.size(), target_of.size()) << "two sources with one target";
  RecordProperty("distinct_sources", static_cast<int>(target_of.size()));
  fmt::print("distinct sources in {} samples: {}\n", kSamples, target_of.size());
  EXPECT_GT(target_of.size(), 80'000u);
}

TEST(Sampling, KnownNounsFollowZipfsLawInTenths) {
  const Language language;
  const Lexicon& lexicon = language.lexicon();
  Random random(37);
  std::vector<double> counts(60, 0);
  double total = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::vector<Token> source = language.sample(random, {.nouns = NounChoice::kKnown}).source;
    for (const Token token : source) {
      if (const auto noun = lexicon.source.nouns.index(token)) ++counts[*noun], ++total;
    }
  }
  double harmonic = 0, idioms = 0.05 * 0.5;  // of all nouns, those that idioms prescribe
  for (int rank = 1; rank <= 55; ++rank) harmonic += 1.0 / rank;
  for (const Idiom& idiom : lexicon.idioms) counts[idiom.noun] -= idioms * total / 6;
  for (int rank = 1; rank <= 55; ++rank) {
    const double expected = (1 - idioms) / (harmonic * rank);
    EXPECT_NEAR(counts[rank - 1] / total, expected, 0.1 * expected) << rank;
  }
  std::vector<int> sizes(10, 0);
  std::optional<int> last = 0;
  for (int noun = 0; noun < 60; ++noun) {
    const Token token = lexicon.source.nouns.at(noun);
    const std::optional<int> decile = language.frequency_decile(token);
    EXPECT_EQ(decile.has_value(), noun < 55);
    EXPECT_EQ(language.is_novel(token), noun >= 55);
    if (!decile) continue;
    EXPECT_GE(*decile, *last);
    ++sizes[*decile];
    last = decile;
  }
  EXPECT_THAT(sizes, testing::Each(testing::AnyOf(5, 6)));
  EXPECT_FALSE(language.frequency_decile(lexicon.source.verbs.at(0)));
  EXPECT_FALSE(language.is_novel(lexicon.source.verbs.at(0)));
}

TEST(Sampling, ExponentZeroDrawsAllAlike) {
  const ZipfTable table(4, 0.0);
  Random random(41);
  std::vector<int> counts(4, 0);
  for (int i = 0; i < 40'000; ++i) ++counts[table.draw(random)];
  EXPECT_THAT(counts, testing::Each(testing::AllOf(testing::Gt(9'600), testing::Lt(10'400))));
}

}  // namespace
}  // namespace tandem
