#include "training/learning/strength.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

#include "engine/players/player.h"
#include "games/random.h"
#include "training/run/config.h"

namespace tandem {
namespace {

/// `count` of 0..total-1 without replacement (a partial Fisher-Yates shuffle), ascending.
std::vector<std::size_t> draw_indices(std::size_t total, std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> indices(total);
  std::iota(indices.begin(), indices.end(), std::size_t{0});
  count = std::min(count, total);
  Random random(seed);
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(indices[i], indices[i + random.below(static_cast<int>(total - i))]);
  }
  indices.resize(count);
  std::sort(indices.begin(), indices.end());
  return indices;
}

void add(const Accuracy& part, Accuracy& sum) {
  const double before = sum.random_floor * static_cast<double>(sum.right.total);
  const double added = part.random_floor * static_cast<double>(part.right.total);
  sum.right.hits += part.right.hits;
  sum.right.total += part.right.total;
  if (sum.right.total > 0) {
    sum.random_floor = (before + added) / static_cast<double>(sum.right.total);
  }
}

}  // namespace

StrengthMeter::StrengthMeter(std::shared_ptr<const Game> game, const MeasureConfig& config,
                             std::uint64_t seed)
    : game_(std::move(game)), config_(config) {
  for (const std::string& suite : config.suites()) {
    for (Suite& read : read_suites(game_, find_data(suite).string())) {
      suites_.push_back(std::move(read));
    }
  }
  std::size_t total = 0;
  for (const Suite& suite : suites_) total += suite.positions.size();
  sample_.resize(suites_.size());
  std::size_t suite = 0;
  std::size_t first = 0;
  for (const std::size_t index : draw_indices(total, config.positions(), seed)) {
    while (index - first >= suites_[suite].positions.size()) {
      first += suites_[suite++].positions.size();
    }
    sample_[suite].push_back(index - first);
  }
}

bool StrengthMeter::due(double elapsed) const {
  return configured() && total_seconds_ + last_seconds_ <= config_.time_share() * elapsed;
}

std::optional<Strength> StrengthMeter::measure(const std::filesystem::path& checkpoint,
                                               Precision precision, const std::atomic<bool>* stop) {
  const auto start = std::chrono::steady_clock::now();
  const std::string network =
      fmt::format("net:{},precision={}", checkpoint.string(), precision == BF16 ? "bf16" : "fp32");
  Strength strength;
  const bool whole =
      ask(network + ",visits=0", stop, strength.network, strength.network_critical) &&
      ask(fmt::format("{},visits={}", network, config_.visits()), stop, strength.search,
          strength.search_critical);
  last_seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  total_seconds_ += last_seconds_;
  strength.seconds = last_seconds_;
  if (!whole) return std::nullopt;
  return strength;
}

bool StrengthMeter::ask(const std::string& player, const std::atomic<bool>* stop, Accuracy& all,
                        Accuracy& critical) const {
  const std::unique_ptr<PlayerFactory> factory = make_player_factory(game_, player);
  for (std::size_t i = 0; i < suites_.size(); ++i) {
    if (sample_[i].empty()) continue;
    AccuracyOptions options;
    options.only = sample_[i];
    options.stop = stop;
    const std::optional<SuiteAnswers> answers = answer_suite(*factory, suites_[i], options);
    if (!answers) return false;
    const AccuracyReport report = summarize(suites_[i], *answers);
    add(report.all, all);
    add(report.critical, critical);
  }
  return true;
}

}  // namespace tandem
