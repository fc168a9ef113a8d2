// The tokens of one language's text: BPE pieces, or whole words.
//
// A vocabulary is learned from text, and whatever occurs in that text can be written with it. So it
// must be text that every arm may know of, such as the seed pairs and the loop's sources; never
// text that is tested on.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "games/translation/translation.h"

namespace tandem {

/// Immutable; shared by threads. Tokens are 0 .. size() - 1, of which 0 is kEndOfSentence.
class Subwords {
 public:
  /// Stands for what the vocabulary can't express; "<unk>" in text.
  static constexpr Token kUnknown = 1;

  virtual ~Subwords() = default;

  /// From 3 to kTranslationMaxVocabulary; the end and kUnknown count.
  virtual int size() const = 0;

  /// The tokens of a line of UTF-8, none of them kEndOfSentence; none for a blank line.
  virtual std::vector<Token> encode(std::string_view text) const = 0;

  /// The text of tokens. Throws Error for a token that is kEndOfSentence or not below size().
  virtual std::string decode(std::span<const Token> tokens) const = 0;

  /// Bytes for load_subwords(); the same for vocabularies learned from the same lines with the same
  /// settings.
  virtual std::string save() const = 0;
};

/// BPE by SentencePiece, `size` tokens in all, characters of the text included.
///
/// decode(encode(text)) is the text, its words with one space between, if all its characters occur
/// in `lines`; each run of others is one kUnknown. (Not bytes instead: 256 of them in every
/// vocabulary would be much of what exploration draws, and hardly ever right.) U+2581 counts as a
/// space, which SentencePiece writes with it.
///
/// Lines are UTF-8. Runs SentencePiece's program spm_train and waits for it. Throws Error if that
/// isn't installed or fails, if the lines have no words, and naming a size that would do if `size`
/// is too small for their characters, larger than they have pieces for, or out of range.
std::unique_ptr<const Subwords> learn_bpe(const std::vector<std::string>& lines, int size);

/// The most frequent words and punctuation marks as tokenize_13a() splits them (as frequent ones in
/// the order of their bytes), at most `size` tokens in all. Case counts.
///
/// decode(encode(text)) is the tokenized text, with spaces between tokens, which BLEU and chrF take
/// for the same as the text; each word that isn't in the vocabulary is one kUnknown.
///
/// Throws Error if the lines have no text, or if `size` is not 3 .. kTranslationMaxVocabulary.
std::unique_ptr<const Subwords> learn_words(const std::vector<std::string>& lines,
                                            int size = kTranslationMaxVocabulary);

/// What save() has written. Throws Error naming `where` (a file, for example) if the bytes are
/// truncated, changed or something else.
std::unique_ptr<const Subwords> load_subwords(std::string_view bytes, const std::string& where);

}  // namespace tandem
