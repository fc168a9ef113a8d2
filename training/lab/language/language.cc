#include "training/lab/language/language.h"

#include <string_view>

#include <fmt/format.h>

#include "games/error.h"
#include "training/lab/language/source_grammar.h"
#include "training/lab/language/target_grammar.h"
#include "training/lab/language/token_numbers.h"

namespace tandem {
namespace {

std::string text_of(std::string_view side, const std::vector<std::string>& words,
                    std::span<const Token> sentence) {
  std::string text;
  for (const Token token : sentence) {
    if (token == kEndOfSentence || token >= words.size()) {
      throw Error(fmt::format("{} sentence \"{}\": {} is no token, expected a number from 1 to {}",
                              side, token_numbers(sentence), token, words.size() - 1));
    }
    if (!text.empty()) text += ' ';
    text += words[token];
  }
  return text;
}

}  // namespace

Language::Language(const LanguageConfig& config)
    : config_(config),
      lexicon_(make_lexicon(config)),  // checks the config, so it comes first
      templates_(config),
      sampler_(config, lexicon_.idioms) {}

TokenShape Language::shape() const {
  return {.source_length = kMostSourceTokens,
          .target_length = kMostTargetTokens,
          .source_vocabulary = static_cast<int>(lexicon_.source_words.size()),
          .target_vocabulary = static_cast<int>(lexicon_.target_words.size())};
}

std::vector<Token> Language::translate(std::span<const Token> source) const {
  return write_target(lexicon_, read_source(lexicon_, source));
}

Sentence Language::describe(std::span<const Token> source) const {
  return express(read_source(lexicon_, source));
}

Sentence Language::sample(Random& random, const SampleOptions& options) const {
  return express(sampler_.draw(random, options));
}

Sentence Language::express(const Clause& clause) const {
  Sentence sentence{.source = write_source(lexicon_, clause),
                    .target = write_target(lexicon_, clause),
                    .categories = {},
                    .template_number = templates_.number(clause)};
  sentence.categories.rare_construction = clause.passive;
  sentence.categories.idiom = lexicon_.idiom_in(clause).has_value();
  for (const int noun : {clause.subject.noun, clause.complement.noun}) {
    sentence.categories.novel_word |= is_novel(lexicon_.source.nouns.at(noun));
    sentence.categories.homograph |= lexicon_.is_homograph(noun);
  }
  return sentence;
}

bool Language::is_novel(Token source) const {
  const std::optional<int> noun = lexicon_.source.nouns.index(source);
  return noun && *noun >= config_.nouns - config_.novel_nouns;
}

std::optional<int> Language::frequency_decile(Token source) const {
  const std::optional<int> noun = lexicon_.source.nouns.index(source);
  if (!noun || is_novel(source)) return {};
  return 10 * *noun / (config_.nouns - config_.novel_nouns);
}

std::string Language::source_text(std::span<const Token> source) const {
  return text_of("source", lexicon_.source_words, source);
}

std::string Language::target_text(std::span<const Token> target) const {
  return text_of("target", lexicon_.target_words, target);
}

}  // namespace tandem
