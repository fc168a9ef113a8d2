#include <fmt/core.h>

#include <chrono>
#include <utility>

#include "engine/gtp/gtp_player.h"
#include "engine/network/network.h"
#include "engine/players/checkpoint_folder.h"
#include "engine/players/player.h"
#include "engine/players/player_spec.h"
#include "engine/players/search_player.h"
#include "engine/players/simple_players.h"
#include "games/error.h"
#include "mcts/rollout_evaluator.h"
#include "mcts/symmetry_evaluator.h"
#include "mcts/uniform_evaluator.h"

namespace tandem {
namespace {

// Positions of one network pass; more are split.
constexpr int kMaxBatch = 256;
// Transpositions met within one call of choose().
constexpr int kCachePositions = 16384;
// Of one tree, for moves under a clock: larger batches are faster per leaf but choose leaves less
// well.
constexpr int kLeavesPerBatch = 16;

class SimpleFactory : public PlayerFactory {
 public:
  SimpleFactory(std::shared_ptr<const Game> game, PlayerSpec spec, const std::atomic<bool>* stop)
      : game_(std::move(game)), spec_(std::move(spec)), stop_(stop) {
    new_player();  // says now if the game has no solver
  }

  std::unique_ptr<Player> new_player() const override {
    return spec_.kind == PlayerKind::kSolver ? make_solver_player(game_, spec_.text, stop_)
                                             : make_random_player(game_, spec_.text);
  }
  const std::string& name() const override { return spec_.text; }

 private:
  std::shared_ptr<const Game> game_;
  PlayerSpec spec_;
  const std::atomic<bool>* stop_;
};

class SearchFactory : public PlayerFactory {
 public:
  SearchFactory(std::shared_ptr<const Game> game, PlayerSpec spec, EvaluatorSource source)
      : game_(std::move(game)), spec_(std::move(spec)), source_(std::move(source)) {}

  std::unique_ptr<Player> new_player() const override {
    if (spec_.network_alone) return make_evaluator_player(game_, source_, spec_.text);
    if (spec_.seconds) {
      return make_timed_player(game_, source_, spec_.search, {*spec_.seconds, spec_.threads},
                               spec_.text);
    }
    return make_visits_player(game_, source_, spec_.search, spec_.text);
  }
  const std::string& name() const override { return spec_.text; }
  std::string identity() const override { return name() + identity_suffix_; }
  bool timed() const override { return spec_.seconds.has_value(); }
  // Search has no noise here: only an evaluator made from the seed brings chance in.
  bool deterministic() const override { return source_.shared && !timed(); }
  std::string description() const override { return description_; }
  std::unique_ptr<Analyst> new_analyst(int threads) const override {
    SearchLimits limits;
    limits.seconds = spec_.seconds;
    if (!spec_.seconds) limits.visits = spec_.network_alone ? 1 : spec_.search.visits();
    return make_search_analyst(game_, source_, spec_.search, limits, threads);
  }

  void describe(std::string identity_suffix, std::string description) {
    identity_suffix_ = std::move(identity_suffix);
    description_ = std::move(description);
  }

 private:
  std::shared_ptr<const Game> game_;
  PlayerSpec spec_;
  EvaluatorSource source_;
  std::string identity_suffix_;
  std::string description_;
};

std::unique_ptr<PlayerFactory> make_network_factory(std::shared_ptr<const Game> game,
                                                    PlayerSpec spec) {
  const std::filesystem::path folder = find_checkpoint(spec.checkpoint);
  const Manifest manifest = read_manifest(folder);
  const InferenceHardware hardware = choose_hardware(spec.precision);
  const LoadedNetwork network = load_network(folder, spec.precision);
  if (const auto refusal = why_unplayable(network, game->info())) {
    throw Error(fmt::format("player \"{}\": {}", spec.text, *refusal));
  }
  if (spec.symmetry && game->info().symmetries.size() < 2) {
    throw Error(fmt::format("player \"{}\": {} has no symmetries, so leave out symmetry", spec.text,
                            game->info().name));
  }
  const std::string warning = untrained_warning(network, game->info());
  const int cache = spec.network_alone ? 0 : kCachePositions;
  EvaluatorSource source;
  // The evaluator reads its game as long as it lives.
  source.shared = {make_network_evaluator(*game, network.snapshot, kMaxBatch, cache).release(),
                   [game](const Evaluator* evaluator) { delete evaluator; }};
  if (spec.symmetry) {
    source.shared = std::make_shared<SymmetryEvaluator>(source.shared, *game, *spec.symmetry);
  }
  source.leaves_per_batch = kLeavesPerBatch;
  auto factory =
      std::make_unique<SearchFactory>(std::move(game), std::move(spec), std::move(source));
  factory->describe(fmt::format(" (weights {:08x})", manifest.network().crc32c()),
                    fmt::format("{}: generation {}, {}{}", folder.string(), network.generation,
                                hardware.description, warning.empty() ? "" : "; " + warning));
  return factory;
}

}  // namespace

std::unique_ptr<PlayerFactory> make_player_factory(std::shared_ptr<const Game> game,
                                                   std::string_view text,
                                                   const std::atomic<bool>* stop) {
  PlayerSpec spec = parse_player(text);
  switch (spec.kind) {
    case PlayerKind::kRandom:
    case PlayerKind::kSolver:
      return std::make_unique<SimpleFactory>(std::move(game), std::move(spec), stop);
    case PlayerKind::kGtp:
      return make_gtp_player_factory(
          std::move(game),
          {spec.text, spec.command, std::chrono::duration<double>(spec.answer_seconds), stop});
    case PlayerKind::kNetwork:
      return make_network_factory(std::move(game), std::move(spec));
    case PlayerKind::kRollouts: {
      EvaluatorSource source;
      source.make = [game](std::uint64_t seed) {
        return std::make_shared<RolloutEvaluator>(*game, seed);
      };
      return std::make_unique<SearchFactory>(std::move(game), std::move(spec), std::move(source));
    }
    case PlayerKind::kUniform: {
      EvaluatorSource source;
      source.shared = std::make_shared<UniformEvaluator>();
      return std::make_unique<SearchFactory>(std::move(game), std::move(spec), std::move(source));
    }
  }
  throw Error(fmt::format("player \"{}\" is of no known kind", text));
}

std::string player_help() {
  return "A PLAYER is one of\n"
         "  net:DIR   the network of a checkpoint (or the newest checkpoint of a run), with "
         "search;\n"
         "            visits=0 is the network alone\n"
         "  mcts      search with random rollouts instead of a network\n"
         "  uniform   search that knows nothing: equal priors, every value a draw\n"
         "  random    any legal move\n"
         "  solver    exact play, where the game has a solver\n"
         "  gtp:COMMAND  another program that speaks GTP 2, in games of stones (go, hex, othello, "
         "gomoku);\n"
         "            its words as in a shell, without variables, pipes and the like\n"
         "followed by options, each after a comma:\n"
         "  visits=N            search this many visits a move (default 200; mcts 1000)\n"
         "  time=S              search S seconds a move instead, by puct\n"
         "  threads=N           of one tree, with time=S (default 1)\n"
         "  solver=true|false   back up results that the rules prove exactly (default true)\n"
         "  search=gumbel|puct  the search algorithm (default gumbel; mcts puct)\n"
         "  c_scale=X           gumbel's constant\n"
         "  c_puct=X            puct's constant\n"
         "  precision=auto|fp32|bf16  of a network\n"
         "  symmetry=average|random  of a network: ask it about a position in all symmetries of "
         "the "
         "game, or in one\n"
         "                      drawn by the position; an average takes as many answers a visit as "
         "there are symmetries\n"
         "  timeout=S           of gtp: it loses a game when an answer takes longer (default 60)\n"
         "For example: net:runs/c4,visits=200   net:runs/c4,time=0.1   mcts,visits=1000\n"
         "  'gtp:gnugo --mode gtp --level 10 --chinese-rules --positional-superko,timeout=30'\n";
}

}  // namespace tandem
