#include "training/lab/parallel/word_vocabulary.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "games/error.h"
#include "training/lab/parallel/subwords_file.h"
#include "training/lab/text/tokenizer_13a.h"

namespace tandem {

WordVocabulary::WordVocabulary(std::vector<std::string> words) : words_(std::move(words)) {
  for (std::size_t i = kUnknown + 1; i < words_.size(); ++i) {
    tokens_[words_[i]] = static_cast<Token>(i);
  }
}

std::vector<Token> WordVocabulary::encode(std::string_view text) const {
  std::vector<Token> tokens;
  for (const std::string& word : tokenize_13a(text)) {
    const auto place = tokens_.find(word);
    tokens.push_back(place == tokens_.end() ? kUnknown : place->second);
  }
  return tokens;
}

std::string WordVocabulary::decode(std::span<const Token> tokens) const {
  std::string text;
  for (const Token token : tokens) {
    check_token(token, size());
    if (!text.empty()) text += ' ';
    text += words_[token];
  }
  return text;
}

std::string WordVocabulary::save() const { return subwords_bytes(kWordsKind, words_); }

std::unique_ptr<const Subwords> learn_words(const std::vector<std::string>& lines, int size) {
  check_vocabulary_size("word", size);
  std::map<std::string, int> counts;
  for (const std::string& line : lines) {
    for (std::string& word : tokenize_13a(line)) ++counts[std::move(word)];
  }
  if (counts.empty()) throw Error("word vocabulary: the text to learn it from has no words");
  std::vector<std::pair<std::string, int>> by_frequency(counts.begin(), counts.end());
  std::ranges::stable_sort(by_frequency, std::greater(), &std::pair<std::string, int>::second);
  std::vector<std::string> words = {"</s>", "<unk>"};
  for (auto& [word, count] : by_frequency) {
    if (std::ssize(words) == size) break;
    words.push_back(std::move(word));
  }
  return std::make_unique<WordVocabulary>(std::move(words));
}

}  // namespace tandem
