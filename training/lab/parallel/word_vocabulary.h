// Whole words as tokens.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "training/lab/parallel/subwords.h"

namespace tandem {

class WordVocabulary final : public Subwords {
 public:
  /// In the order of their numbers: "</s>", "<unk>", and words that are different from each other;
  /// at least 3 in all, at most kTranslationMaxVocabulary.
  explicit WordVocabulary(std::vector<std::string> words);

  int size() const override { return static_cast<int>(words_.size()); }
  std::vector<Token> encode(std::string_view text) const override;
  std::string decode(std::span<const Token> tokens) const override;
  std::string save() const override;

 private:
  std::vector<std::string> words_;
  std::unordered_map<std::string, Token> tokens_;
};

}  // namespace tandem
