// chrF (Popovic 2015) of a corpus with one reference a sentence, as sacreBLEU (Post 2018) computes
// it by default: character n-grams up to order 6, no word n-grams, no whitespace, effective order.
#pragma once

#include <array>
#include <string_view>

#include "training/lab/text/ngrams.h"

namespace tandem {

inline constexpr int kChrfMaxOrder = 6;

/// All that chrF depends on. The statistics of a corpus are the sum of its sentences', so a
/// resampled corpus needs no n-grams counted again.
struct ChrfStatistics {
  std::array<NgramOverlap, kChrfMaxOrder> orders{};  ///< of characters; [n - 1] is order n

  ChrfStatistics& operator+=(const ChrfStatistics& other);
  bool operator==(const ChrfStatistics&) const = default;
};

/// Of one sentence, as UTF-8 text, not tokenised. Characters are Unicode code points, without
/// whitespace; each byte of malformed UTF-8 is one. Where the reference is too short for an order,
/// the hypothesis' n-grams of that order are not counted either.
ChrfStatistics chrf_statistics(std::string_view hypothesis, std::string_view reference);

/// From 0 to 100:
///
///   100 * (1 + beta^2) P R / (beta^2 P + R)
///
/// P and R are the means over orders of matches / n-grams in the hypotheses and matches / n-grams
/// in the references; orders that either side has no n-grams of are left out. Recall counts beta
/// times as much as precision: beta = 2 is chrF2. 0 where nothing matches or nothing was counted.
double chrf_score(const ChrfStatistics& corpus, double beta = 2);

}  // namespace tandem
