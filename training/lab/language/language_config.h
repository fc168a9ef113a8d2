// How large a made-up pair of languages is, and how its sentences are drawn.
#pragma once

#include <cstdint>

namespace tandem {

/// All words, genders, idioms and meanings follow from the seed and the numbers.
struct LanguageConfig {
  std::uint64_t seed = 1;

  // How many words the source language has. The most of each: kMostWords.
  int nouns = 60;       ///< >= 1, novel nouns and homographs among them
  int novel_nouns = 5;  ///< below `nouns`: at least one is known
  int verbs = 20;       ///< >= 1; >= 2 if there are idioms or homographs
  int adjectives = 12;  ///< >= 0
  int adverbs = 6;      ///< >= 0
  int idioms = 6;       ///< pairs of verb and object; each takes a verb and a noun of its own
  int homographs = 4;   ///< known nouns with two meanings, none of them part of an idiom

  /// The r-th most frequent of the known nouns (or verbs, ...) is drawn in proportion to
  /// 1 / r^zipf_exponent; 0 .. 4, 0 = all alike.
  double zipf_exponent = 1.0;

  // Shares of the sentences, 0 .. 1, where sampling leaves it open.
  double rare_share = 0.02;   ///< passives
  double idiom_share = 0.05;  ///< drawn as idioms; others arise by chance. rare + idiom <= 1
  double novel_share = 0.20;  ///< with a novel noun

  /// Into how many groups nouns and verbs fall for the templates (templates.h); 1 .. 1000.
  int template_groups = 4;

  bool operator==(const LanguageConfig&) const = default;
};

inline constexpr int kMostWords = 1000;

/// Throws Error naming the first field that is out of its range.
void check_language_config(const LanguageConfig& config);

}  // namespace tandem
