#include "engine/evaluation/openings.h"

#include <fmt/core.h>

#include <memory>
#include <optional>
#include <span>
#include <unordered_set>
#include <utility>

#include "engine/evaluation/accuracy.h"
#include "games/error.h"
#include "games/random.h"

namespace tandem {
namespace {

// So many samples in a row that are all known or unfit mean that the openings have run out.
constexpr int kPatience = 2000;

class OpeningSampler {
 public:
  OpeningSampler(const Game& game, std::uint64_t seed)
      : random_(seed, 0x0BE1),
        start_(game.initial_position()),
        position_(start_->clone()),
        after_(start_->clone()),
        legal_(static_cast<std::size_t>(game.info().max_legal_actions)) {}

  // A random opening, or none if it is unfit or leads to a known position.
  std::optional<std::vector<Action>> sample(int plies) {
    position_->assign(*start_);
    std::vector<Action> moves;
    while (std::cmp_less(moves.size(), plies)) {
      const int count = position_->legal_actions(legal_);
      if (count == 0) return std::nullopt;
      moves.push_back(legal_[static_cast<std::size_t>(random_.below(count))]);
      position_->apply(moves.back());
    }
    if (position_->is_terminal() || mover_wins_at_once()) return std::nullopt;
    if (!known_.insert(position_->feature_key()).second) return std::nullopt;
    return moves;
  }

 private:
  bool mover_wins_at_once() {
    const auto mover = static_cast<std::size_t>(position_->side_to_move());
    const int count = position_->legal_actions(legal_);
    for (const Action action : std::span(legal_).first(static_cast<std::size_t>(count))) {
      after_->assign(*position_);
      after_->apply(action);
      const std::optional<Values> outcome = after_->outcome();
      if (outcome && (*outcome)[mover] == 1) return true;
    }
    return false;
  }

  Random random_;
  std::unique_ptr<Position> start_;
  std::unique_ptr<Position> position_;
  std::unique_ptr<Position> after_;
  std::vector<Action> legal_;
  std::unordered_set<FeatureKey, FeatureKeyHash> known_;
};

}  // namespace

Openings sample_openings(const Game& game, int plies, std::size_t count, std::uint64_t seed) {
  OpeningSampler sampler(game, seed);
  Openings openings;
  for (int failures = 0; openings.moves.size() < count && failures < kPatience;) {
    if (std::optional<std::vector<Action>> moves = sampler.sample(plies)) {
      openings.moves.push_back(*std::move(moves));
      failures = 0;
    } else {
      ++failures;
    }
  }
  openings.distinct = openings.moves.size();
  if (openings.distinct == 0 && count > 0) {
    throw Error(
        fmt::format("{} has no opening of {} random plies after which the game goes on; "
                    "ask for fewer plies",
                    game.info().name, plies));
  }
  for (std::size_t i = 0; openings.moves.size() < count; ++i) {
    openings.moves.push_back(openings.moves[i]);
  }
  return openings;
}

}  // namespace tandem
