// Templates: which sentences are too alike for one to train and the other to test.
//
// Nouns and verbs fall into groups, by a shuffle of the language's seed, of sizes that differ by at
// most one. Two sentences share a template if they have the same structure (the same parts:
// plurals, adjectives, negation, tense, passive, adverb; which adjective and which adverb doesn't
// count) and if their subjects' nouns, their verbs and their complements' nouns are in the same
// groups. So a sentence and its like with another adjective or adverb, or with words of the same
// groups, always share one; sentences with different templates differ in structure, or in a noun or
// verb of another group.
//
// Of 160 structures and 4 groups there are 160 * 4^3 = 10,240 templates, and at the usual sizes
// each stands for at least 15 * 5 * 15 sentences: enough for splits of thousands on either side.
#pragma once

#include <cstdint>
#include <vector>

#include "training/lab/language/clause.h"
#include "training/lab/language/language_config.h"

namespace tandem {

/// The templates of one language.
class Templates {
 public:
  explicit Templates(const LanguageConfig& config);

  /// The same number if and only if the template is the same.
  std::uint64_t number(const Clause& clause) const;

 private:
  int groups_;
  std::vector<int> noun_groups_;  ///< by source noun
  std::vector<int> verb_groups_;
};

}  // namespace tandem
