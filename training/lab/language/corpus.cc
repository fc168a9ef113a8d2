#include "training/lab/language/corpus.h"

#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "games/error.h"
#include "games/random.h"

namespace tandem {
namespace {

/// Draws in a row that bring nothing new before a split gives up. While a thousandth of what is
/// drawn is new, giving up by bad luck is practically impossible.
constexpr int kPatience = 50'000;

/// What a split is made of.
struct Recipe {
  std::string_view name;
  bool test;
  SampleOptions options;
  int CorpusConfig::*size;
  Corpus Splits::*corpus;
};

constexpr SampleOptions kAnything = {};
constexpr SampleOptions kKnownWords = {NounChoice::kKnown, Construction::kAny};
constexpr SampleOptions kNovelWords = {NounChoice::kNovel, Construction::kAny};
constexpr SampleOptions kPassives = {NounChoice::kKnown, Construction::kRare};
constexpr SampleOptions kIdioms = {NounChoice::kKnown, Construction::kIdiom};

constexpr std::array<Recipe, 7> kRecipes = {{
    {"seed_pairs", false, kKnownWords, &CorpusConfig::seed_pairs, &Splits::seed_pairs},
    {"loop_sources", false, kAnything, &CorpusConfig::loop_sources, &Splits::loop_sources},
    {"fresh_pairs", false, kAnything, &CorpusConfig::fresh_pairs, &Splits::fresh_pairs},
    {"test_known", true, kKnownWords, &CorpusConfig::test_known, &Splits::test_known},
    {"test_novel", true, kNovelWords, &CorpusConfig::test_novel, &Splits::test_novel},
    {"test_rare", true, kPassives, &CorpusConfig::test_rare, &Splits::test_rare},
    {"test_idioms", true, kIdioms, &CorpusConfig::test_idioms, &Splits::test_idioms},
}};

void check_config(const CorpusConfig& config) {
  if (!(config.test_share > 0.0 && config.test_share < 1.0)) {
    throw Error(fmt::format("corpus config: test_share is {}, expected above 0 and below 1",
                            config.test_share));
  }
  for (const Recipe& recipe : kRecipes) {
    const int size = config.*recipe.size;
    if (size < 0) {
      throw Error(fmt::format("corpus config: {} is {}, expected 0 or more", recipe.name, size));
    }
  }
}

bool is_test_template(const CorpusConfig& config, std::uint64_t template_number) {
  return Random(config.seed, template_number).uniform() < config.test_share;
}

}  // namespace

std::array<NamedSplit, 7> named_splits(const Splits& splits) {
  std::array<NamedSplit, 7> named;
  for (std::size_t i = 0; i < kRecipes.size(); ++i) {
    named[i] = {kRecipes[i].name, kRecipes[i].test, &(splits.*kRecipes[i].corpus)};
  }
  return named;
}

Splits make_splits(const Language& language, const CorpusConfig& config) {
  check_config(config);
  Splits splits;
  std::set<std::vector<Token>> used;
  for (std::size_t i = 0; i < kRecipes.size(); ++i) {
    const Recipe& recipe = kRecipes[i];
    const int size = config.*recipe.size;
    Corpus& corpus = splits.*recipe.corpus;
    // Its own stream, far from those that the templates' numbers name.
    Random random(config.seed, ~std::uint64_t{i});
    for (int misses = 0; static_cast<int>(corpus.size()) < size;) {
      Sentence sentence = language.sample(random, recipe.options);
      if (is_test_template(config, sentence.template_number) == recipe.test &&
          used.insert(sentence.source).second) {
        corpus.push_back(std::move(sentence));
        misses = 0;
      } else if (++misses == kPatience) {
        throw Error(fmt::format(
            "corpus: found only {} of the {} sentences for {}; ask for fewer, or for a larger "
            "language",
            corpus.size(), size, recipe.name));
      }
    }
  }
  return splits;
}

std::vector<std::string> check_disjoint(const Language& language, const Splits& splits) {
  std::vector<std::string> wrong;
  std::set<std::uint64_t> trained_templates;
  std::unordered_map<std::string, std::string_view> split_of;  // by the source's text
  for (const NamedSplit& split : named_splits(splits)) {       // training splits come first
    for (const Sentence& stored : *split.corpus) {
      const Sentence sentence = language.describe(stored.source);
      const std::string text = language.source_text(sentence.source);
      const auto [earlier, is_new] = split_of.emplace(text, split.name);
      if (!is_new) {
        wrong.push_back(
            fmt::format("\"{}\" of {} is in {} too", text, split.name, earlier->second));
      }
      if (!split.test) {
        trained_templates.insert(sentence.template_number);
      } else if (trained_templates.contains(sentence.template_number)) {
        wrong.push_back(
            fmt::format("\"{}\" of {} has a training sentence's template", text, split.name));
      }
      if (split.corpus == &splits.seed_pairs && sentence.categories.novel_word) {
        wrong.push_back(fmt::format("\"{}\" of {} has a novel word", text, split.name));
      }
    }
  }
  return wrong;
}

}  // namespace tandem
