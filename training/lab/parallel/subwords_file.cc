#include "training/lab/parallel/subwords_file.h"

#include <utility>

#include <fmt/format.h>

#include "engine/files.h"
#include "games/error.h"
#include "training/lab/parallel/bpe_vocabulary.h"
#include "training/lab/parallel/word_vocabulary.h"

namespace tandem {
namespace {

constexpr int kSmallest = Subwords::kUnknown + 2;

std::string header_of(std::string_view kind, std::string_view body) {
  return fmt::format("tandem-subwords 1 {} {:08x}\n", kind, crc32c(body));
}

/// Of a text in which every line has its end.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

std::string subwords_bytes(std::string_view kind, const std::vector<std::string>& texts) {
  const std::string body = fmt::format("{}\n", fmt::join(texts, "\n"));
  return header_of(kind, body) + body;
}

std::unique_ptr<const Subwords> load_subwords(std::string_view bytes, const std::string& where) {
  const std::size_t first_line = bytes.substr(0, 100).find('\n');
  if (first_line != std::string_view::npos) {
    const std::string_view header = bytes.substr(0, first_line + 1);
    const std::string_view body = bytes.substr(first_line + 1);
    // With the right checksum the body is what save() wrote, so it needs no other check.
    if (header == header_of(kBpeKind, body)) return std::make_unique<BpeVocabulary>(lines_of(body));
    if (header == header_of(kWordsKind, body)) {
      return std::make_unique<WordVocabulary>(lines_of(body));
    }
  }
  throw Error(fmt::format(
      "{}: not a stored vocabulary, or its bytes were changed or cut off; learn it again", where));
}

void check_vocabulary_size(std::string_view kind, int size) {
  if (size < kSmallest || size > kTranslationMaxVocabulary) {
    throw Error(fmt::format("{} vocabulary: size {}, expected {} to {}", kind, size, kSmallest,
                            kTranslationMaxVocabulary));
  }
}

void check_token(Token token, int size) {
  if (token == kEndOfSentence || token >= size) {
    throw Error(fmt::format("token {} has no text: the vocabulary's are 1 to {}", token, size - 1));
  }
}

}  // namespace tandem
