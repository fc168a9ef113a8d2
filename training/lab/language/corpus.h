// Corpora of one language for a study: pairs to begin with, sources for the loop, fresh pairs, and
// test sets that share neither a sentence nor a template with any of them.
//
// Each template (templates.h) is on one side, training or test, by a draw of the corpus seed. A
// split draws sentences as Language::sample() does and keeps those that are on its side and in no
// split before it. The test splits therefore don't depend on the sizes of the training splits.
// Since repeated sentences are left out, frequent words are a little rarer in a large split than in
// free samples.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "training/lab/language/language.h"

namespace tandem {

struct CorpusConfig {
  std::uint64_t seed = 1;
  double test_share = 0.25;  ///< of the templates; above 0 and below 1

  // Numbers of sentences, >= 0.
  int seed_pairs = 1500;    ///< known words only
  int loop_sources = 8000;  ///< with novel words; their targets are for judges, not for training
  int fresh_pairs = 8000;   ///< with novel words: the control that gets more real data
  int test_known = 500;     ///< known words only, drawn like the seed pairs
  int test_novel = 500;     ///< each with a novel word
  int test_rare = 500;      ///< passives of known words
  int test_idioms = 500;    ///< idioms, known words only
};

using Corpus = std::vector<Sentence>;

struct Splits {
  Corpus seed_pairs;
  Corpus loop_sources;
  Corpus fresh_pairs;
  Corpus test_known;
  Corpus test_novel;
  Corpus test_rare;
  Corpus test_idioms;
};

struct NamedSplit {
  std::string_view name;  ///< as in Splits and CorpusConfig
  bool test = false;
  const Corpus* corpus = nullptr;  ///< valid as long as the Splits
};

/// All splits in the order of Splits.
std::array<NamedSplit, 7> named_splits(const Splits& splits);

/// Throws Error naming the field of `config` that is out of its range, or the split that the
/// language has too few sentences for (a share of 0, or no novel noun, only matters if a split of
/// more than 0 sentences needs one).
Splits make_splits(const Language& language, const CorpusConfig& config);

/// What is wrong with the splits, a sentence for each case; empty if they are as they should be: no
/// source in two splits or twice in one, no test sentence with the template of a training sentence,
/// no novel word among the seed pairs. Templates and novel words are found anew from the sources;
/// throws Error if a source isn't grammatical.
std::vector<std::string> check_disjoint(const Language& language, const Splits& splits);

}  // namespace tandem
