#include "training/lab/language/language_config.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

template <typename Number>
void check_range(std::string_view field, Number value, Number least, Number most) {
  if (value >= least && value <= most) return;  // so written, it refuses NaN too
  throw Error(
      fmt::format("language config: {} is {}, expected {} to {}", field, value, least, most));
}

}  // namespace

void check_language_config(const LanguageConfig& config) {
  check_range("nouns", config.nouns, 1, kMostWords);
  check_range("novel_nouns", config.novel_nouns, 0, config.nouns - 1);
  const int known = config.nouns - config.novel_nouns;
  check_range("homographs", config.homographs, 0, known);
  const bool contexts = config.idioms > 0 || config.homographs > 0;
  check_range("verbs", config.verbs, contexts ? 2 : 1, kMostWords);
  check_range("idioms", config.idioms, 0, std::min(config.verbs, known - config.homographs));
  check_range("adjectives", config.adjectives, 0, kMostWords);
  check_range("adverbs", config.adverbs, 0, kMostWords);
  check_range("zipf_exponent", config.zipf_exponent, 0.0, 4.0);
  check_range("rare_share", config.rare_share, 0.0, 1.0);
  check_range("idiom_share", config.idiom_share, 0.0, 1.0 - config.rare_share);
  check_range("novel_share", config.novel_share, 0.0, 1.0);
  check_range("template_groups", config.template_groups, 1, kMostWords);
}

}  // namespace tandem
