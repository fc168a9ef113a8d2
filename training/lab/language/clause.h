// What a sentence says, free of either language's word order and endings. Words are indices into
// the lexicon's lists: noun 0, verb 3, ...
#pragma once

#include <optional>

namespace tandem {

struct NounPhrase {
  int noun = 0;
  bool plural = false;
  std::optional<int> adjective;
  bool operator==(const NounPhrase&) const = default;
};

/// Active: the subject does it to the complement. Passive: it is done to the subject by the
/// complement, which then has no adjective; nor has a passive clause an adverb.
struct Clause {
  NounPhrase subject;
  int verb = 0;
  NounPhrase complement;
  bool negated = false;
  bool past = false;
  bool passive = false;
  std::optional<int> adverb;
  bool operator==(const Clause&) const = default;
};

}  // namespace tandem
