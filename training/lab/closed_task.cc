#include "training/lab/closed_task.h"

#include <utility>

#include "games/error.h"
#include "games/random.h"
#include "training/lab/language/corpus.h"
#include "training/lab/language/language.h"

namespace tandem {
namespace {

/// A language for each seed, so that what the seeds agree on isn't one language's accident.
LanguageConfig language_config_of(const LanguageSettings& settings, std::uint64_t seed) {
  LanguageConfig config;
  config.seed = Random(settings.seed(), seed).next();
  config.nouns = settings.nouns();
  config.novel_nouns = settings.novel_nouns();
  config.verbs = settings.verbs();
  config.adjectives = settings.adjectives();
  config.adverbs = settings.adverbs();
  config.idioms = settings.idioms();
  config.homographs = settings.homographs();
  config.novel_share = settings.novel_share();
  return config;
}

CorpusConfig corpus_config_of(const LabConfig& config, std::uint64_t seed) {
  CorpusConfig corpus;
  corpus.seed = seed;
  corpus.seed_pairs = config.corpus().seed_pairs();
  corpus.loop_sources = corpus.fresh_pairs = config.iterations() * config.sources_per_iteration();
  const int test = config.corpus().test_sentences();
  corpus.test_known = corpus.test_rare = test;
  corpus.test_novel = config.language().novel_nouns() > 0 ? test : 0;
  corpus.test_idioms = config.language().idioms() > 0 ? test : 0;
  return corpus;
}

std::vector<SentencePair> pairs_of(const Corpus& corpus) {
  std::vector<SentencePair> pairs;
  for (const Sentence& sentence : corpus) pairs.push_back({sentence.source, sentence.target});
  return pairs;
}

void add_test(std::string name, const Corpus& corpus, std::vector<TestSet>& tests) {
  if (!corpus.empty()) tests.push_back({std::move(name), pairs_of(corpus)});
}

Translate translate_with(std::shared_ptr<const Language> language) {
  return [language = std::move(language)](const Sources& sources) {
    std::vector<std::optional<std::vector<Token>>> targets;
    for (const std::vector<Token>& source : sources) {
      try {
        targets.emplace_back(language->translate(source));
      } catch (const Error&) {
        targets.emplace_back();  // not a sentence of the language
      }
    }
    return targets;
  };
}

}  // namespace

LabTask make_closed_task(const LabConfig& config, std::uint64_t seed) {
  const auto language =
      std::make_shared<const Language>(language_config_of(config.language(), seed));
  const Splits splits = make_splits(*language, corpus_config_of(config, seed));
  if (const auto leaks = check_disjoint(*language, splits); !leaks.empty()) {
    throw Error("the splits of seed " + std::to_string(seed) + " are not apart: " + leaks.front());
  }
  LabTask task;
  const TokenShape shape = language->shape();
  task.forward = make_translation(shape);
  task.backward = make_translation(
      {shape.target_length, shape.source_length, shape.target_vocabulary, shape.source_vocabulary});
  task.seed_pairs = pairs_of(splits.seed_pairs);
  for (const Sentence& sentence : splits.loop_sources) {
    task.loop_sources.push_back(sentence.source);
  }
  task.fresh_pairs = pairs_of(splits.fresh_pairs);
  add_test("known", splits.test_known, task.tests);
  add_test("novel", splits.test_novel, task.tests);
  add_test("rare", splits.test_rare, task.tests);
  add_test("idioms", splits.test_idioms, task.tests);
  task.translate = translate_with(language);
  task.target_text = [language](std::span<const Token> target) {
    return language->target_text(target);
  };
  return task;
}

}  // namespace tandem
