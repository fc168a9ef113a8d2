#include "training/lab/statistics/interval.h"

#include <fmt/core.h>

#include <cmath>
#include <vector>

#include "games/error.h"
#include "games/random.h"
#include "training/lab/statistics/distributions.h"

namespace tandem {
namespace {

std::vector<double> differences_of(std::span<const double> first, std::span<const double> second) {
  std::vector<double> differences(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) differences[i] = first[i] - second[i];
  return differences;
}

SampleRows differences_by_seed(const SampleRows& first, const SampleRows& second) {
  check_matched(first.size(), second.size(), "Bootstrap, seeds");
  if (first.size() < 2) {
    throw Error(fmt::format("Bootstrap: {} seeds are too few; give at least 2", first.size()));
  }
  SampleRows rows;
  for (std::size_t seed = 0; seed < first.size(); ++seed) {
    const std::string where = fmt::format("Bootstrap, sentences of seed {}", seed);
    check_sample(first[seed], 1, where + ", first system");
    check_sample(second[seed], 1, where + ", second system");
    check_matched(first[seed].size(), second[seed].size(), where);
    rows.push_back(differences_of(first[seed], second[seed]));
  }
  return rows;
}

void check_config(const ResamplingConfig& config, const SampleRows& rows) {
  check_chance(config.level, 1, "Bootstrap: the level");
  if (config.resamples < 100) {
    throw Error(
        fmt::format("Bootstrap: {} resamples are too few for an interval; take at least 100",
                    config.resamples));
  }
  if (config.draw == SentenceDraw::kShared) {
    for (const auto& row : rows) {
      check_matched(row.size(), rows.front().size(), "Bootstrap, sentences shared by all seeds");
    }
  }
}

void draw_indices(std::vector<int>& indices, Random& random) {
  for (int& index : indices) index = random.below(static_cast<int>(indices.size()));
}

double resampled_mean(const SampleRows& rows, SentenceDraw draw, Random& random) {
  std::vector<int> sentences(rows.front().size());
  if (draw == SentenceDraw::kShared) draw_indices(sentences, random);
  double sum = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[static_cast<std::size_t>(random.below(static_cast<int>(rows.size())))];
    if (draw == SentenceDraw::kPerSeed) {
      sentences.resize(row.size());
      draw_indices(sentences, random);
    }
    double row_sum = 0;
    for (const int sentence : sentences) row_sum += row[static_cast<std::size_t>(sentence)];
    sum += row_sum / static_cast<double>(row.size());
  }
  return sum / static_cast<double>(rows.size());
}

}  // namespace

MeanInterval mean_interval(std::span<const double> sample, double level) {
  check_sample(sample, 2, "Mean over seeds");
  check_chance(level, 1, "Mean over seeds: the level");
  MeanInterval result;
  const auto n = static_cast<double>(sample.size());
  result.count = static_cast<int>(sample.size());
  result.mean = sample_mean(sample);
  double squares = 0;
  for (const double value : sample) squares += (value - result.mean) * (value - result.mean);
  result.deviation = std::sqrt(squares / (n - 1));
  result.error = result.deviation / std::sqrt(n);
  const double half = student_t_quantile(0.5 * (1 + level), n - 1) * result.error;
  result.interval = {result.mean - half, result.mean + half};
  return result;
}

MeanInterval paired_difference(std::span<const double> first, std::span<const double> second,
                               double level) {
  check_matched(first.size(), second.size(), "Paired difference, seeds");
  check_sample(first, 2, "Paired difference, first arm");
  check_sample(second, 2, "Paired difference, second arm");
  return mean_interval(differences_of(first, second), level);
}

BootstrapDifference hierarchical_bootstrap(const SampleRows& first, const SampleRows& second,
                                           const ResamplingConfig& config) {
  const SampleRows rows = differences_by_seed(first, second);
  check_config(config, rows);
  BootstrapDifference result;
  for (const auto& row : rows)
    result.difference += sample_mean(row) / static_cast<double>(rows.size());
  Random random(config.random_seed);
  std::vector<double> means(static_cast<std::size_t>(config.resamples));
  for (double& one : means) one = resampled_mean(rows, config.draw, random);
  const Tails tails = sample_tails(means, 0.5 * (1 - config.level));
  result.interval = {tails.low, tails.high};
  return result;
}

}  // namespace tandem
