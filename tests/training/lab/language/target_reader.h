// The way back, to check translation from its other end: reads a target sentence by patterns over
// whole sentences, verifies every agreement, and says which source sentence it translates. Shares
// with the grammars nothing but the lexicon.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "training/lab/language/lexicon.h"

namespace tandem {

class TargetReader {
 public:
  explicit TargetReader(const Lexicon& lexicon) : lexicon_(lexicon) {}

  /// The source sentence; none if `target` is no sentence of the target language.
  std::optional<std::vector<Token>> source_of(std::span<const Token> target) const {
    const std::optional<Parts> lengths = split(target);
    if (!lengths) return {};
    const bool passive = lengths->verb == 3;
    std::size_t place = 0;
    const auto next = [&](std::size_t length) {
      place += length;
      return target.subspan(place - length, length);
    };
    const std::span<const Token> adverb = next(lengths->adverb), verb_part = next(lengths->verb),
                                 subject_part = next(lengths->subject),
                                 object_part = next(lengths->object),
                                 negation = next(lengths->negation);

    int verb = *lexicon_.target.verbs.index(verb_part.front());
    const Idiom* meant = nullptr;
    if (object_part.size() == 1) {
      meant = &lexicon_.idioms[*lexicon_.target.idioms.index(object_part[0])];
      if (verb != meant->target_verb) return {};
      verb = meant->verb;
    }
    const auto subject = read_phrase(subject_part, verb, 0);
    const int ending = *lexicon_.target.verb_endings.index(verb_part.back());
    if (!subject || ending % 4 != subject->agreement) return {};

    const SourceTokens& words = lexicon_.source;
    std::vector<Token> source = subject->source;
    if (!negation.empty()) source.push_back(words.negation);
    if (ending >= 4) source.push_back(words.past);
    if (passive) source.push_back(words.passive);
    source.push_back(words.verbs.at(verb));
    if (passive) source.push_back(words.agent);
    if (meant) {
      source.push_back(words.nouns.at(meant->noun));
    } else {
      const auto object = read_phrase(object_part.subspan(passive ? 1 : 0), verb, 4);
      if (!object) return {};
      if (!passive && is_idiom(verb, object->source)) return {};
      source.insert(source.end(), object->source.begin(), object->source.end());
    }
    if (!adverb.empty()) {
      source.push_back(words.adverbs.at(*lexicon_.target.adverbs.index(adverb[0])));
    }
    return source;
  }

 private:
  using Texts = std::vector<std::string>;

  struct Phrase {
    std::vector<Token> source;
    int agreement = 0;  ///< gender + 2 if plural
  };

  /// How many tokens each part of a sentence has, in their order.
  struct Parts {
    std::size_t adverb, verb, subject, object, negation;
  };

  /// Compares with all patterns that a sentence may have, one letter a token.
  std::optional<Parts> split(std::span<const Token> target) const {
    std::string letters;
    for (const Token token : target) letters += letter(token);
    for (const bool passive : {false, true}) {
      const std::string verb = passive ? "vpe" : "ve";
      const Texts adverbs = passive ? Texts{""} : Texts{"", "a"};
      const Texts objects = passive ? Texts{"btn"} : Texts{"tn", "tnjs", "i"};
      for (const std::string& adverb : adverbs) {
        for (const std::string subject : {"tn", "tnjs"}) {
          for (const std::string& object : objects) {
            for (const std::string negation : {"", "x"}) {
              if (adverb + verb + subject + object + negation != letters) continue;
              return Parts{adverb.size(), verb.size(), subject.size(), object.size(),
                           negation.size()};
            }
          }
        }
      }
    }
    return {};
  }

  char letter(Token token) const {
    const TargetTokens& words = lexicon_.target;
    if (words.nouns.index(token)) return 'n';
    if (words.verbs.index(token)) return 'v';
    if (words.adjectives.index(token)) return 'j';
    if (words.adverbs.index(token)) return 'a';
    if (words.idioms.index(token)) return 'i';
    if (words.articles.index(token)) return 't';
    if (words.adjective_endings.index(token)) return 's';
    if (words.verb_endings.index(token)) return 'e';
    if (token == words.negation) return 'x';
    if (token == words.passive) return 'p';
    if (token == words.agent) return 'b';
    return '?';
  }

  bool is_idiom(int verb, const std::vector<Token>& object) const {
    for (const Idiom& idiom : lexicon_.idioms) {
      if (idiom.verb == verb && object == std::vector{lexicon_.source.nouns.at(idiom.noun)}) {
        return true;
      }
    }
    return false;
  }

  /// `first_article`: 0 in the subject case, 4 in the object case.
  std::optional<Phrase> read_phrase(std::span<const Token> target, int verb,
                                    int first_article) const {
    const TargetTokens& words = lexicon_.target;
    Phrase phrase;
    phrase.agreement = *words.articles.index(target[0]) - first_article;
    if (phrase.agreement < 0 || phrase.agreement > 3) return {};
    int noun = *words.nouns.index(target[1]);
    if (lexicon_.genders[noun] != phrase.agreement % 2) return {};
    const bool second = noun >= lexicon_.source.nouns.size();
    if (second) noun = lexicon_.homographs[noun - lexicon_.source.nouns.size()];
    for (const int homograph : lexicon_.homographs) {
      if (noun == homograph && second != (lexicon_.verb_kinds[verb] == 1)) return {};
    }
    if (target.size() == 4) {
      if (*words.adjective_endings.index(target[3]) != phrase.agreement) return {};
      phrase.source.push_back(lexicon_.source.adjectives.at(*words.adjectives.index(target[2])));
    }
    phrase.source.push_back(lexicon_.source.nouns.at(noun));
    if (phrase.agreement >= 2) phrase.source.push_back(lexicon_.source.plural);
    return phrase;
  }

  const Lexicon& lexicon_;
};

}  // namespace tandem
