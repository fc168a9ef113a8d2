#include "engine/evaluation/elo.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tandem {
namespace {

constexpr double kZ95 = 1.959963984540054;
const double kNormalizedEloScale = 800.0 / std::log(10.0);

// Points per game over pairs, and their spread.
struct ScoreSpread {
  double mean = 0.5;
  double variance = 0;  // of one pair's points per game
  double pairs = 0;
};

ScoreSpread score_spread(const PairTally& tally) {
  std::array<double, 5> weights{};
  std::copy(tally.pairs.begin(), tally.pairs.end(), weights.begin());
  const auto kinds = std::count_if(weights.begin(), weights.end(), [](double w) { return w > 0; });
  if (kinds == 1) {
    for (double& weight : weights) weight += 0.2;
  }
  ScoreSpread spread;
  spread.pairs = std::accumulate(weights.begin(), weights.end(), 0.0);
  spread.mean = 0;
  for (int i = 0; i < 5; ++i) spread.mean += weights[i] / spread.pairs * 0.25 * i;
  for (int i = 0; i < 5; ++i) {
    const double deviation = 0.25 * i - spread.mean;
    spread.variance += weights[i] / spread.pairs * deviation * deviation;
  }
  return spread;
}

// Half the width of the interval on the Elo scale. Where a bound leaves (0, 1) the distance to the
// other one stands for both; with neither left (a handful of pairs) it is the most these games
// could show.
double elo_error(double score, double low, double high, double games) {
  const double limit = score_to_elo(1 - 0.5 / games);
  const double elo = score_to_elo(score);
  if (low > 0 && high < 1) return (score_to_elo(high) - score_to_elo(low)) / 2;
  if (low > 0) return elo - score_to_elo(low);
  if (high < 1) return score_to_elo(high) - elo;
  return limit + std::abs(elo);
}

double bounded_ratio(std::int64_t above, std::int64_t below) {
  const auto numerator = static_cast<double>(above);
  const auto denominator = static_cast<double>(below);
  return below > 0 ? numerator / denominator : (numerator + 0.5) / 0.5;
}

}  // namespace

void PairTally::add(int result_as_first, int result_as_second) {
  ++pairs[static_cast<std::size_t>(result_as_first + result_as_second + 2)];
  if (result_as_first != 0 && result_as_first == -result_as_second) ++won_and_lost;
  for (const int result : {result_as_first, result_as_second}) {
    ++(result > 0 ? wins : result < 0 ? losses : draws);
  }
}

std::int64_t PairTally::num_pairs() const {
  return std::accumulate(pairs.begin(), pairs.end(), std::int64_t{0});
}

double elo_to_score(double elo) { return 1 / (1 + std::pow(10.0, -elo / 400)); }

double score_to_elo(double score) { return 400 * std::log10(score / (1 - score)); }

EstimatedValue points_per_game(const PairTally& tally) {
  if (tally.num_pairs() == 0) return {0.5, 0.5};
  const ScoreSpread spread = score_spread(tally);
  return {tally.points() / static_cast<double>(tally.num_games()),
          kZ95 * std::sqrt(spread.variance / spread.pairs)};
}

EloReport estimate_elo(const PairTally& tally) {
  EloReport report;
  if (tally.num_pairs() == 0) return report;
  const ScoreSpread spread = score_spread(tally);
  const double deviation = std::sqrt(spread.variance / spread.pairs);
  const double low = spread.mean - kZ95 * deviation;
  const double high = spread.mean + kZ95 * deviation;
  report.elo.value = score_to_elo(spread.mean);
  report.elo.error = elo_error(spread.mean, low, high, static_cast<double>(tally.num_games()));
  // A pair's points per game vary half as much as one game's.
  const double per_game = std::sqrt(2 * spread.variance);
  report.normalized_elo.value = (spread.mean - 0.5) / per_game * kNormalizedEloScale;
  report.normalized_elo.error = kZ95 * deviation / per_game * kNormalizedEloScale;
  report.los = 0.5 * std::erfc(-(spread.mean - 0.5) / (deviation * std::sqrt(2.0)));
  const auto pairs = static_cast<double>(tally.num_pairs());
  report.draw_ratio = static_cast<double>(tally.pairs[2]) / pairs;
  report.pairs_ratio =
      bounded_ratio(tally.pairs[3] + tally.pairs[4], tally.pairs[0] + tally.pairs[1]);
  report.wl_dd_ratio = bounded_ratio(tally.won_and_lost, tally.pairs[2] - tally.won_and_lost);
  return report;
}

std::string elo_text(const PairTally& tally) {
  const EloReport report = estimate_elo(tally);
  const auto games = static_cast<double>(std::max<std::int64_t>(1, tally.num_games()));
  return fmt::format(
      "Elo: {:.2f} +/- {:.2f}, nElo: {:.2f} +/- {:.2f}\n"
      "LOS: {:.2f} %, DrawRatio: {:.2f} %, PairsRatio: {:.2f}\n"
      "Games: {}, Wins: {}, Losses: {}, Draws: {}, Points: {:.1f} ({:.2f} %)\n"
      "Ptnml(0-2): [{}, {}, {}, {}, {}], WL/DD Ratio: {:.2f}\n",
      report.elo.value, report.elo.error, report.normalized_elo.value, report.normalized_elo.error,
      100 * report.los, 100 * report.draw_ratio, report.pairs_ratio, tally.num_games(), tally.wins,
      tally.losses, tally.draws, tally.points(), 100 * tally.points() / games, tally.pairs[0],
      tally.pairs[1], tally.pairs[2], tally.pairs[3], tally.pairs[4], report.wl_dd_ratio);
}

}  // namespace tandem
