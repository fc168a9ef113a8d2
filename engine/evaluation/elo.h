// How strong one player is against another, from paired games: pentanomial Elo as chess match
// runners (fastchess, OpenBench) report it.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace tandem {

/// Results of pairs of games from the same opening with colours swapped, as the first player sees
/// them. The two games of a pair share their opening, so the pair, not the game, is what is
/// independent.
struct PairTally {
  /// Pairs by the points taken in them: 0, 1/2, 1, 3/2, 2.
  std::array<std::int64_t, 5> pairs{};
  std::int64_t won_and_lost = 0;  ///< of the pairs with 1 point: a win and a loss
  std::int64_t wins = 0;          ///< games
  std::int64_t losses = 0;
  std::int64_t draws = 0;

  /// One more pair; each result is 1, 0 or -1 for the first player.
  void add(int result_as_first, int result_as_second);

  std::int64_t num_pairs() const;
  std::int64_t num_games() const { return wins + losses + draws; }
  double points() const { return static_cast<double>(wins) + 0.5 * static_cast<double>(draws); }
};

/// A point estimate and half the width of its 95 % interval.
struct EstimatedValue {
  double value = 0;
  double error = 0;
};

/// Everything is finite, also when one player took every point. Where all pairs ended alike there
/// is no spread to estimate an error from: then one pair more is assumed, spread evenly over the
/// five results (148-0 gives 869 +/- 215 Elo). Otherwise the figures are the usual ones.
struct EloReport {
  EstimatedValue elo;             ///< 400 log10(s / (1 - s)), s = points per game
  EstimatedValue normalized_elo;  ///< (s - 1/2) / (standard deviation per game) * 800 / ln 10
  double los = 0.5;        ///< likelihood of superiority: P(s > 1/2) by the normal approximation
  double draw_ratio = 0;   ///< share of pairs with exactly 1 point
  double pairs_ratio = 1;  ///< pairs won / pairs lost; 1/2 is added to both where none was lost
  double wl_dd_ratio = 1;  ///< of the pairs with 1 point, win-loss / draw-draw; 1/2 added likewise
};

/// Points per game of the player whose results the tally holds, in [0, 1]; 1/2 for an empty tally.
/// The error is that of independent pairs; where all ended alike, from one pair more as above.
EstimatedValue points_per_game(const PairTally& tally);

/// Zeros (and ratios of 1) for an empty tally.
EloReport estimate_elo(const PairTally& tally);

/// Expected points per game at a difference of `elo`, and back. The score is in (0, 1).
double elo_to_score(double elo);
double score_to_elo(double score);

/// The four lines that match runners print, each ended by a newline:
///   Elo: 224.97 +/- 59.06, nElo: 243.73 +/- 48.15
///   LOS: 100.00 %, DrawRatio: 27.00 %, PairsRatio: 11.17
///   Games: 200, Wins: 152, Losses: 38, Draws: 10, Points: 157.0 (78.50 %)
///   Ptnml(0-2): [5, 1, 27, 9, 58], WL/DD Ratio: 55.00
std::string elo_text(const PairTally& tally);

}  // namespace tandem
