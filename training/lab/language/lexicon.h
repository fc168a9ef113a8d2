// The words of a made-up source and target language: their numbers, their text, their genders, and
// which means which.
//
// Source noun i, verb i, adjective i and adverb i mean the target word of the same index, with two
// exceptions that depend on the words beside them: homographs and idioms.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "games/translation/translation.h"
#include "training/lab/language/clause.h"
#include "training/lab/language/language_config.h"

namespace tandem {

/// Words of one kind. Tokens are numbered at random over all words of a language, so that a number
/// tells neither kind nor frequency nor meaning.
struct WordList {
  std::vector<Token> tokens;

  int size() const { return static_cast<int>(tokens.size()); }
  /// 0 <= index < size().
  Token at(int index) const { return tokens[index]; }
  std::optional<int> index(Token token) const {
    const auto place = std::ranges::find(tokens, token);
    if (place == tokens.end()) return {};
    return static_cast<int>(place - tokens.begin());
  }
};

struct SourceTokens {
  WordList nouns;  ///< the most frequent first; the novel ones last
  WordList verbs;  ///< these and the next: the most frequent first
  WordList adjectives;
  WordList adverbs;
  Token plural = 0;
  Token past = 0;
  Token negation = 0;
  Token passive = 0;
  Token agent = 0;  ///< "by"
};

/// The index of an article or an ending is its gender + 2 if plural.
struct TargetTokens {
  WordList nouns;  ///< one per source noun, then the second meaning of each homograph
  WordList verbs;
  WordList adjectives;
  WordList adverbs;
  WordList idioms;             ///< a word per idiom that stands nowhere else
  WordList articles;           ///< + 4 in the object case
  WordList adjective_endings;  ///< agree with the noun
  WordList verb_endings;       ///< agree with the subject; + 4 in the past
  Token negation = 0;
  Token passive = 0;
  Token agent = 0;
};

/// A verb and its object that together mean something else: the target writes another verb and a
/// word of the idiom's own in place of the object.
struct Idiom {
  int verb = 0;         ///< source verb
  int noun = 0;         ///< source noun
  int target_verb = 0;  ///< never `verb`
};

struct Lexicon {
  SourceTokens source;
  TargetTokens target;
  std::vector<std::string> source_words;  ///< by token; [0] stands for the end of a sentence
  std::vector<std::string> target_words;  ///< by token; endings begin with "-"

  std::vector<int> genders;  ///< 0 or 1, by target noun; a homograph's meanings have both
  std::vector<Idiom> idioms;
  std::vector<int> homographs;  ///< source nouns, ascending
  std::vector<int> verb_kinds;  ///< 0 or 1, by source verb: which meaning a homograph beside it has

  bool is_homograph(int noun) const;

  /// The target noun that source noun `noun` means in a clause with source verb `verb`.
  int target_noun(int noun, int verb) const;

  /// The index of the idiom that the clause contains. An idiom is its verb, active, with its noun
  /// bare: singular and without adjective. Other uses of the two words mean what they say.
  std::optional<int> idiom_in(const Clause& clause) const;
};

/// Throws Error naming the field of `config` that is out of its range.
Lexicon make_lexicon(const LanguageConfig& config);

}  // namespace tandem
