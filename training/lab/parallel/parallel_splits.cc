#include "training/lab/parallel/parallel_splits.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "engine/files.h"
#include "games/error.h"
#include "games/random.h"
#include "training/lab/language/shuffle.h"
#include "training/lab/parallel/sentence_template.h"

namespace tandem {
namespace {

using Words = std::unordered_set<std::string>;

// Random streams of their own; documents have those below 2^32.
constexpr std::uint64_t kTrainingOrder = ~std::uint64_t{0};
constexpr std::uint64_t kTestOrder = ~std::uint64_t{1};

bool is_test_document(const std::string& document, std::uint64_t seed, double test_share) {
  return Random(seed, crc32c(document)).uniform() < test_share;
}

ParallelText shuffled(ParallelText pairs, std::uint64_t seed, std::uint64_t stream) {
  Random random(seed, stream);
  shuffle(pairs, random);
  return pairs;
}

void check_size(std::string_view name, int size) {
  if (size < 0) {
    throw Error(fmt::format("parallel text: {} is {}, expected 0 or more", name, size));
  }
}

/// Removes the first `size` pairs and returns them.
ParallelText take(std::span<const ParallelPair>& pairs, int size, std::string_view name,
                  std::size_t training_pairs) {
  check_size(name, size);
  const auto count = static_cast<std::size_t>(size);
  if (pairs.size() < count) {
    throw Error(fmt::format(
        "parallel text: {} of the {} pairs for {}: the training side has {} (each template once), "
        "of which the splits before it took {}; ask for fewer, or give more text",
        pairs.size(), size, name, training_pairs, training_pairs - pairs.size()));
  }
  ParallelText taken(pairs.begin(), pairs.begin() + size);
  pairs = pairs.subspan(count);
  return taken;
}

/// The first `size` of the pairs that `belongs` is true of. `which` says which those are.
template <typename Belongs>
ParallelText choose(const ParallelText& pairs, int size, std::string_view name,
                    std::string_view which, const Belongs& belongs) {
  check_size(name, size);
  ParallelText chosen;
  for (const ParallelPair& pair : pairs) {
    if (std::ssize(chosen) == size) return chosen;
    if (belongs(pair)) chosen.push_back(pair);
  }
  if (std::ssize(chosen) < size) {
    throw Error(fmt::format(
        "parallel text: {} of the {} pairs for {}: of the test side's {} (templates that don't "
        "occur in training, each once) so many {}; ask for fewer, or give more text",
        chosen.size(), size, name, pairs.size(), which));
  }
  return chosen;
}

Words source_words(const ParallelText& pairs) {
  Words words;
  for (const ParallelPair& pair : pairs) {
    for (std::string& word : words_of(pair.source)) words.insert(std::move(word));
  }
  return words;
}

bool is_known(const ParallelPair& pair, const Words& seed_words) {
  return std::ranges::all_of(words_of(pair.source),
                             [&](const std::string& word) { return seed_words.contains(word); });
}

bool is_novel(const ParallelPair& pair, const Words& seed_words, const Words& loop_words) {
  return std::ranges::any_of(words_of(pair.source), [&](const std::string& word) {
    return !is_name_like(word) && !seed_words.contains(word) && loop_words.contains(word);
  });
}

}  // namespace

DocumentSides split_by_document(const ParallelText& text, std::uint64_t seed, double test_share) {
  if (!(test_share > 0.0 && test_share < 1.0)) {
    throw Error(
        fmt::format("parallel text: test share is {}, expected above 0 and below 1", test_share));
  }
  DocumentSides sides;
  std::unordered_set<std::string> sources, targets;  // templates of the training side
  for (const ParallelPair& pair : text) {
    if (is_test_document(pair.document, seed, test_share)) continue;
    // The targets of pairs that don't stay count too: the side has seen them.
    targets.insert(template_of(pair.target));
    if (sources.insert(template_of(pair.source)).second) sides.training.push_back(pair);
  }
  std::unordered_set<std::string> tested;
  for (const ParallelPair& pair : text) {
    if (!is_test_document(pair.document, seed, test_share)) continue;
    const std::string source = template_of(pair.source);
    const bool leaks = sources.contains(source) || targets.contains(template_of(pair.target));
    if (!leaks && tested.insert(source).second) sides.test.push_back(pair);
  }
  return sides;
}

std::array<NamedParallelSplit, 5> named_splits(const ParallelSplits& splits) {
  return {{{"seed_pairs", false, &splits.seed_pairs},
           {"loop_sources", false, &splits.loop_sources},
           {"fresh_pairs", false, &splits.fresh_pairs},
           {"test_known", true, &splits.test_known},
           {"test_novel", true, &splits.test_novel}}};
}

ParallelSplits make_parallel_splits(const DocumentSides& sides, std::uint64_t seed,
                                    const ParallelSplitSizes& sizes) {
  const ParallelText training = shuffled(sides.training, seed, kTrainingOrder);
  const ParallelText test = shuffled(sides.test, seed, kTestOrder);
  ParallelSplits splits;
  std::span<const ParallelPair> left = training;
  splits.seed_pairs = take(left, sizes.seed_pairs, "seed_pairs", training.size());
  splits.loop_sources = take(left, sizes.loop_sources, "loop_sources", training.size());
  splits.fresh_pairs = take(left, sizes.fresh_pairs, "fresh_pairs", training.size());

  const Words seed_words = source_words(splits.seed_pairs);
  const Words loop_words = source_words(splits.loop_sources);
  splits.test_known =
      choose(test, sizes.test_known, "test_known", "have only words of the seed pairs",
             [&](const ParallelPair& pair) { return is_known(pair, seed_words); });
  splits.test_novel =
      choose(test, sizes.test_novel, "test_novel",
             "have a word of the loop sources that the seed pairs lack",
             [&](const ParallelPair& pair) { return is_novel(pair, seed_words, loop_words); });
  return splits;
}

std::vector<std::string> check_disjoint(const ParallelSplits& splits) {
  std::vector<std::string> wrong;
  const auto report = [&](const ParallelPair& pair, std::string_view split, std::string_view what) {
    wrong.push_back(fmt::format("\"{}\" of {} {}", pair.source, split, what));
  };
  const Words seed_words = source_words(splits.seed_pairs);
  const Words loop_words = source_words(splits.loop_sources);
  std::unordered_set<std::string> sources, documents, source_templates, target_templates;
  for (const NamedParallelSplit& split : named_splits(splits)) {  // training splits come first
    for (const ParallelPair& pair : *split.pairs) {
      if (!sources.insert(pair.source).second) report(pair, split.name, "occurs twice");
      const std::string source = template_of(pair.source), target = template_of(pair.target);
      if (!split.test) {
        documents.insert(pair.document);
        source_templates.insert(source);
        target_templates.insert(target);
        continue;
      }
      if (documents.contains(pair.document)) report(pair, split.name, "is of a training document");
      if (source_templates.contains(source)) report(pair, split.name, "has a training template");
      if (target_templates.contains(target)) {
        report(pair, split.name, "has a training target's template");
      }
    }
  }
  for (const ParallelPair& pair : splits.test_known) {
    if (!is_known(pair, seed_words)) report(pair, "test_known", "has a word that no seed pair has");
  }
  for (const ParallelPair& pair : splits.test_novel) {
    if (!is_novel(pair, seed_words, loop_words)) {
      report(pair, "test_novel", "has no word that is new after the seed pairs");
    }
  }
  return wrong;
}

}  // namespace tandem
