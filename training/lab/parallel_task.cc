#include "training/lab/parallel_task.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "games/error.h"
#include "training/lab/parallel/parallel_splits.h"
#include "training/lab/parallel/sentence_template.h"
#include "training/lab/parallel/subwords.h"
#include "training/lab/translator/apertium.h"

namespace tandem {
namespace {

/// Of the documents, as in the made-up language's templates.
constexpr double kTestShare = 0.25;

bool is_short(const std::string& text, int longest) {
  return words_of(text).size() <= static_cast<std::size_t>(longest);
}

std::vector<std::string> sources_of(const ParallelText& text) {
  std::vector<std::string> lines;
  for (const ParallelPair& pair : text) lines.push_back(pair.source);
  return lines;
}

std::vector<std::string> targets_of(const ParallelText& text) {
  std::vector<std::string> lines;
  for (const ParallelPair& pair : text) lines.push_back(pair.target);
  return lines;
}

std::shared_ptr<const Subwords> learn(const std::vector<std::string>& lines, int subwords) {
  return subwords > 0 ? learn_bpe(lines, subwords) : learn_words(lines);
}

struct Vocabularies {
  std::shared_ptr<const Subwords> source;
  std::shared_ptr<const Subwords> target;
};

Vocabularies learn_vocabularies(const ParallelSplits& splits, int subwords) {
  ParallelText text = splits.seed_pairs;
  text.insert(text.end(), splits.loop_sources.begin(), splits.loop_sources.end());
  return {learn(sources_of(text), subwords), learn(targets_of(text), subwords)};
}

std::vector<SentencePair> encode(const ParallelText& text, const Vocabularies& vocabularies) {
  std::vector<SentencePair> pairs;
  for (const ParallelPair& pair : text) {
    pairs.push_back(
        {vocabularies.source->encode(pair.source), vocabularies.target->encode(pair.target)});
  }
  return pairs;
}

/// The longest sentences of a task, in tokens.
struct Lengths {
  std::size_t source = 0;
  std::size_t target = 0;

  void include(const std::vector<SentencePair>& pairs) {
    for (const SentencePair& pair : pairs) {
      source = std::max(source, pair.source.size());
      target = std::max(target, pair.target.size());
    }
  }
};

/// Without pairs that can't be written, which "<unk>" would be the right answer to.
std::vector<SentencePair> expressible(std::vector<SentencePair> pairs) {
  std::erase_if(pairs, [](const SentencePair& pair) {
    return std::ranges::count(pair.source, Subwords::kUnknown) > 0 ||
           std::ranges::count(pair.target, Subwords::kUnknown) > 0;
  });
  return pairs;
}

Translate translate_with(const std::vector<SentencePair>& pairs) {
  std::map<std::vector<Token>, std::vector<Token>> right;
  for (const SentencePair& pair : pairs) right.emplace(pair.source, pair.target);
  return [right = std::move(right)](const Sources& sources) {
    std::vector<std::optional<std::vector<Token>>> targets;
    for (const std::vector<Token>& source : sources) {
      const auto found = right.find(source);
      targets.push_back(found == right.end() ? std::nullopt : std::optional(found->second));
    }
    return targets;
  };
}

ParallelSplits splits_of(const LabConfig& config, const ParallelText& text, std::uint64_t seed) {
  ParallelSplitSizes sizes;
  sizes.seed_pairs = config.corpus().seed_pairs();
  sizes.loop_sources = sizes.fresh_pairs = config.iterations() * config.sources_per_iteration();
  sizes.test_known = sizes.test_novel = config.corpus().test_sentences();
  ParallelSplits splits =
      make_parallel_splits(split_by_document(text, seed, kTestShare), seed, sizes);
  if (const auto leaks = check_disjoint(splits); !leaks.empty()) {
    throw Error(fmt::format("the splits of seed {} are not apart: {}", seed, leaks.front()));
  }
  return splits;
}

}  // namespace

ParallelText read_task_text(const LabConfig& config, Translator* translator) {
  ParallelText text = read_parallel_text(config.parallel().text());
  const int longest = config.parallel().longest();
  std::erase_if(text, [&](const ParallelPair& pair) {
    return !is_short(pair.source, longest) || !is_short(pair.target, longest);
  });
  const auto most = static_cast<std::size_t>(config.parallel().most_pairs());
  if (text.size() > most) text.resize(most);
  if (translator == nullptr) return text;

  const std::vector<std::string> translations = translator->translate(sources_of(text));
  for (std::size_t i = 0; i < text.size(); ++i) text[i].target = translations[i];
  std::erase_if(text, [&](const ParallelPair& pair) {
    return has_unknown_marks(pair.target) || !is_short(pair.target, longest);
  });
  return text;
}

LabTask make_parallel_task(const LabConfig& config, const ParallelText& text, std::uint64_t seed) {
  const ParallelSplits splits = splits_of(config, text, seed);
  const Vocabularies vocabularies = learn_vocabularies(splits, config.parallel().subwords());

  LabTask task;
  task.seed_pairs = encode(splits.seed_pairs, vocabularies);
  task.fresh_pairs = encode(splits.fresh_pairs, vocabularies);
  const std::vector<SentencePair> loop = encode(splits.loop_sources, vocabularies);
  for (const SentencePair& pair : loop) task.loop_sources.push_back(pair.source);
  task.tests = {{"known", expressible(encode(splits.test_known, vocabularies))},
                {"novel", expressible(encode(splits.test_novel, vocabularies))}};
  std::erase_if(task.tests, [](const TestSet& test) { return test.pairs.empty(); });
  if (task.tests.empty() || task.tests.front().name != "known") {
    throw Error(
        "no test sentence can be written with the vocabularies; raise corpus.seed_pairs or set "
        "parallel.subwords");
  }
  task.translate = translate_with(loop);
  task.text_is_tokens = false;
  task.target_text = [target = vocabularies.target](std::span<const Token> tokens) {
    return target->decode(tokens);
  };

  Lengths lengths;
  lengths.include(task.seed_pairs);
  lengths.include(task.fresh_pairs);
  lengths.include(loop);
  for (const TestSet& test : task.tests) lengths.include(test.pairs);
  if (std::max(lengths.source, lengths.target) > kTranslationMaxLength) {
    throw Error(
        fmt::format("parallel.longest is {} words, but a sentence of them takes {} tokens, and the "
                    "game at most "
                    "{}: lower it, or raise parallel.subwords",
                    config.parallel().longest(), std::max(lengths.source, lengths.target),
                    kTranslationMaxLength));
  }
  const auto source = static_cast<int>(lengths.source);
  const auto target = static_cast<int>(lengths.target);
  task.forward =
      make_translation({source, target, vocabularies.source->size(), vocabularies.target->size()});
  task.backward =
      make_translation({target, source, vocabularies.target->size(), vocabularies.source->size()});
  return task;
}

}  // namespace tandem
