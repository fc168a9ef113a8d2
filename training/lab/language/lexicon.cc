#include "training/lab/language/lexicon.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include "games/random.h"
#include "training/lab/language/shuffle.h"
#include "training/lab/language/words.h"

namespace tandem {
namespace {

// Each part of the lexicon has a random stream of its own, so that more adverbs, say, leave the
// genders alone.
enum Stream : std::uint64_t {
  kConsonants,
  kSourceWords,
  kTargetWords,
  kGenders,
  kKinds,
  kIdioms,
  kSourceNumbers,
  kTargetNumbers,
};

enum class Shape { kContent, kParticle, kEnding };

/// Numbers the words of one language and makes their text.
class Vocabulary {
 public:
  /// For `size` words.
  Vocabulary(int size, std::string_view consonants, Random random, Random order)
      : random_(random),
        maker_(consonants, Random(random_.next())),
        numbers_(size),
        words_(size + 1) {
    words_[kEndOfSentence] = ".";
    std::iota(numbers_.begin(), numbers_.end(), Token{1});
    shuffle(numbers_, order);
  }

  WordList add(int count, Shape shape) {
    WordList list;
    for (int i = 0; i < count; ++i) {
      const int syllables = shape == Shape::kContent ? 2 + random_.below(2) : 1;
      list.tokens.push_back(numbers_.back());
      numbers_.pop_back();
      words_[list.tokens.back()] = (shape == Shape::kEnding ? "-" : "") + maker_.make(syllables);
    }
    return list;
  }
  Token add_particle() { return add(1, Shape::kParticle).at(0); }

  std::vector<std::string> words() && { return std::move(words_); }

 private:
  Random random_;
  WordMaker maker_;
  std::vector<Token> numbers_;  // that no word has yet
  std::vector<std::string> words_;
};

void name_source_words(const LanguageConfig& config, std::string_view consonants,
                       Lexicon& lexicon) {
  const int size = config.nouns + config.verbs + config.adjectives + config.adverbs + 5;
  Vocabulary words(size, consonants, Random(config.seed, kSourceWords),
                   Random(config.seed, kSourceNumbers));
  SourceTokens& tokens = lexicon.source;
  tokens.nouns = words.add(config.nouns, Shape::kContent);
  tokens.verbs = words.add(config.verbs, Shape::kContent);
  tokens.adjectives = words.add(config.adjectives, Shape::kContent);
  tokens.adverbs = words.add(config.adverbs, Shape::kContent);
  for (Token* particle :
       {&tokens.plural, &tokens.past, &tokens.negation, &tokens.passive, &tokens.agent}) {
    *particle = words.add_particle();
  }
  lexicon.source_words = std::move(words).words();
}

void name_target_words(const LanguageConfig& config, std::string_view consonants,
                       Lexicon& lexicon) {
  const int nouns = config.nouns + config.homographs;
  const int content = nouns + config.verbs + config.adjectives + config.adverbs + config.idioms;
  Vocabulary words(content + 8 + 4 + 8 + 3, consonants, Random(config.seed, kTargetWords),
                   Random(config.seed, kTargetNumbers));
  TargetTokens& tokens = lexicon.target;
  tokens.nouns = words.add(nouns, Shape::kContent);
  tokens.verbs = words.add(config.verbs, Shape::kContent);
  tokens.adjectives = words.add(config.adjectives, Shape::kContent);
  tokens.adverbs = words.add(config.adverbs, Shape::kContent);
  tokens.idioms = words.add(config.idioms, Shape::kContent);
  tokens.articles = words.add(8, Shape::kParticle);
  tokens.adjective_endings = words.add(4, Shape::kEnding);
  tokens.verb_endings = words.add(8, Shape::kEnding);
  for (Token* particle : {&tokens.negation, &tokens.passive, &tokens.agent}) {
    *particle = words.add_particle();
  }
  lexicon.target_words = std::move(words).words();
}

/// The two consonant inventories, which share no letter: so the languages share no word.
std::pair<std::string, std::string> draw_consonants(Random random) {
  std::string consonants = "bdfghjklmnprstvz";
  shuffle(consonants, random);
  return {consonants.substr(0, 8), consonants.substr(8)};
}

/// One 0 and one 1 for each pair of neighbours, in random order: both are about as frequent, among
/// common words and rare ones.
std::vector<int> draw_balanced(int count, Random random) {
  std::vector<int> values;
  while (static_cast<int>(values.size()) < count) {
    const int first = random.below(2);
    values.push_back(first);
    values.push_back(1 - first);
  }
  values.resize(count);
  return values;
}

std::vector<int> draw_genders(const LanguageConfig& config, const Lexicon& lexicon) {
  const int known = config.nouns - config.novel_nouns;
  std::vector<int> genders = draw_balanced(known, Random(config.seed, kGenders));
  for (int i = 0; i < config.novel_nouns; ++i) genders.push_back(i % 2);
  for (const int noun : lexicon.homographs) genders.push_back(1 - genders[noun]);
  return genders;
}

/// Spread evenly over the frequencies of the known nouns, so that they weigh the same in the
/// languages of all seeds.
std::vector<int> place_homographs(const LanguageConfig& config) {
  const int known = config.nouns - config.novel_nouns;
  std::vector<int> nouns;
  for (int i = 0; i < config.homographs; ++i) {
    nouns.push_back((2 * i + 1) * known / (2 * config.homographs));
  }
  return nouns;
}

std::vector<Idiom> draw_idioms(const LanguageConfig& config, const Lexicon& lexicon) {
  Random random(config.seed, kIdioms);
  std::vector<int> nouns;
  for (int noun = 0; noun < config.nouns - config.novel_nouns; ++noun) {
    if (!lexicon.is_homograph(noun)) nouns.push_back(noun);
  }
  std::vector<int> verbs(config.verbs);
  std::iota(verbs.begin(), verbs.end(), 0);
  shuffle(nouns, random);
  shuffle(verbs, random);
  std::vector<Idiom> idioms;
  for (int i = 0; i < config.idioms; ++i) {
    const int other = (verbs[i] + 1 + random.below(config.verbs - 1)) % config.verbs;
    idioms.push_back({.verb = verbs[i], .noun = nouns[i], .target_verb = other});
  }
  return idioms;
}

}  // namespace

bool Lexicon::is_homograph(int noun) const { return std::ranges::binary_search(homographs, noun); }

int Lexicon::target_noun(int noun, int verb) const {
  if (verb_kinds[verb] == 0 || !is_homograph(noun)) return noun;
  const auto place = std::ranges::lower_bound(homographs, noun);
  return source.nouns.size() + static_cast<int>(place - homographs.begin());
}

std::optional<int> Lexicon::idiom_in(const Clause& clause) const {
  const NounPhrase& object = clause.complement;
  if (clause.passive || object.plural || object.adjective) return {};
  const auto idiom = std::ranges::find_if(idioms, [&](const Idiom& candidate) {
    return candidate.verb == clause.verb && candidate.noun == object.noun;
  });
  if (idiom == idioms.end()) return {};
  return static_cast<int>(idiom - idioms.begin());
}

Lexicon make_lexicon(const LanguageConfig& config) {
  check_language_config(config);
  const auto [ours, theirs] = draw_consonants(Random(config.seed, kConsonants));
  Lexicon lexicon;
  name_source_words(config, ours, lexicon);
  name_target_words(config, theirs, lexicon);
  lexicon.homographs = place_homographs(config);
  lexicon.genders = draw_genders(config, lexicon);
  lexicon.verb_kinds = draw_balanced(config.verbs, Random(config.seed, kKinds));
  lexicon.idioms = draw_idioms(config, lexicon);
  return lexicon;
}

}  // namespace tandem
