#include "tools/suites/connect_four_candidates.h"

#include <fmt/core.h>

#include <bit>
#include <optional>
#include <unordered_set>

#include "games/error.h"
#include "games/random.h"
#include "tools/suites/lookahead_player.h"

namespace tandem {
namespace {

using namespace connect_four;

// How strong a mid-strength player is varies from player to player within these bounds.
constexpr int kMinDepth = 2;
constexpr int kMaxDepth = 6;
constexpr double kMaxRandomMoves = 0.4;

// So many draws in a row without a new position mean that there are no more to be found.
constexpr int kPatience = 100'000;

int draw_ply(const SuitePhase& phase, Random& random) {
  if (!phase.prefer_later) {
    return phase.first_ply + random.below(phase.last_ply - phase.first_ply + 1);
  }
  int total = 0;
  for (int ply = phase.first_ply; ply <= phase.last_ply; ++ply) total += (ply + 1) * (ply + 1);
  int rest = random.below(total);
  int ply = phase.first_ply;
  for (; rest >= (ply + 1) * (ply + 1); ++ply) rest -= (ply + 1) * (ply + 1);
  return ply;
}

struct Played {
  std::vector<Action> moves;
  Bitboard board;
};

/// Plays `plies` stones from the empty board; none if the game ends by then.
template <class Choose>
std::optional<Played> play(const Geometry& geometry, int plies, Choose choose) {
  Played game;
  for (int ply = 0; ply < plies; ++ply) {
    const Action column = choose(game.board, ply);
    const Bits square = landing_squares(geometry, game.board.all) & column_bits(geometry, column);
    game.board = game.board.after(square);
    game.moves.push_back(column);
    if (has_four(geometry, game.board.mover ^ game.board.all)) return std::nullopt;
  }
  return game;
}

Action random_column(const Geometry& geometry, Bitboard board, Random& random) {
  Bits landing = landing_squares(geometry, board.all);
  for (int skip = random.below(std::popcount(landing)); skip > 0; --skip) landing &= landing - 1;
  return std::countr_zero(landing) / geometry.stride;
}

std::optional<Played> play_random(const Geometry& geometry, int plies, Random& random) {
  return play(geometry, plies,
              [&](Bitboard board, int) { return random_column(geometry, board, random); });
}

std::optional<Played> play_players(const Geometry& geometry, int plies, Random& random) {
  struct Player {
    int depth;
    double random_moves;
  };
  Player players[2];
  for (Player& player : players) {
    player = {kMinDepth + random.below(kMaxDepth - kMinDepth + 1),
              kMaxRandomMoves * random.uniform()};
  }
  return play(geometry, plies, [&](Bitboard board, int ply) {
    const Player& player = players[ply % 2];
    if (random.uniform() < player.random_moves) return random_column(geometry, board, random);
    return lookahead_move(geometry, board, player.depth, random);
  });
}

}  // namespace

const std::vector<SuitePhase>& connect_four_phases() {
  // After ply 38 hardly a choice is left.
  static const std::vector<SuitePhase> kPhases = {
      {"opening", 0, 7, true, false},
      {"begin", 8, 14, false, true},
      {"middle", 15, 28, false, true},
      {"end", 29, 38, false, false},
  };
  return kPhases;
}

int connect_four_side(const Geometry& geometry, Bitboard board) {
  // A stream of its own: the coin has nothing to do with how positions are drawn.
  return Random(0x5EED0FDE7, canonical_key(geometry, board)).below(2);
}

ConnectFourSampler::ConnectFourSampler(const Geometry& geometry)
    : geometry_(geometry), forced_wins_(geometry) {}

bool ConnectFourSampler::is_hard(Bitboard board) {
  const int empty = std::popcount(geometry_.board & ~board.all);
  return empty > kHardPlies && !forced_wins_.wins_within(board, kHardPlies) &&
         !forced_wins_.loses_within(board, kHardPlies);
}

std::optional<std::vector<SuiteCandidate>> ConnectFourSampler::draw(const SuitePhase& phase,
                                                                    int side, int count,
                                                                    std::uint64_t seed,
                                                                    const std::atomic<bool>* stop) {
  std::vector<SuiteCandidate> chosen;
  std::unordered_set<Bits> seen;
  const auto stream = static_cast<std::uint64_t>(phase.first_ply * 2 + side);
  Random random(seed, stream);
  // Wanted by source and, where half must be hard, by that too.
  int wanted[2][2];
  for (auto& by_hard : wanted) {
    by_hard[0] = phase.half_hard ? count / 4 : count / 2;
    by_hard[1] = phase.half_hard ? count / 4 : 0;
  }
  int fruitless = 0;
  for (std::int64_t draws = 0; static_cast<int>(chosen.size()) < count; ++draws) {
    if (stop != nullptr && stop->load(std::memory_order_relaxed)) return std::nullopt;
    const auto source = static_cast<SuiteSource>(draws % 2);
    auto& left = wanted[draws % 2];
    if (left[0] + left[1] == 0) continue;
    if (++fruitless > kPatience) {
      throw Error(
          fmt::format("found only {} of {} positions for {}, and no new one in {} draws; ask for "
                      "fewer with --positions",
                      chosen.size(), count, phase.name, kPatience));
    }
    const int plies = draw_ply(phase, random);
    auto game = source == SuiteSource::kRandom ? play_random(geometry_, plies, random)
                                               : play_players(geometry_, plies, random);
    if (!game || game->board.all == geometry_.board || wins_at_once(geometry_, game->board) ||
        connect_four_side(geometry_, game->board) != side ||
        seen.contains(canonical_key(geometry_, game->board))) {
      continue;
    }
    const bool hard = is_hard(game->board);
    int& places = left[phase.half_hard && hard];
    if (places == 0) continue;
    --places;
    fruitless = 0;
    seen.insert(canonical_key(geometry_, game->board));
    chosen.push_back({std::move(game->moves), source, hard});
  }
  return chosen;
}

}  // namespace tandem
