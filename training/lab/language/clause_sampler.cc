#include "training/lab/language/clause_sampler.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "games/error.h"

namespace tandem {
namespace {

// How often a sentence has each part that it may have.
constexpr double kPlural = 0.35;
constexpr double kAdjective = 0.4;
constexpr double kPast = 0.4;
constexpr double kNegation = 0.15;
constexpr double kAdverb = 0.3;

bool happens(Random& random, double probability) { return random.uniform() < probability; }

}  // namespace

ZipfTable::ZipfTable(int count, double exponent) {
  double total = 0.0;
  for (int i = 0; i < count; ++i) {
    cumulative_.push_back(total += std::pow(i + 1, -exponent));
  }
}

int ZipfTable::draw(Random& random) const {
  const auto place = std::ranges::upper_bound(cumulative_, random.uniform() * cumulative_.back());
  // Rounding may take the product to the total itself.
  return static_cast<int>(std::min(place, cumulative_.end() - 1) - cumulative_.begin());
}

ClauseSampler::ClauseSampler(const LanguageConfig& config, std::vector<Idiom> idioms)
    : config_(config),
      idioms_(std::move(idioms)),
      nouns_(config.nouns - config.novel_nouns, config.zipf_exponent),
      verbs_(config.verbs, config.zipf_exponent),
      adjectives_(config.adjectives, config.zipf_exponent),
      adverbs_(config.adverbs, config.zipf_exponent) {}

Clause ClauseSampler::draw(Random& random, const SampleOptions& options) const {
  const Construction construction = choose(random, options.construction);
  const bool novel = wants_novel(random, options.nouns);
  Clause clause;
  clause.subject = draw_phrase(random);
  clause.verb = verbs_.draw(random);
  clause.complement = draw_phrase(random);
  clause.negated = happens(random, kNegation);
  clause.past = happens(random, kPast);
  if (construction == Construction::kRare) {
    clause.passive = true;
    clause.complement.adjective.reset();
  } else if (config_.adverbs > 0 && happens(random, kAdverb)) {
    clause.adverb = adverbs_.draw(random);
  }
  if (construction == Construction::kIdiom) {
    const Idiom& idiom = idioms_[random.below(static_cast<int>(idioms_.size()))];
    clause.verb = idiom.verb;
    clause.complement = {.noun = idiom.noun, .plural = false, .adjective = {}};
  }
  if (novel) {
    const bool as_subject = construction == Construction::kIdiom || random.below(2) == 0;
    (as_subject ? clause.subject : clause.complement).noun = draw_novel(random);
  }
  return clause;
}

Construction ClauseSampler::choose(Random& random, Construction construction) const {
  if (construction == Construction::kIdiom && idioms_.empty()) {
    throw Error("sampling: an idiom is asked for, but the language has none; set idioms above 0");
  }
  if (construction != Construction::kAny) return construction;
  const double draw = random.uniform();
  if (draw < config_.rare_share) return Construction::kRare;
  if (draw < config_.rare_share + config_.idiom_share && !idioms_.empty()) {
    return Construction::kIdiom;
  }
  return Construction::kAny;
}

bool ClauseSampler::wants_novel(Random& random, NounChoice nouns) const {
  if (nouns == NounChoice::kNovel && config_.novel_nouns == 0) {
    throw Error(
        "sampling: a novel noun is asked for, but the language has none; set novel_nouns above 0");
  }
  if (nouns == NounChoice::kAny) {
    return happens(random, config_.novel_share) && config_.novel_nouns > 0;
  }
  return nouns == NounChoice::kNovel;
}

NounPhrase ClauseSampler::draw_phrase(Random& random) const {
  NounPhrase phrase;
  phrase.noun = nouns_.draw(random);
  phrase.plural = happens(random, kPlural);
  if (config_.adjectives > 0 && happens(random, kAdjective)) {
    phrase.adjective = adjectives_.draw(random);
  }
  return phrase;
}

int ClauseSampler::draw_novel(Random& random) const {
  return config_.nouns - config_.novel_nouns + random.below(config_.novel_nouns);
}

}  // namespace tandem
