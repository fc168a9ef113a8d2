// The target language's grammar. Verb, subject, object; adjectives after nouns; genders, numbers
// and cases that must agree:
//
//   active:  [adverb] verb -ending SUBJECT OBJECT [NOT]
//   idiom:   [adverb] other-verb -ending SUBJECT idiom-word [NOT]
//   passive: verb PASSIVE -ending SUBJECT BY OBJECT [NOT]
//   SUBJECT, OBJECT: article noun [adjective -ending]
//
// The verb's ending tells its tense and agrees with the subject in gender and number, also in an
// idiom and a passive; article and adjective agree with their noun; the article marks the case.
// So a sentence has 5 .. 12 tokens.
#pragma once

#include <vector>

#include "training/lab/language/clause.h"
#include "training/lab/language/lexicon.h"

namespace tandem {

inline constexpr int kMostTargetTokens = 12;

/// The one translation of `clause`.
std::vector<Token> write_target(const Lexicon& lexicon, const Clause& clause);

}  // namespace tandem
