#include "training/run/replay_window.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace tandem {
namespace {

/// Surprises are kept as multiples of this many nats: fine enough to draw by, and 2^44 nats fit the
/// sum.
constexpr double kSurpriseUnit = 0x1p-20;
/// A KL divergence above this has no meaning (and NaN or infinity would poison every later sum).
constexpr double kMaxSurprise = 1000;

std::uint64_t surprise_units(const MoveRecord& move) {
  const double surprise = move.surprise();
  if (!(surprise > 0)) return 0;
  return static_cast<std::uint64_t>(std::llround(std::min(surprise, kMaxSurprise) / kSurpriseUnit));
}

int full_searches(const GameRecord& game) {
  return static_cast<int>(std::count_if(game.moves().begin(), game.moves().end(),
                                        [](const MoveRecord& move) { return move.full_search(); }));
}

/// Uniform in 0..n-1 for n up to 2^53.
std::uint64_t below(Random& random, std::uint64_t n) {
  return std::min(static_cast<std::uint64_t>(random.uniform() * static_cast<double>(n)), n - 1);
}

}  // namespace

std::uint64_t window_positions(const ReplayConfig& config, std::uint64_t total_positions) {
  const double c = config.window_c();
  const double a = config.window_a();
  const double b = config.window_b();
  const double n = static_cast<double>(total_positions);
  if (n <= c) return static_cast<std::uint64_t>(std::llround(c));
  return static_cast<std::uint64_t>(std::llround(c * (1 + b * (std::pow(n / c, a) - 1) / a)));
}

ReplayWindow::ReplayWindow(const ReplayConfig& config, double surprise_fraction)
    : config_(config), surprise_fraction_(surprise_fraction) {}

void ReplayWindow::add(GameRecord game) {
  assert(game.outcome_size() > 0);
  const GameRecord& stored = games_.emplace_back(std::move(game));
  for (int i = 0; i < stored.moves_size(); ++i) {
    const MoveRecord& move = stored.moves(i);
    if (!move.full_search()) continue;
    positions_.push_back({&stored, surprise_sum_, i});
    surprise_sum_ += surprise_units(move);
  }
}

void ReplayWindow::set_total_positions(std::uint64_t total) {
  total_positions_ = total;
  const std::uint64_t wanted = window_positions(config_, total);
  while (!games_.empty()) {
    const int oldest = full_searches(games_.front());
    if (positions_.size() < wanted + static_cast<std::uint64_t>(oldest)) break;
    positions_.erase(positions_.begin(), positions_.begin() + oldest);
    games_.pop_front();
  }
}

std::uint64_t ReplayWindow::surprise_end(std::size_t index) const {
  return index + 1 < positions_.size() ? positions_[index + 1].surprise_before : surprise_sum_;
}

ReplayWindow::Sample ReplayWindow::sample(Random& random) const {
  assert(!positions_.empty());
  const auto at = [this](std::size_t index) {
    return Sample{positions_[index].game, positions_[index].move_index};
  };
  // The weights are a mixture: uniform with 1 - f, in proportion to surprise with f.
  const std::uint64_t first = positions_.front().surprise_before;
  const std::uint64_t surprise = surprise_sum_ - first;
  const bool by_surprise = surprise_fraction_ > 0 && random.uniform() < surprise_fraction_;
  if (!by_surprise || surprise == 0) return at(below(random, positions_.size()));

  const std::uint64_t target = first + below(random, surprise);
  std::size_t low = 0;
  std::size_t high = positions_.size() - 1;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (target < surprise_end(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return at(low);
}

const GameRecord& ReplayWindow::sample_game(Random& random) const {
  assert(!games_.empty());
  return games_[below(random, games_.size())];
}

}  // namespace tandem
