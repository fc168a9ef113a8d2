// Writes text with BPE pieces that were learned before, as SentencePiece does.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "training/lab/parallel/subwords.h"

namespace tandem {

class BpeVocabulary final : public Subwords {
 public:
  /// Pieces as train_bpe() gives them: different from each other, at least 3, at most
  /// kTranslationMaxVocabulary.
  explicit BpeVocabulary(std::vector<std::string> pieces);

  int size() const override { return static_cast<int>(pieces_.size()); }
  std::vector<Token> encode(std::string_view text) const override;
  std::string decode(std::span<const Token> tokens) const override;
  std::string save() const override;

 private:
  /// The piece's number; kUnknown if it is none.
  Token find(std::string_view piece) const;
  /// Appends the tokens of a word, its U+2581 in front.
  void encode_word(std::string_view word, std::vector<Token>& tokens) const;

  std::vector<std::string> pieces_;
  std::map<std::string, Token, std::less<>> tokens_;
};

/// Words between whitespace of any kind and U+2581, with single spaces: what BPE makes of a line
/// before anything else.
std::string single_spaced(std::string_view text);

}  // namespace tandem
