#include "training/lab/task.h"

#include <algorithm>
#include <utility>

#include "games/error.h"

namespace tandem {
namespace {

LanguageConfig language_config_of(const LanguageSettings& settings) {
  LanguageConfig config;
  config.seed = settings.seed();
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

}  // namespace

LabTask make_task(const LabConfig& config, std::uint64_t seed) {
  LabTask task;
  task.language = std::make_shared<Language>(language_config_of(config.language()));
  const TokenShape shape = task.language->shape();
  task.forward = make_translation(shape);
  task.backward = make_translation(
      {shape.target_length, shape.source_length, shape.target_vocabulary, shape.source_vocabulary});
  task.splits = make_splits(*task.language, corpus_config_of(config, seed));
  return task;
}

Reference reference_of(const LabTask& task) {
  return [language =
              task.language](std::span<const Token> source) -> std::optional<std::vector<Token>> {
    try {
      return language->translate(source);
    } catch (const Error&) {
      return {};
    }
  };
}

RunConfig run_config_of(const LabConfig& config, const Game& game, std::uint64_t seed, int games) {
  RunConfig run;
  run.set_game(game.info().name);
  run.set_seed(seed);
  *run.mutable_network() = config.network();
  *run.mutable_search() = config.search();
  run.mutable_search()->set_solver(false);
  *run.mutable_trainer() = config.trainer();
  run.mutable_trainer()->set_whole_games(true);
  run.mutable_trainer()->set_reply_policy_weight(0);
  run.mutable_self_play()->set_groups(1);
  run.mutable_self_play()->set_games_per_group(games);
  return run;
}

SentencePair pair_of(const Sentence& sentence) { return {sentence.source, sentence.target}; }

SentencePair reversed(const SentencePair& pair) { return {pair.target, pair.source}; }

}  // namespace tandem
