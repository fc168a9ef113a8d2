#include "training/learning/strength.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>

#include "engine/players/player.h"
#include "games/error.h"
#include "games/random.h"
#include "games/registry.h"
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

/// Throws Error naming the file where there is no such game.
std::string canonical_name(const std::string& game, const std::filesystem::path& file) {
  try {
    return make_game(game)->info().name;
  } catch (const Error& error) {
    throw Error(fmt::format("{}: {}", file.string(), error.what()));
  }
}

/// A run of several games needs suites that say which of them they are of, in their first position.
std::shared_ptr<const Game> game_of_suite(const RunGames& games,
                                          const std::filesystem::path& file) {
  if (games.size() == 1) return games[0];
  std::ifstream in(file);
  std::string line;
  while (line.empty() && std::getline(in, line)) {
  }
  const auto object = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return games[0];  // read_suite() says what is wrong
  if (!object.contains("game") || !object["game"].is_string()) {
    throw Error(fmt::format("{}: there is no \"game\", but the run learns {}: which of them?",
                            file.string(), games.names()));
  }
  // Both spellings of a default size are the same game.
  const std::string name = canonical_name(object["game"].get<std::string>(), file);
  for (int i = 0; i < games.size(); ++i) {
    if (games[i]->info().name == name) return games[i];
  }
  throw Error(fmt::format("{}: \"game\" is \"{}\", but the run learns {}", file.string(), name,
                          games.names()));
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

Suite read_measured_suite(const RunGames& games, const std::filesystem::path& file) {
  try {
    return read_suite(game_of_suite(games, file), file);
  } catch (const Error& error) {
    throw Error(fmt::format(
        "measure.suites: {}\nName other suites, or none (--set measure.suites=) to train without",
        error.what()));
  }
}

}  // namespace

StrengthMeter::StrengthMeter(const RunGames& games, const MeasureConfig& config, std::uint64_t seed)
    : config_(config) {
  for (const std::string& suite : config.suites()) {
    for (const std::filesystem::path& file : suite_files(find_data(suite).string())) {
      suites_.push_back(read_measured_suite(games, file));
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
  std::map<std::shared_ptr<const Game>, std::unique_ptr<PlayerFactory>> factories;
  for (std::size_t i = 0; i < suites_.size(); ++i) {
    if (sample_[i].empty()) continue;
    std::unique_ptr<PlayerFactory>& factory = factories[suites_[i].game];
    if (!factory) factory = make_player_factory(suites_[i].game, player);
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
