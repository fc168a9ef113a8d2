// Sequential probability ratio test on pairs of games: stop as soon as the results decide between
// two hypotheses about the difference in strength. Generalised (GSPRT) on the pentanomial, as
// fastchess and OpenBench run it; see M. Van den Bergh, "Comments on normalized Elo".
#pragma once

#include <string>
#include <string_view>

#include "engine/evaluation/elo.h"

namespace tandem {

/// What the hypotheses speak of.
enum class SprtModel {
  kLogistic,    ///< Elo: expected points per game
  kNormalized,  ///< nElo: expected points in standard deviations per game
};

struct SprtConfig {
  double elo0 = 0;      ///< H0: the first player is at most this much stronger
  double elo1 = 0;      ///< H1: at least this much
  double alpha = 0.05;  ///< chance of accepting H1 when H0 is true
  double beta = 0.05;   ///< chance of accepting H0 when H1 is true
  SprtModel model = SprtModel::kLogistic;

  double lower_bound() const;  ///< log(beta / (1 - alpha))
  double upper_bound() const;  ///< log((1 - beta) / alpha)
};

/// Reads "elo0,elo1,alpha,beta", for example "0,10,0.05,0.05". Throws Error saying what is wrong:
/// not four numbers, elo0 >= elo1, one of them outside -1000..1000 (normalized: -200..200), alpha
/// or beta outside 0.000001..0.49.
SprtConfig parse_sprt(std::string_view text, SprtModel model);

/// Log-likelihood ratio of H1 against H0, each at its most likely distribution of pair results.
/// Empty cells count 0.001, so the ratio is finite for every tally; 0 for an empty one.
double log_likelihood_ratio(const PairTally& tally, const SprtConfig& config);

enum class SprtVerdict { kContinue, kAcceptH0, kAcceptH1 };
SprtVerdict sprt_verdict(const PairTally& tally, const SprtConfig& config);

/// "LLR: 2.95 (100.1%) (-2.94, 2.94) [0.00, 10.00]\n", and once it is decided
/// "SPRT ([0.00, 10.00]) completed - H1 was accepted\n".
std::string sprt_text(const PairTally& tally, const SprtConfig& config);

}  // namespace tandem
