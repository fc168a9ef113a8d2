#include "training/lab/language/source_grammar.h"

#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "games/error.h"
#include "training/lab/language/token_numbers.h"

namespace tandem {
namespace {

void write_phrase(const SourceTokens& tokens, const NounPhrase& phrase, std::vector<Token>& out) {
  if (phrase.adjective) out.push_back(tokens.adjectives.at(*phrase.adjective));
  out.push_back(tokens.nouns.at(phrase.noun));
  if (phrase.plural) out.push_back(tokens.plural);
}

/// Reads from left to right; each token alone decides what comes next.
class SourceReader {
 public:
  SourceReader(const Lexicon& lexicon, std::span<const Token> source)
      : lexicon_(lexicon), tokens_(lexicon.source), source_(source) {}

  Clause read() {
    Clause clause;
    clause.subject = read_phrase("an adjective or a noun");
    clause.negated = take(tokens_.negation);
    clause.past = take(tokens_.past);
    clause.passive = take(tokens_.passive);
    clause.verb = need(tokens_.verbs, "a verb");
    if (clause.passive) {
      if (!take(tokens_.agent)) refuse("the particle of the passive's agent");
      clause.complement.noun = need(tokens_.nouns, "a noun");
      clause.complement.plural = take(tokens_.plural);
    } else {
      clause.complement = read_phrase("an adjective or a noun");
      clause.adverb = take(tokens_.adverbs);
    }
    if (place_ < source_.size()) refuse("its end");
    return clause;
  }

 private:
  NounPhrase read_phrase(std::string_view expected) {
    NounPhrase phrase;
    phrase.adjective = take(tokens_.adjectives);
    phrase.noun = need(tokens_.nouns, phrase.adjective ? "a noun" : expected);
    phrase.plural = take(tokens_.plural);
    return phrase;
  }

  bool take(Token particle) {
    const bool here = place_ < source_.size() && source_[place_] == particle;
    if (here) ++place_;
    return here;
  }

  std::optional<int> take(const WordList& words) {
    if (place_ == source_.size()) return {};
    const std::optional<int> index = words.index(source_[place_]);
    if (index) ++place_;
    return index;
  }

  int need(const WordList& words, std::string_view expected) {
    const std::optional<int> index = take(words);
    if (!index) refuse(expected);
    return *index;
  }

  [[noreturn]] void refuse(std::string_view expected) const {
    const std::string sentence = fmt::format("source sentence \"{}\"", token_numbers(source_));
    if (place_ == source_.size()) {
      throw Error(fmt::format("{}: it ends where the grammar expects {}", sentence, expected));
    }
    const Token token = source_[place_];
    const bool known = token != kEndOfSentence && token < lexicon_.source_words.size();
    throw Error(fmt::format(
        "{}: token {} of {} is {} ({}), expected {}", sentence, place_ + 1, source_.size(), token,
        known ? lexicon_.source_words[token] : "not in the vocabulary", expected));
  }

  const Lexicon& lexicon_;
  const SourceTokens& tokens_;
  std::span<const Token> source_;
  std::size_t place_ = 0;
};

}  // namespace

std::vector<Token> write_source(const Lexicon& lexicon, const Clause& clause) {
  const SourceTokens& tokens = lexicon.source;
  std::vector<Token> out;
  write_phrase(tokens, clause.subject, out);
  if (clause.negated) out.push_back(tokens.negation);
  if (clause.past) out.push_back(tokens.past);
  if (clause.passive) out.push_back(tokens.passive);
  out.push_back(tokens.verbs.at(clause.verb));
  if (clause.passive) out.push_back(tokens.agent);
  write_phrase(tokens, clause.complement, out);
  if (clause.adverb) out.push_back(tokens.adverbs.at(*clause.adverb));
  return out;
}

Clause read_source(const Lexicon& lexicon, std::span<const Token> source) {
  return SourceReader(lexicon, source).read();
}

}  // namespace tandem
