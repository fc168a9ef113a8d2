#include <fmt/core.h>

#include <utility>

#include "engine/network/network.h"
#include "engine/players/checkpoint_folder.h"
#include "engine/players/player.h"
#include "engine/players/player_spec.h"
#include "engine/players/search_player.h"
#include "engine/players/simple_players.h"
#include "games/error.h"
#include "mcts/rollout_evaluator.h"
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
  const std::string& plays = network.game->info().name;
  if (plays != game->info().name) {
    throw Error(fmt::format("player \"{}\": this network plays {}, not {}", spec.text, plays,
                            game->info().name));
  }
  const int cache = spec.network_alone ? 0 : kCachePositions;
  EvaluatorSource source;
  // The evaluator reads its game as long as it lives.
  source.shared = {make_network_evaluator(*game, network.snapshot, kMaxBatch, cache).release(),
                   [game](const Evaluator* evaluator) { delete evaluator; }};
  source.leaves_per_batch = kLeavesPerBatch;
  auto factory =
      std::make_unique<SearchFactory>(std::move(game), std::move(spec), std::move(source));
  factory->describe(fmt::format(" (weights {:08x})", manifest.network().crc32c()),
                    fmt::format("{}: generation {}, {}", folder.string(), network.generation,
                                hardware.description));
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
         "followed by options, each after a comma:\n"
         "  visits=N            search this many visits a move (default 200; mcts 1000)\n"
         "  time=S              search S seconds a move instead, by puct\n"
         "  threads=N           of one tree, with time=S (default 1)\n"
         "  solver=true|false   back up results that the rules prove exactly (default true)\n"
         "  search=gumbel|puct  the search algorithm (default gumbel; mcts puct)\n"
         "  c_scale=X           gumbel's constant\n"
         "  c_puct=X            puct's constant\n"
         "  precision=auto|fp32|bf16  of a network\n"
         "For example: net:runs/c4,visits=200   net:runs/c4,time=0.1   mcts,visits=1000\n";
}

}  // namespace tandem
