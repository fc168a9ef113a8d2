#include "training/lab/language/templates.h"

#include "games/random.h"
#include "training/lab/language/shuffle.h"

namespace tandem {
namespace {

enum Stream : std::uint64_t { kNounGroups = 100, kVerbGroups };

std::vector<int> draw_groups(int words, int groups, Random random) {
  std::vector<int> group_of(words);
  for (int i = 0; i < words; ++i) group_of[i] = i % groups;
  shuffle(group_of, random);
  return group_of;
}

std::uint64_t structure_of(const Clause& clause) {
  std::uint64_t structure = 0;
  for (const bool part : {clause.subject.plural, clause.subject.adjective.has_value(),
                          clause.complement.plural, clause.complement.adjective.has_value(),
                          clause.negated, clause.past, clause.passive, clause.adverb.has_value()}) {
    structure = 2 * structure + (part ? 1 : 0);
  }
  return structure;
}

}  // namespace

Templates::Templates(const LanguageConfig& config)
    : groups_(config.template_groups),
      noun_groups_(draw_groups(config.nouns, groups_, Random(config.seed, kNounGroups))),
      verb_groups_(draw_groups(config.verbs, groups_, Random(config.seed, kVerbGroups))) {}

std::uint64_t Templates::number(const Clause& clause) const {
  std::uint64_t number = structure_of(clause);
  for (const int group : {noun_groups_[clause.subject.noun], verb_groups_[clause.verb],
                          noun_groups_[clause.complement.noun]}) {
    number = number * groups_ + group;
  }
  return number;
}

}  // namespace tandem
