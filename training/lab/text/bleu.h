// BLEU (Papineni et al. 2002) of a corpus with one reference a sentence, as sacreBLEU (Post 2018)
// computes it by default: order 4, exponential smoothing, every order counted.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "training/lab/text/ngrams.h"

namespace tandem {

inline constexpr int kBleuMaxOrder = 4;

/// All that BLEU depends on. The statistics of a corpus are the sum of its sentences', so a
/// resampled corpus needs no n-grams counted again.
struct BleuStatistics {
  std::array<NgramOverlap, kBleuMaxOrder> orders{};  ///< of tokens; [n - 1] is order n

  std::int64_t hypothesis_length() const { return orders[0].hypothesis; }  ///< tokens
  std::int64_t reference_length() const { return orders[0].reference; }

  BleuStatistics& operator+=(const BleuStatistics& other);
  bool operator==(const BleuStatistics&) const = default;
};

/// Of one sentence, as tokens: tokenize_13a() makes them from text, and any other tokens serve too.
BleuStatistics bleu_statistics(std::span<const std::string> hypothesis,
                               std::span<const std::string> reference);

/// 1 where the hypotheses are together as long as the references, h >= r tokens; otherwise
/// exp(1 - r / h), and 0 where h = 0.
double brevity_penalty(const BleuStatistics& corpus);

/// From 0 to 100:
///
///   100 * brevity penalty * (p1 p2 p3 p4)^(1/4),   pn = matches / n-grams in the hypotheses
///
/// The k-th order without a match, k = 1, 2, .., has pn = 1 / (2^k * n-grams in the hypotheses)
/// instead (the smoothing of NIST's mteval-v13a; method 3 of Chen and Cherry 2014). 0 where no
/// token matches, and where no hypothesis is 4 tokens long: also for perfect ones.
double bleu_score(const BleuStatistics& corpus);

}  // namespace tandem
