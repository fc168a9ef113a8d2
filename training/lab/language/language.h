// A made-up pair of languages for studying translation: closed, generated from a seed, with exactly
// one right translation of each source sentence. What must be learned, apart from 100 words:
// another word order, agreement in gender and number, a case, the meaning that a verb gives a
// homograph, idioms, a rare passive, and nouns that labelled data may never show (novel nouns).
//
// The grammars are in source_grammar.h and target_grammar.h, the words in lexicon.h.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "games/random.h"
#include "games/translation/translation.h"
#include "training/lab/language/clause_sampler.h"
#include "training/lab/language/language_config.h"
#include "training/lab/language/lexicon.h"
#include "training/lab/language/templates.h"

namespace tandem {

/// What is special about a sentence; several may be true.
struct Categories {
  bool novel_word = false;
  bool rare_construction = false;  ///< a passive
  bool idiom = false;
  bool homograph = false;
  bool operator==(const Categories&) const = default;
};

struct Sentence {
  std::vector<Token> source;  ///< 3 .. kMostSourceTokens tokens
  std::vector<Token> target;  ///< its one right translation, 5 .. kMostTargetTokens tokens
  Categories categories;
  std::uint64_t template_number = 0;  ///< alike sentences have the same; see templates.h
  bool operator==(const Sentence&) const = default;
};

/// Immutable once made; a function of its config. Shared by threads.
class Language {
 public:
  /// Throws Error naming the field of `config` that is out of its range.
  explicit Language(const LanguageConfig& config = {});

  const LanguageConfig& config() const { return config_; }
  const Lexicon& lexicon() const { return lexicon_; }

  /// Longest sentences, and numbers of tokens with the end of a sentence counted.
  TokenShape shape() const;

  /// The right translation. Throws Error if `source` isn't grammatical, naming the token.
  std::vector<Token> translate(std::span<const Token> source) const;

  /// All there is to know about a source sentence. Throws Error as translate() does.
  Sentence describe(std::span<const Token> source) const;

  /// A random sentence. Throws Error if `options` ask for a novel noun or an idiom of a language
  /// that has none.
  Sentence sample(Random& random, const SampleOptions& options = {}) const;

  /// Whether the source token is a noun that labelled data must not show to begin with.
  bool is_novel(Token source) const;

  /// For a known noun: 0 if it is among the most frequent tenth of them, .. 9 for the rarest tenth.
  std::optional<int> frequency_decile(Token source) const;

  /// Words with a space between. Throws Error naming a token that isn't in the vocabulary.
  std::string source_text(std::span<const Token> source) const;
  std::string target_text(std::span<const Token> target) const;

 private:
  Sentence express(const Clause& clause) const;

  LanguageConfig config_;
  Lexicon lexicon_;
  Templates templates_;
  ClauseSampler sampler_;
};

}  // namespace tandem
