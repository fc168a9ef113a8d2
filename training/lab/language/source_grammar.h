// The source language's grammar. Subject, verb, object; adjectives before nouns; particles instead
// of endings:
//
//   active:  PHRASE [NOT] [PAST] verb PHRASE [adverb]
//   passive: PHRASE [NOT] [PAST] PASSIVE verb BY noun [PLURAL]
//   PHRASE:  [adjective] noun [PLURAL]
//
// So a sentence has 3 .. 10 tokens and can be read in one way only.
#pragma once

#include <span>
#include <vector>

#include "training/lab/language/clause.h"
#include "training/lab/language/lexicon.h"

namespace tandem {

inline constexpr int kMostSourceTokens = 10;

/// The one source sentence for `clause`.
std::vector<Token> write_source(const Lexicon& lexicon, const Clause& clause);

/// The clause that `source` says. Throws Error naming the token that the grammar doesn't allow.
Clause read_source(const Lexicon& lexicon, std::span<const Token> source);

}  // namespace tandem
