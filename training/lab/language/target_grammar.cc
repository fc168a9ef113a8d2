#include "training/lab/language/target_grammar.h"

#include <optional>
#include <utility>

namespace tandem {
namespace {

enum class Case { kSubject, kObject };

class TargetWriter {
 public:
  TargetWriter(const Lexicon& lexicon, const Clause& clause)
      : lexicon_(lexicon), tokens_(lexicon.target), clause_(clause) {}

  std::vector<Token> write() {
    const std::optional<int> idiom = lexicon_.idiom_in(clause_);
    if (clause_.adverb) out_.push_back(tokens_.adverbs.at(*clause_.adverb));
    write_verb(idiom ? lexicon_.idioms[*idiom].target_verb : clause_.verb);
    write_phrase(clause_.subject, Case::kSubject);
    if (clause_.passive) out_.push_back(tokens_.agent);
    if (idiom) {
      out_.push_back(tokens_.idioms.at(*idiom));
    } else {
      write_phrase(clause_.complement, Case::kObject);
    }
    if (clause_.negated) out_.push_back(tokens_.negation);
    return std::move(out_);
  }

 private:
  /// A homograph's meaning is decided by the source verb, whatever the target writes for it.
  int target_noun(const NounPhrase& phrase) const {
    return lexicon_.target_noun(phrase.noun, clause_.verb);
  }

  int agreement(const NounPhrase& phrase) const {
    return lexicon_.genders[target_noun(phrase)] + (phrase.plural ? 2 : 0);
  }

  void write_verb(int verb) {
    out_.push_back(tokens_.verbs.at(verb));
    if (clause_.passive) out_.push_back(tokens_.passive);
    out_.push_back(tokens_.verb_endings.at(agreement(clause_.subject) + (clause_.past ? 4 : 0)));
  }

  void write_phrase(const NounPhrase& phrase, Case grammatical_case) {
    const int object = grammatical_case == Case::kObject ? 4 : 0;
    out_.push_back(tokens_.articles.at(agreement(phrase) + object));
    out_.push_back(tokens_.nouns.at(target_noun(phrase)));
    if (!phrase.adjective) return;
    out_.push_back(tokens_.adjectives.at(*phrase.adjective));
    out_.push_back(tokens_.adjective_endings.at(agreement(phrase)));
  }

  const Lexicon& lexicon_;
  const TargetTokens& tokens_;
  const Clause& clause_;
  std::vector<Token> out_;
};

}  // namespace

std::vector<Token> write_target(const Lexicon& lexicon, const Clause& clause) {
  return TargetWriter(lexicon, clause).write();
}

}  // namespace tandem
