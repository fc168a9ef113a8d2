#include "tools/suites/game_candidates.h"

#include <fmt/core.h>

#include <bit>
#include <set>
#include <utility>

#include "engine/players/player.h"
#include "games/error.h"

namespace tandem {
namespace {

// How strong a mid-strength player is varies from player to player within these bounds.
constexpr int kMinVisits = 32;
constexpr int kMaxVisits = 256;
constexpr double kMaxRandomMoves = 0.4;

// So many draws in a row without a new position mean that there are no more to be found.
constexpr int kPatience = 5'000;

struct MidStrengthPlayer {
  std::unique_ptr<Player> player;
  double random_moves = 0;
};

MidStrengthPlayer draw_player(const std::shared_ptr<const Game>& game, Random& random) {
  const int visits = kMinVisits + random.below(kMaxVisits - kMinVisits + 1);
  const auto factory = make_player_factory(game, fmt::format("mcts,visits={}", visits));
  return {factory->new_player(), kMaxRandomMoves * random.uniform()};
}

}  // namespace

FeatureKey canonical_key(const Game& game, const std::vector<Action>& moves) {
  const auto words = [](const FeatureKey& key) { return std::pair(key.high, key.low); };
  std::optional<FeatureKey> smallest;
  for (const Symmetry& symmetry : game.info().symmetries) {
    const std::unique_ptr<Position> image = game.initial_position();
    for (const Action move : moves) image->apply(symmetry.actions[move]);
    const FeatureKey key = image->feature_key();
    if (!smallest || words(key) < words(*smallest)) smallest = key;
  }
  return *smallest;
}

int suite_side(const FeatureKey& canonical) {
  // A stream of its own: the coin has nothing to do with how positions are drawn.
  return Random(0x5EED0FDE7 ^ std::rotl(canonical.high, 32), canonical.low).below(2);
}

GameSampler::GameSampler(std::shared_ptr<const Game> game)
    : game_(std::move(game)), legal_(game_->info().max_legal_actions) {}

Action GameSampler::random_action(const Position& position, Random& random) {
  return legal_[random.below(position.legal_actions(legal_))];
}

/// The moves of a game of so many plies; none if it is over by then or leaves nothing to choose.
template <class Choose>
std::optional<std::vector<Action>> GameSampler::play(int plies, Choose choose) {
  const std::unique_ptr<Position> position = game_->initial_position();
  std::vector<Action> moves;
  for (int ply = 0; ply < plies; ++ply) {
    if (position->is_terminal()) return std::nullopt;
    moves.push_back(choose(*position));
    position->apply(moves.back());
  }
  if (position->legal_actions(legal_) < 2) return std::nullopt;
  return moves;
}

std::optional<std::vector<Action>> GameSampler::play_random(int plies, Random& random) {
  return play(plies, [&](const Position& position) { return random_action(position, random); });
}

std::optional<std::vector<Action>> GameSampler::play_players(int plies, Random& random) {
  std::vector<MidStrengthPlayer> players;
  for (int i = 0; i < game_->info().num_players; ++i) players.push_back(draw_player(game_, random));
  return play(plies, [&](const Position& position) {
    const MidStrengthPlayer& mover = players[position.side_to_move()];
    if (random.uniform() < mover.random_moves) return random_action(position, random);
    const MoveRequest request{&position, random.next()};
    return mover.player->choose({&request, 1}).front().action;
  });
}

std::optional<std::vector<SuiteCandidate>> GameSampler::draw(const SuitePhase& phase, int side,
                                                             int count, std::uint64_t seed,
                                                             const std::atomic<bool>* stop) {
  std::vector<SuiteCandidate> chosen;
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  Random random(seed, static_cast<std::uint64_t>(phase.first_ply * 2 + side));
  int wanted[2] = {count / 2, count / 2};  // by source
  int fruitless = 0;
  for (std::int64_t draws = 0; static_cast<int>(chosen.size()) < count; ++draws) {
    if (stop != nullptr && stop->load(std::memory_order_relaxed)) return std::nullopt;
    const auto source = static_cast<SuiteSource>(draws % 2);
    int& left = wanted[draws % 2];
    if (left == 0) continue;
    if (++fruitless > kPatience) {
      throw Error(
          fmt::format("found only {} of {} positions for {}, and no new one in {} draws; ask for "
                      "fewer with --positions, or for other plies with --plies",
                      chosen.size(), count, phase.name, kPatience));
    }
    const int plies = phase.first_ply + random.below(phase.last_ply - phase.first_ply + 1);
    auto moves =
        source == SuiteSource::kRandom ? play_random(plies, random) : play_players(plies, random);
    if (!moves) continue;
    const FeatureKey key = canonical_key(*game_, *moves);
    if (suite_side(key) != side || !seen.emplace(key.high, key.low).second) continue;
    fruitless = 0;
    --left;
    chosen.push_back({*std::move(moves), source, std::nullopt});
  }
  return chosen;
}

}  // namespace tandem
