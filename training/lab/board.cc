#include "training/lab/board.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "engine/network/network.h"
#include "engine/players/search_player.h"
#include "games/error.h"
#include "games/registry.h"
#include "games/solver.h"
#include "training/lab/cpu_time.h"
#include "training/lab/start_point.h"
#include "training/selfplay/self_play.h"

namespace tandem {
namespace {

struct TestPosition {
  std::unique_ptr<Position> position;
  std::vector<Action> best;
};

RunConfig run_config_of_board(const BoardSettings& board, std::uint64_t seed) {
  RunConfig run;
  run.set_game(board.game());
  run.set_seed(seed);
  *run.mutable_network() = board.network();
  *run.mutable_search() = board.search();
  run.mutable_search()->set_solver(false);  // as in the arms
  *run.mutable_trainer() = board.trainer();
  *run.mutable_self_play() = board.self_play();
  run.mutable_self_play()->set_groups(1);
  run.mutable_self_play()->set_games_per_group(std::min(kGamesAtOnce, board.games_per_iteration()));
  return run;
}

/// A position somewhere in a uniformly random game; none where the game was over first.
std::unique_ptr<Position> random_position(const Game& game, Random& random) {
  std::unique_ptr<Position> position = game.initial_position();
  std::vector<Action> legal(game.info().max_legal_actions);
  for (int plies = random.below(game.info().max_game_length); plies > 0; --plies) {
    position->apply(legal[random.below(position->legal_actions(legal))]);
    if (position->is_terminal()) return nullptr;
  }
  return position;
}

/// Where some move is a mistake: its best moves. Else none.
std::vector<Action> best_moves(Solver& solver, const Position& position) {
  const std::vector<SolvedAction> solved = solver.solve(position);
  const int value = std::ranges::max(solved, {}, &SolvedAction::value).value;
  std::vector<Action> best;
  for (const SolvedAction& action : solved) {
    if (action.value == value) best.push_back(action.action);
  }
  if (best.size() == solved.size()) best.clear();
  return best;
}

std::vector<TestPosition> make_test(const Game& game, int count, std::uint64_t seed) {
  const std::unique_ptr<Solver> solver = make_solver(game);
  if (!solver) {
    throw Error(fmt::format("board.game: {} has no exact solver to measure by", game.info().name));
  }
  std::vector<TestPosition> test;
  std::set<std::string> seen;
  Random random(seed, 0x7e57);
  constexpr int kTriesEach = 1000;
  for (int tries = 0; static_cast<int>(test.size()) < count; ++tries) {
    if (tries == count * kTriesEach) {
      throw Error(fmt::format("board.test_positions is {}, but random games of {} gave only {}",
                              count, game.info().name, test.size()));
    }
    std::unique_ptr<Position> position = random_position(game, random);
    if (!position || !seen.insert(position->to_text()).second) continue;
    std::vector<Action> best = best_moves(*solver, *position);
    if (!best.empty()) test.push_back({std::move(position), std::move(best)});
  }
  return test;
}

double share_right(Player& player, const std::vector<TestPosition>& test) {
  std::vector<MoveRequest> requests;
  for (const TestPosition& position : test) {
    requests.push_back({position.position.get(), requests.size()});
  }
  double right = 0;
  std::size_t i = 0;
  for (const MoveChoice& choice : player.choose(requests)) {
    right += std::ranges::find(test[i].best, choice.action) != test[i].best.end();
    ++i;
  }
  return right / static_cast<double>(test.size());
}

}  // namespace

class BoardStudy::Impl {
 public:
  Impl(const LabConfig& config, std::uint64_t seed)
      : config_(config),
        run_(run_config_of_board(config.board(), seed)),
        game_(make_game(config.board().game())),
        test_(make_test(*game_, config.board().test_positions(), seed)),
        trainer_(game_, run_) {
    take_network();
  }

  Iteration start() { return {0, measured()}; }

  Iteration iterate() {
    const double begin = thread_cpu_seconds();
    ++number_;
    const SelfPlayCounters counters = play();
    const TrainingStatistics trained =
        trainer_.train_generation(window_, number_, config_.board().steps_per_iteration());
    take_network();
    Iteration iteration{number_, measured()};
    iteration.measures["evaluations"] = static_cast<double>(counters.evaluations);
    iteration.measures["policy_loss"] = trained.policy_loss;
    iteration.measures["cpu_seconds"] = thread_cpu_seconds() - begin;
    return iteration;
  }

 private:
  SelfPlayCounters play() {
    RunConfig run = run_;
    // Each iteration draws anew, though games are numbered from 0 in each.
    run.set_seed(Random(run_.seed(), static_cast<std::uint64_t>(number_)).next());
    SelfPlayGroup group(game_, run, 0);
    std::vector<GameRecord> games;
    SelfPlayCounters counters;
    group.play_games(*network_, number_, config_.board().games_per_iteration(), games, counters);
    for (GameRecord& game : games) window_.add(std::move(game));
    return counters;
  }

  void take_network() {
    constexpr int kCachedPositions = 1 << 16;
    network_ = make_network_evaluator(*game_, trainer_.export_network(window_, AUTO).snapshot,
                                      kGamesAtOnce, kCachedPositions);
  }

  Measures measured() const {
    const EvaluatorSource source{.shared = network_, .make = {}};
    Measures measures;
    measures["known.exact"] = share_right(*make_evaluator_player(game_, source, "alone"), test_);
    if (number_ % config_.sample_every() == 0 || number_ == config_.iterations()) {
      SearchConfig search = run_.search();
      search.set_noise(0);
      measures["known.with_search"] =
          share_right(*make_visits_player(game_, source, search, "search"), test_);
    }
    return measures;
  }

  const LabConfig& config_;
  const RunConfig run_;
  const std::shared_ptr<const Game> game_;
  const std::vector<TestPosition> test_;
  Trainer trainer_;
  ReplayWindow window_ = empty_window();
  std::shared_ptr<const Evaluator> network_;
  int number_ = 0;
};

BoardStudy::BoardStudy(const LabConfig& config, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(config, seed)) {}
BoardStudy::~BoardStudy() = default;
Iteration BoardStudy::start() { return impl_->start(); }
Iteration BoardStudy::iterate() { return impl_->iterate(); }

}  // namespace tandem
