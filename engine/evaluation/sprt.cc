#include "engine/evaluation/sprt.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <numeric>

#include "games/error.h"

namespace tandem {
namespace {

using Distribution = std::array<double, 5>;

constexpr Distribution kScores{0, 0.25, 0.5, 0.75, 1};
constexpr double kEmptyCell = 1e-3;

// The zero of a decreasing function that goes from +inf to -inf over the open interval.
double find_zero(const std::function<double(double)>& f, double low, double high) {
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) break;
    (f(middle) > 0 ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

// The distribution nearest to `observed` in likelihood under which `direction` has mean 0. By
// Lagrange it is observed_i / (1 + theta * direction_i), with theta where that mean vanishes.
Distribution most_likely(const Distribution& observed, const Distribution& direction) {
  const auto [least, most] = std::minmax_element(direction.begin(), direction.end());
  const auto mean = [&](double theta) {
    double sum = 0;
    for (int i = 0; i < 5; ++i) sum += observed[i] * direction[i] / (1 + theta * direction[i]);
    return sum;
  };
  const double theta = find_zero(mean, -1 / *most, -1 / *least);
  Distribution likely;
  for (int i = 0; i < 5; ++i) likely[i] = observed[i] / (1 + theta * direction[i]);
  return likely;
}

Distribution most_likely_with_mean(const Distribution& observed, double score) {
  Distribution direction;
  for (int i = 0; i < 5; ++i) direction[i] = kScores[i] - score;
  return most_likely(observed, direction);
}

// Most likely with (mean - 1/2) / deviation = t: the constraint is linearised around the present
// guess and solved again until nothing moves (section 4.1 of the paper above).
Distribution most_likely_normalized(const Distribution& observed, double t) {
  Distribution guess;
  guess.fill(0.2);
  for (int step = 0; step < 200; ++step) {
    double mean = 0;
    for (int i = 0; i < 5; ++i) mean += guess[i] * kScores[i];
    double variance = 0;
    for (int i = 0; i < 5; ++i) variance += guess[i] * (kScores[i] - mean) * (kScores[i] - mean);
    const double deviation = std::sqrt(variance);
    Distribution direction;
    for (int i = 0; i < 5; ++i) {
      const double z = (kScores[i] - mean) / deviation;
      direction[i] = kScores[i] - 0.5 - 0.5 * t * deviation * (1 + z * z);
    }
    const Distribution next = most_likely(observed, direction);
    double moved = 0;
    for (int i = 0; i < 5; ++i) moved = std::max(moved, std::abs(next[i] - guess[i]));
    guess = next;
    if (moved < 1e-9) break;
  }
  return guess;
}

double parse_number(std::string_view text, std::string_view whole) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) {
    throw Error(
        fmt::format("SPRT \"{}\": \"{}\" is not a number; write elo0,elo1,alpha,beta, for "
                    "example 0,10,0.05,0.05",
                    whole, text));
  }
  return number;
}

}  // namespace

double SprtConfig::lower_bound() const { return std::log(beta / (1 - alpha)); }
double SprtConfig::upper_bound() const { return std::log((1 - beta) / alpha); }

SprtConfig parse_sprt(std::string_view text, SprtModel model) {
  std::array<double, 4> numbers{};
  std::string_view rest = text;
  for (int i = 0; i < 4; ++i) {
    const std::size_t comma = rest.find(',');
    if ((comma == std::string_view::npos) != (i == 3)) {
      throw Error(
          fmt::format("SPRT \"{}\" is not four numbers; write elo0,elo1,alpha,beta, for "
                      "example 0,10,0.05,0.05",
                      text));
    }
    numbers[static_cast<std::size_t>(i)] = parse_number(rest.substr(0, comma), text);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
  const SprtConfig config{numbers[0], numbers[1], numbers[2], numbers[3], model};
  if (config.elo0 >= config.elo1) {
    throw Error(fmt::format("SPRT \"{}\": elo0 must be less than elo1", text));
  }
  // Beyond 200 nElo the search for the most likely distribution needn't converge.
  const double most = model == SprtModel::kNormalized ? 200 : 1000;
  if (std::max(std::abs(config.elo0), std::abs(config.elo1)) > most) {
    throw Error(fmt::format("SPRT \"{}\": elo0 and elo1 must be from {} to {}", text, -most, most));
  }
  for (const double risk : {config.alpha, config.beta}) {
    if (risk < 1e-6 || risk > 0.49) {
      throw Error(fmt::format("SPRT \"{}\": alpha and beta must be from 0.000001 to 0.49", text));
    }
  }
  return config;
}

double log_likelihood_ratio(const PairTally& tally, const SprtConfig& config) {
  if (tally.num_pairs() == 0) return 0;
  Distribution observed;
  for (int i = 0; i < 5; ++i) {
    observed[i] = tally.pairs[i] > 0 ? static_cast<double>(tally.pairs[i]) : kEmptyCell;
  }
  const double total = std::accumulate(observed.begin(), observed.end(), 0.0);
  for (double& share : observed) share /= total;

  const auto likely = [&](double elo) {
    if (config.model == SprtModel::kLogistic) {
      return most_likely_with_mean(observed, elo_to_score(elo));
    }
    // Per pair the deviation is 1/sqrt(2) of a game's.
    return most_likely_normalized(observed, std::sqrt(2.0) * elo * std::log(10.0) / 800);
  };
  const Distribution h0 = likely(config.elo0);
  const Distribution h1 = likely(config.elo1);
  double ratio = 0;
  for (int i = 0; i < 5; ++i) ratio += observed[i] * std::log(h1[i] / h0[i]);
  return total * ratio;
}

SprtVerdict sprt_verdict(const PairTally& tally, const SprtConfig& config) {
  const double llr = log_likelihood_ratio(tally, config);
  if (llr >= config.upper_bound()) return SprtVerdict::kAcceptH1;
  if (llr <= config.lower_bound()) return SprtVerdict::kAcceptH0;
  return SprtVerdict::kContinue;
}

std::string sprt_text(const PairTally& tally, const SprtConfig& config) {
  const double llr = log_likelihood_ratio(tally, config);
  const double lower = config.lower_bound();
  const double upper = config.upper_bound();
  const double fraction = llr < 0 ? -llr / lower : llr / upper;
  std::string text = fmt::format("LLR: {:.2f} ({:.1f}%) ({:.2f}, {:.2f}) [{:.2f}, {:.2f}]\n", llr,
                                 100 * fraction, lower, upper, config.elo0, config.elo1);
  const SprtVerdict verdict = sprt_verdict(tally, config);
  if (verdict != SprtVerdict::kContinue) {
    text += fmt::format("SPRT ([{:.2f}, {:.2f}]) completed - {} was accepted\n", config.elo0,
                        config.elo1, verdict == SprtVerdict::kAcceptH1 ? "H1" : "H0");
  }
  return text;
}

}  // namespace tandem
