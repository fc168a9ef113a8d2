// Draws what sentences say.
#pragma once

#include <optional>
#include <vector>

#include "games/random.h"
#include "training/lab/language/clause.h"
#include "training/lab/language/language_config.h"
#include "training/lab/language/lexicon.h"

namespace tandem {

/// Which nouns a sentence may have.
enum class NounChoice {
  kAny,    ///< novel_share of the sentences have a novel noun, if there are novel nouns
  kKnown,  ///< no novel noun
  kNovel,  ///< a novel noun
};

enum class Construction {
  kAny,    ///< rare_share passives, idiom_share idioms (if there are any), the others plain
  kRare,   ///< a passive
  kIdiom,  ///< an idiom
};

struct SampleOptions {
  NounChoice nouns = NounChoice::kAny;
  Construction construction = Construction::kAny;
};

/// Indices 0 .. count - 1, index i in proportion to 1 / (i + 1)^exponent.
class ZipfTable {
 public:
  ZipfTable(int count, double exponent);

  /// There must be at least one index.
  int draw(Random& random) const;

 private:
  std::vector<double> cumulative_;
};

/// Known words follow Zipf's law, each list on its own. A sentence has at most one novel noun: any
/// of them alike, as subject or complement alike (an idiom has it as its subject). Idioms are
/// drawn alike. Number, tense, negation, adjectives and adverb are drawn independently.
class ClauseSampler {
 public:
  ClauseSampler(const LanguageConfig& config, std::vector<Idiom> idioms);

  /// Throws Error if `options` ask for a novel noun or an idiom of a language that has none.
  Clause draw(Random& random, const SampleOptions& options) const;

 private:
  Construction choose(Random& random, Construction construction) const;
  bool wants_novel(Random& random, NounChoice nouns) const;
  NounPhrase draw_phrase(Random& random) const;
  int draw_novel(Random& random) const;

  LanguageConfig config_;
  std::vector<Idiom> idioms_;
  ZipfTable nouns_;  ///< known ones
  ZipfTable verbs_;
  ZipfTable adjectives_;
  ZipfTable adverbs_;
};

}  // namespace tandem
