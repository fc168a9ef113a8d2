#include "training/lab/parallel/bpe_vocabulary.h"

#include <queue>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "games/error.h"
#include "training/lab/parallel/bpe_training.h"
#include "training/lab/parallel/subwords_file.h"
#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

constexpr std::string_view kSpace = "\u2581";
constexpr Token kFirstPiece = Subwords::kUnknown + 1;

/// Each `from` becomes `to`.
std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  for (;;) {
    const std::size_t at = text.find(from);
    result += text.substr(0, at);
    if (at == std::string_view::npos) return result;
    result += to;
    text.remove_prefix(at + from.size());
  }
}

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// A stretch of a word that is one piece, or no piece. Those that were merged into the one before
/// are empty.
struct Symbol {
  std::string_view text;
  std::size_t before;  ///< index of the neighbour that isn't empty, or kNone
  std::size_t after;
};

std::vector<Symbol> characters_of(std::string_view word) {
  std::vector<Symbol> symbols;
  while (!word.empty()) {
    const std::size_t bytes = first_code_point(word).bytes, index = symbols.size();
    symbols.push_back({word.substr(0, bytes), index == 0 ? kNone : index - 1, index + 1});
    word.remove_prefix(bytes);
  }
  symbols.back().after = kNone;
  return symbols;
}

/// The two neighbours as one, which they are: views into the same word.
std::string_view joined(const Symbol& left, const Symbol& right) {
  return {left.text.data(), left.text.size() + right.text.size()};
}

}  // namespace

std::string single_spaced(std::string_view text) {
  return fmt::format("{}", fmt::join(split_at_whitespace(replaced(text, kSpace, " ")), " "));
}

BpeVocabulary::BpeVocabulary(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {
  // Text that reads like one of the first two isn't meant by them.
  for (std::size_t i = kFirstPiece; i < pieces_.size(); ++i) {
    tokens_[pieces_[i]] = static_cast<Token>(i);
  }
}

std::vector<Token> BpeVocabulary::encode(std::string_view text) const {
  std::vector<Token> tokens;
  const std::string spaced = single_spaced(text);
  for (const std::string_view word : split_at_whitespace(spaced)) {
    encode_word(std::string(kSpace).append(word), tokens);
  }
  return tokens;
}

void BpeVocabulary::encode_word(std::string_view word, std::vector<Token>& tokens) const {
  std::vector<Symbol> symbols = characters_of(word);
  // Merges by the piece they make, those of the same piece from left to right. One is out of date
  // if its symbols have changed, which their length tells.
  using Merge = std::tuple<Token, std::size_t, std::size_t>;  // piece, left symbol, bytes
  std::priority_queue<Merge, std::vector<Merge>, std::greater<>> merges;
  const auto propose = [&](std::size_t left) {
    if (left == kNone || symbols[left].after == kNone) return;
    const std::string_view both = joined(symbols[left], symbols[symbols[left].after]);
    if (const Token piece = find(both); piece != kUnknown) merges.push({piece, left, both.size()});
  };
  for (std::size_t i = 0; i < symbols.size(); ++i) propose(i);
  while (!merges.empty()) {
    const auto [piece, left, bytes] = merges.top();
    merges.pop();
    const std::size_t right = symbols[left].after;
    if (symbols[left].text.empty() || right == kNone ||
        joined(symbols[left], symbols[right]).size() != bytes) {
      continue;
    }
    symbols[left].text = joined(symbols[left], symbols[right]);
    symbols[left].after = symbols[right].after;
    if (symbols[left].after != kNone) symbols[symbols[left].after].before = left;
    symbols[right].text = {};
    propose(symbols[left].before);
    propose(left);
  }
  for (std::size_t i = 0; i != kNone; i = symbols[i].after) {
    const Token token = find(symbols[i].text);
    const bool goes_on = token == kUnknown && !tokens.empty() && tokens.back() == kUnknown;
    if (!goes_on) tokens.push_back(token);
  }
}

Token BpeVocabulary::find(std::string_view piece) const {
  const auto place = tokens_.find(piece);
  return place == tokens_.end() ? kUnknown : place->second;
}

std::string BpeVocabulary::decode(std::span<const Token> tokens) const {
  std::string text;
  for (const Token token : tokens) {
    check_token(token, size());
    text += pieces_[token];  // that of kUnknown is "<unk>"
  }
  text = replaced(text, kSpace, " ");
  return text.starts_with(' ') ? text.substr(1) : text;
}

std::string BpeVocabulary::save() const { return subwords_bytes(kBpeKind, pieces_); }

std::unique_ptr<const Subwords> learn_bpe(const std::vector<std::string>& lines, int size) {
  check_vocabulary_size("BPE", size);
  std::vector<std::string> text;
  for (const std::string& line : lines) {
    text.push_back(single_spaced(line));
    if (text.back().empty()) text.pop_back();
  }
  if (text.empty()) throw Error("BPE vocabulary: the text to learn it from has no words");
  return std::make_unique<BpeVocabulary>(train_bpe(text, size));
}

}  // namespace tandem
