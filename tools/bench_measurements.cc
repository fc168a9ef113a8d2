#include "tools/bench_measurements.h"

#include <fmt/format.h>
#include <omp.h>
#include <tbb/parallel_for.h>

#include <chrono>

#include "mcts/rollout_evaluator.h"
#include "mcts/scripted_evaluator.h"
#include "mcts/search.h"
#include "training/learning/precision_check.h"
#include "training/learning/trainer.h"
#include "training/run/replay_window.h"
#include "training/selfplay/self_play.h"

namespace tandem {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Calls `work` (which returns how many units it did) again and again; units per second.
template <typename Work>
double rate(double seconds, const Work& work) {
  work();  // caches, kernels compiled on first use
  const Clock::time_point start = Clock::now();
  double done = 0;
  double elapsed = 0;
  do {
    done += static_cast<double>(work());
    elapsed = seconds_since(start);
  } while (elapsed < seconds);
  return done / elapsed;
}

SearchConfig search_config(SearchConfig::Algorithm algorithm, int visits) {
  SearchConfig config;
  config.set_algorithm(algorithm);
  config.set_visits(visits);
  return config;
}

double visit_rate(const Game& game, const SearchConfig& config, const Evaluator& evaluator,
                  double seconds) {
  Search search(game, config);
  const auto batch = evaluator.new_batch();
  const auto root = game.initial_position();
  std::uint64_t stream = 0;
  return rate(seconds, [&] {
    search.begin(*root, Random(1, stream++));
    return run_search(search, *batch).visits;
  });
}

/// Positions of one random game, so that a batch holds different ones.
std::vector<std::unique_ptr<Position>> random_positions(const Game& game, int count) {
  std::vector<std::unique_ptr<Position>> positions;
  std::vector<Action> legal(game.info().max_legal_actions);
  Random random(1);
  auto position = game.initial_position();
  while (static_cast<int>(positions.size()) < count) {
    if (position->is_terminal()) position = game.initial_position();
    positions.push_back(position->clone());
    position->apply(legal[random.below(position->legal_actions(legal))]);
  }
  return positions;
}

/// The groups of a config, one task each on all threads.
class AllGroups {
 public:
  AllGroups(const std::shared_ptr<const Game>& game, const RunConfig& config) {
    for (int i = 0; i < config.self_play().groups(); ++i) {
      groups_.push_back(std::make_unique<SelfPlayGroup>(game, config, i));
    }
  }

  SelfPlayCounters play(const Evaluator& evaluator, std::vector<GameRecord>& finished) {
    std::vector<SelfPlayCounters> counters(groups_.size());
    std::vector<std::vector<GameRecord>> games(groups_.size());
    tbb::parallel_for(
        std::size_t{0}, groups_.size(),
        [&](std::size_t i) {
          omp_set_num_threads(1);
          groups_[i]->play(evaluator, 0, games[i], counters[i]);
        },
        tbb::simple_partitioner());
    SelfPlayCounters sum;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      sum.positions += counters[i].positions;
      sum.visits += counters[i].visits;
      sum.evaluations += counters[i].evaluations;
      sum.games += counters[i].games;
      std::move(games[i].begin(), games[i].end(), std::back_inserter(finished));
    }
    return sum;
  }

 private:
  std::vector<std::unique_ptr<SelfPlayGroup>> groups_;
};

}  // namespace

std::vector<Measurement> measure_rules(const Game& game, double seconds) {
  const auto initial = game.initial_position();
  const auto position = initial->clone();
  std::vector<Action> legal(game.info().max_legal_actions);
  Random random(1);
  std::int64_t moves = 0;
  std::int64_t playouts = 0;
  const double playout_rate = rate(seconds, [&] {
    constexpr int kPlayouts = 1000;
    for (int i = 0; i < kPlayouts; ++i) {
      position->assign(*initial);
      while (!position->is_terminal()) {
        position->apply(legal[random.below(position->legal_actions(legal))]);
        ++moves;
      }
    }
    playouts += kPlayouts;
    return kPlayouts;
  });
  const double moves_per_playout = static_cast<double>(moves) / static_cast<double>(playouts);
  return {{"rules", "uniformly random playouts", playout_rate, "playouts/s"},
          {"rules", "moves in them", playout_rate * moves_per_playout, "moves/s"}};
}

std::vector<Measurement> measure_search(const Game& game, double seconds) {
  const ScriptedEvaluator scripted(game);
  const RolloutEvaluator rollouts(game, 1);
  return {
      {"search", "Gumbel, 100 visits, scripted answers",
       visit_rate(game, search_config(SearchConfig::GUMBEL, 100), scripted, seconds), "visits/s"},
      {"search", "PUCT, 800 visits, scripted answers",
       visit_rate(game, search_config(SearchConfig::PUCT, 800), scripted, seconds), "visits/s"},
      {"search", "PUCT, 1000 visits, random rollouts",
       visit_rate(game, search_config(SearchConfig::PUCT, 1000), rollouts, seconds), "visits/s"}};
}

std::vector<Measurement> measure_inference(const Game& game,
                                           const std::shared_ptr<const NetworkSnapshot>& snapshot,
                                           double seconds) {
  omp_set_num_threads(1);
  std::vector<Measurement> result;
  std::vector<Action> legal(game.info().max_legal_actions);
  for (int size : {1, 16, 64, 128, 256}) {
    const auto positions = random_positions(game, size);
    const auto evaluator = make_network_evaluator(game, snapshot, size, 0);
    const auto batch = evaluator->new_batch();
    std::vector<float> logits(static_cast<std::size_t>(size) * game.info().max_legal_actions);
    std::vector<Values> values(size);
    const double evaluations = rate(seconds, [&] {
      for (int i = 0; i < size; ++i) {
        const int count = positions[i]->legal_actions(legal);
        batch->add(
            *positions[i], std::span(legal).first(count),
            {std::span(logits).subspan(i * game.info().max_legal_actions, count), &values[i]});
      }
      batch->compute();
      return size;
    });
    result.push_back({"inference", fmt::format("batch {}", size), evaluations, "evaluations/s"});
  }
  return result;
}

std::vector<Measurement> measure_self_play(const std::shared_ptr<const Game>& game,
                                           const RunConfig& config,
                                           const std::shared_ptr<const NetworkSnapshot>& snapshot,
                                           double seconds) {
  const auto evaluator = make_network_evaluator(
      *game, snapshot, config.self_play().games_per_group(), config.self_play().cache_positions());
  AllGroups groups(game, config);
  std::vector<GameRecord> finished;
  groups.play(*evaluator, finished);  // the first moves of all games are alike, and not typical
  SelfPlayCounters sum;
  const Clock::time_point start = Clock::now();
  while (seconds_since(start) < seconds) {
    const SelfPlayCounters counters = groups.play(*evaluator, finished);
    sum.positions += counters.positions;
    sum.visits += counters.visits;
    sum.evaluations += counters.evaluations;
  }
  const double elapsed = seconds_since(start);
  return {{"self-play", "positions", static_cast<double>(sum.positions) / elapsed, "positions/s"},
          {"self-play", "visits", static_cast<double>(sum.visits) / elapsed, "visits/s"},
          {"self-play", "unique evaluations", static_cast<double>(sum.evaluations) / elapsed,
           "evaluations/s"}};
}

std::vector<Measurement> measure_training(const std::shared_ptr<const Game>& game,
                                          const RunConfig& config,
                                          const std::shared_ptr<const NetworkSnapshot>& snapshot,
                                          double seconds) {
  const auto evaluator = make_network_evaluator(
      *game, snapshot, config.self_play().games_per_group(), config.self_play().cache_positions());
  RunConfig quick = config;
  quick.mutable_search()->set_visits(4);
  AllGroups groups(game, quick);
  std::vector<GameRecord> finished;
  while (finished.size() < 200) groups.play(*evaluator, finished);
  ReplayWindow window(config.replay(), config.trainer().surprise_fraction());
  for (GameRecord& record : finished) window.add(std::move(record));
  window.set_total_positions(window.size());

  omp_set_num_threads(1);
  Trainer trainer(game, config);
  double building = 0;
  double training = 0;
  const double steps = rate(seconds, [&] {
    const TrainingStatistics done = trainer.train_generation(window, 1, 5);
    building += done.sample_seconds;
    training += done.seconds;
    return done.steps;
  });
  return {{"training", fmt::format("batch {}, one thread", config.trainer().batch_size()),
           steps * config.trainer().batch_size(), "samples/s"},
          {"training", "share of time spent building batches", 100 * building / training, "%"}};
}

std::vector<Measurement> measure_bf16_agreement(
    const std::shared_ptr<const Game>& game, const RunConfig& config,
    const std::shared_ptr<const NetworkSnapshot>& snapshot, const std::filesystem::path& checkpoint,
    int positions) {
  const auto evaluator = make_network_evaluator(
      *game, snapshot, config.self_play().games_per_group(), config.self_play().cache_positions());
  AllGroups groups(game, config);
  std::vector<GameRecord> finished;
  int moves = 0;
  while (moves < positions) {
    const std::size_t before = finished.size();
    groups.play(*evaluator, finished);
    for (std::size_t i = before; i < finished.size(); ++i) moves += finished[i].moves_size();
  }
  const Agreement agreement = check_bf16(*game, checkpoint, finished, positions);
  return {{"agreement", "positions", static_cast<double>(agreement.positions), "positions"},
          {"agreement", "mean |value difference|", agreement.mean_value_difference, "of [-1, 1]"},
          {"agreement", "largest |value difference|", agreement.max_value_difference, "of [-1, 1]"},
          {"agreement", "mean policy KL", agreement.mean_policy_kl, "nats"},
          {"agreement", "same first choice outside near-ties", 100 * agreement.same_choice_share(),
           "%"}};
}

}  // namespace tandem
