#include "engine/evaluation/accuracy.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "engine/evaluation/lanes.h"
#include "games/error.h"
#include "games/random.h"

namespace tandem {
namespace {

SuiteAnswer to_answer(const MoveChoice& choice, const Position& position) {
  if (choice.forfeit) {
    throw Error(fmt::format("the player gave up at \"{}\": {}", position.to_text(),
                            choice.forfeit->fault ? choice.forfeit->reason : "it resigned"));
  }
  const auto mover = static_cast<std::size_t>(position.side_to_move());
  return {choice.action, choice.values[mover], choice.proven};
}

// Each batch has a fresh player, so that its answers can't depend on what the thread did before.
// False if the player was told to stop.
bool answer_batch(const PlayerFactory& factory, const Suite& suite, std::uint64_t seed,
                  std::span<const std::size_t> indices, std::span<SuiteAnswer> answers) {
  std::vector<MoveRequest> requests;
  for (const std::size_t index : indices) {
    const SuitePosition& entry = suite.positions[index];
    requests.push_back({entry.position.get(), Random(seed, index).next(), entry.moves});
  }
  std::vector<MoveChoice> choices;
  try {
    choices = factory.new_player()->choose(requests);
  } catch (const Interrupted&) {
    return false;
  }
  for (std::size_t i = 0; i < indices.size(); ++i) {
    answers[i] = to_answer(choices[i], *requests[i].position);
  }
  return true;
}

void count(Accuracy& accuracy, const SuitePosition& entry, bool right) {
  ++accuracy.right.total;
  if (right) ++accuracy.right.hits;
  // A sum until finish() divides it.
  accuracy.random_floor +=
      static_cast<double>(entry.best.size()) / static_cast<double>(entry.legal.size());
}

void finish(Accuracy& accuracy) {
  if (accuracy.right.total > 0) accuracy.random_floor /= static_cast<double>(accuracy.right.total);
}

void count(Calibration& calibration, double value, double label) {
  const double last = static_cast<double>(calibration.bins.size()) - 1;
  const double place = std::floor((value + 1) / 2 * static_cast<double>(calibration.bins.size()));
  auto& bin = calibration.bins[static_cast<std::size_t>(std::clamp(place, 0.0, last))];
  ++bin.count;
  bin.predicted += value;
  bin.actual += label;
  calibration.mean_absolute_error += std::abs(value - label);
  calibration.brier += (value - label) * (value - label) / 4;
}

void finish(Calibration& calibration, double total) {
  double gaps = 0;
  for (std::size_t i = 0; i < calibration.bins.size(); ++i) {
    auto& bin = calibration.bins[i];
    const double width = 2.0 / static_cast<double>(calibration.bins.size());
    bin.low = -1 + width * static_cast<double>(i);
    bin.high = bin.low + width;
    gaps += std::abs(bin.predicted - bin.actual);
    if (bin.count == 0) continue;
    bin.predicted /= static_cast<double>(bin.count);
    bin.actual /= static_cast<double>(bin.count);
  }
  if (total == 0) return;
  calibration.mean_absolute_error /= total;
  calibration.brier /= total;
  calibration.expected_calibration = gaps / total;
}

}  // namespace

std::optional<SuiteAnswers> answer_suite(const PlayerFactory& player, const Suite& suite,
                                         const AccuracyOptions& options) {
  SuiteAnswers result;
  if (options.only) {
    result.indices = *options.only;
  } else {
    result.indices.resize(suite.positions.size());
    std::iota(result.indices.begin(), result.indices.end(), std::size_t{0});
  }
  result.answers.resize(result.indices.size());
  const std::size_t total = result.indices.size();
  const auto batch = static_cast<std::size_t>(std::max(1, options.batch));
  const std::size_t batches = (total + batch - 1) / batch;
  std::atomic<std::int64_t> answered{0};
  const auto stopped = [&] { return options.stop != nullptr && options.stop->load(); };

  const auto start = std::chrono::steady_clock::now();
  run_in_lanes(0, batches, [&](std::size_t i) {
    if (stopped()) return;
    const std::size_t begin = i * batch;
    const std::size_t size = std::min(batch, total - begin);
    if (!answer_batch(player, suite, options.seed, std::span(result.indices).subspan(begin, size),
                      std::span(result.answers).subspan(begin, size))) {
      return;
    }
    const auto so_far = answered += static_cast<std::int64_t>(size);
    if (options.progress) options.progress(so_far);
  });
  if (answered != static_cast<std::int64_t>(total)) return std::nullopt;
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  result.seconds = seconds.count();
  return result;
}

AccuracyReport summarize(const Suite& suite, const SuiteAnswers& answers) {
  const AnsweredSuite answered{&suite, &answers};
  return summarize({&answered, 1});
}

AccuracyReport summarize(std::span<const AnsweredSuite> suites) {
  AccuracyReport report;
  for (const AnsweredSuite& answered : suites) {
    const SuiteAnswers& answers = *answered.answers;
    for (std::size_t i = 0; i < answers.indices.size(); ++i) {
      const SuitePosition& entry = answered.suite->positions[answers.indices[i]];
      const SuiteAnswer& answer = answers.answers[i];
      const bool right = std::binary_search(entry.best.begin(), entry.best.end(), answer.action);
      count(report.all, entry, right);
      if (entry.critical()) count(report.critical, entry, right);
      if (entry.hard) count(report.hard, entry, right);
      if (entry.hard && entry.critical()) count(report.hard_critical, entry, right);
      count(report.calibration, answer.value, entry.value);
    }
  }
  const auto total = static_cast<double>(report.all.right.total);
  finish(report.calibration, total);
  for (Accuracy* accuracy : {&report.all, &report.critical, &report.hard, &report.hard_critical}) {
    finish(*accuracy);
  }
  return report;
}

SuiteAnswers only_unseen(const Suite& suite, const SuiteAnswers& answers,
                         const std::unordered_set<FeatureKey, FeatureKeyHash>& seen) {
  SuiteAnswers unseen;
  for (std::size_t i = 0; i < answers.indices.size(); ++i) {
    const std::size_t index = answers.indices[i];
    if (seen.contains(suite.positions[index].position->feature_key())) continue;
    unseen.indices.push_back(index);
    unseen.answers.push_back(answers.answers[i]);
  }
  return unseen;
}

std::string calibration_text(const Calibration& calibration) {
  std::string text = fmt::format(
      "value: mean absolute error {:.3f}, Brier {:.3f}, expected calibration error {:.3f}\n"
      "  predicted       positions   mean   label\n",
      calibration.mean_absolute_error, calibration.brier, calibration.expected_calibration);
  for (const auto& bin : calibration.bins) {
    if (bin.count == 0) continue;
    text += fmt::format("  {:+.1f} to {:+.1f}  {:>9}  {:+.2f}   {:+.2f}\n", bin.low, bin.high,
                        bin.count, bin.predicted, bin.actual);
  }
  return text;
}

}  // namespace tandem
