#include "training/lab/arm.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "engine/judges/exact_judge.h"
#include "engine/judges/network_judge.h"
#include "engine/network/network.h"
#include "games/error.h"
#include "training/lab/candidates.h"
#include "training/learning/trainer.h"
#include "training/run/replay_window.h"

namespace tandem {
namespace {

constexpr int kGamesAtOnce = 128;

/// Rewards that are all the same may differ this much from their mean.
constexpr double kRounding = 1e-6;

double reward_of(const GameRecord& game) { return 0.5 * (game.outcome(0) + 1); }

double thread_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// A window that holds everything it is given.
ReplayWindow empty_window() {
  ReplayConfig everything;
  everything.set_window_c(1e9);
  return ReplayWindow(everything, 0);
}

void add_pairs(const Game& game, const std::vector<SentencePair>& pairs, int generation,
               ReplayWindow& window) {
  for (const SentencePair& pair : pairs) window.add(record_of_pair(game, pair, 1, generation));
}

std::shared_ptr<const Evaluator> evaluator_of(const Game& game, const Trainer& trainer,
                                              const ReplayWindow& window) {
  return make_network_evaluator(game, trainer.export_network(window, AUTO).snapshot, kGamesAtOnce,
                                /*cache_positions=*/0);
}

std::vector<SentencePair> pairs_of(const Corpus& corpus, std::size_t begin, std::size_t count) {
  std::vector<SentencePair> pairs;
  for (std::size_t i = begin; i < std::min(begin + count, corpus.size()); ++i) {
    pairs.push_back(pair_of(corpus[i]));
  }
  return pairs;
}

std::vector<SentencePair> all_reversed(std::vector<SentencePair> pairs) {
  for (SentencePair& pair : pairs) pair = reversed(pair);
  return pairs;
}

Sources sources_of(const Corpus& corpus, std::size_t begin, std::size_t count) {
  Sources sources;
  for (SentencePair& pair : pairs_of(corpus, begin, count)) sources.push_back(pair.source);
  return sources;
}

/// Those that are judged worth something, and no less than the mean of all: the same rule for every
/// judge.
std::vector<GameRecord> selected(const std::vector<GameRecord>& games) {
  double mean = 0;
  for (const GameRecord& game : games) {
    mean += reward_of(game) / static_cast<double>(games.size());
  }
  std::vector<GameRecord> kept;
  for (const GameRecord& game : games) {
    if (reward_of(game) > 0 && reward_of(game) >= mean - kRounding) kept.push_back(game);
  }
  return kept;
}

/// The same game without policy targets (a target that is 0 everywhere has no loss): it teaches the
/// value head alone.
GameRecord value_lesson(GameRecord game) {
  for (MoveRecord& move : *game.mutable_moves()) {
    for (float& probability : *move.mutable_policy()) probability = 0;
  }
  return game;
}

bool teaches_policy(const GameRecord& game) {
  return std::ranges::any_of(game.moves(0).policy(), [](float p) { return p > 0; });
}

double exact_matches(const Game& game, const Evaluator& evaluator, const Corpus& corpus) {
  if (corpus.empty()) return 0;
  const Sources sources = sources_of(corpus, 0, corpus.size());
  const auto targets = greedy_translations(game, evaluator, sources);
  int right = 0;
  for (std::size_t i = 0; i < corpus.size(); ++i) right += targets[i] == corpus[i].target;
  return static_cast<double>(right) / static_cast<double>(corpus.size());
}

}  // namespace

StartPoint train_start(const LabTask& task, const LabConfig& config, std::uint64_t seed) {
  const std::vector<SentencePair> pairs =
      pairs_of(task.splits.seed_pairs, 0, task.splits.seed_pairs.size());
  StartPoint start;
  {
    Trainer trainer(task.backward, run_config_of(config, *task.backward, seed, kGamesAtOnce));
    ReplayWindow window = empty_window();
    add_pairs(*task.backward, all_reversed(pairs), 0, window);
    trainer.train_generation(window, 0, config.start_steps());
    start.backward = trainer.state();
  }
  const RunConfig run = run_config_of(config, *task.forward, seed, kGamesAtOnce);
  Trainer trainer(task.forward, run);
  ReplayWindow window = empty_window();
  add_pairs(*task.forward, pairs, 0, window);
  trainer.train_generation(window, 0, config.start_steps());
  if (config.value_steps() > 0) {
    RunConfig sampling = run;
    sampling.mutable_search()->set_visits(1);
    Candidates own =
        search_candidates(task.forward, sampling, evaluator_of(*task.forward, trainer, window),
                          make_exact_judge(reference_of(task)),
                          sources_of(task.splits.seed_pairs, 0, task.splits.seed_pairs.size()), 0);
    for (const GameRecord& game : own.played) window.add(value_lesson(game));
    trainer.train_generation(window, 0, config.value_steps());
  }
  start.forward = trainer.state();
  return start;
}

class Arm::Impl {
 public:
  Impl(const LabTask& task, const LabConfig& config, const ArmConfig& arm, std::uint64_t seed,
       const StartPoint& start)
      : task_(task),
        config_(config),
        arm_(arm),
        seed_(seed),
        run_(run_config_of(config, *task.forward, seed, kGamesAtOnce)),
        trainer_(task.forward, run_),
        backward_trainer_(task.backward,
                          run_config_of(config, *task.backward, seed, kGamesAtOnce)) {
    trainer_.restore(start.forward, fmt::format("starts/{}.forward.safetensors", seed));
    backward_trainer_.restore(start.backward, fmt::format("starts/{}.backward.safetensors", seed));
    network_ = evaluator_of(*task_.forward, trainer_, nothing_);
    backward_ = evaluator_of(*task_.backward, backward_trainer_, nothing_);
  }

  Iteration measure(int number) const {
    Iteration iteration;
    iteration.number = number;
    const auto score = [&](const Corpus& corpus) {
      return exact_matches(*task_.forward, *network_, corpus);
    };
    iteration.scores = {score(task_.splits.test_known), score(task_.splits.test_novel),
                        score(task_.splits.test_rare), score(task_.splits.test_idioms)};
    return iteration;
  }

  Iteration iterate() {
    const double begin = thread_cpu_seconds();
    ++number_;
    Candidates candidates = make_candidates();
    const ReplayWindow window = make_window(candidates);
    TrainingStatistics trained;
    // Where a judge approves of nothing there may be nothing to learn from.
    if (window.size() > 0) {
      trained = trainer_.train_generation(window, number_, config_.steps_per_iteration());
    }
    if (arm_.judge() == ArmConfig::ROUND_TRIP) train_backward(window_pairs_);
    network_ = evaluator_of(*task_.forward, trainer_, nothing_);

    Iteration iteration = measure(number_);
    iteration.evaluations = candidates.evaluations;
    iteration.policy_loss = trained.policy_loss;
    const Reference reference = reference_of(task_);
    for (const GameRecord& game : candidates.games) {
      const SentencePair pair = pair_of_record(*task_.forward, game);
      iteration.reward += reward_of(game);
      iteration.true_reward += reference(pair.source) == pair.target;
    }
    const double count = std::max<double>(1, static_cast<double>(candidates.games.size()));
    iteration.reward /= count;
    iteration.true_reward /= count;
    right_ = iteration.true_reward;
    iteration.cpu_seconds = thread_cpu_seconds() - begin;
    return iteration;
  }

 private:
  std::shared_ptr<const Judge> make_judge() const {
    switch (arm_.judge()) {
      case ArmConfig::EXACT:
        return make_exact_judge(reference_of(task_), arm_.lie(), seed_);
      case ArmConfig::LIKELIHOOD:
        return make_likelihood_judge(task_.forward, network_);
      case ArmConfig::ROUND_TRIP_FROZEN:
      case ArmConfig::ROUND_TRIP:
        return make_round_trip_judge(task_.backward, backward_);
      case ArmConfig::VALUE:
        return make_value_judge(task_.forward, network_);
      case ArmConfig::CHANCE:
        return make_chance_judge(right_, seed_ + static_cast<std::uint64_t>(number_));
    }
    throw Error("arm " + arm_.name() + ": unknown judge");
  }

  Candidates make_candidates() const {
    const auto count = static_cast<std::size_t>(config_.sources_per_iteration());
    const Sources sources = sources_of(task_.splits.loop_sources, (number_ - 1) * count, count);
    switch (arm_.candidates()) {
      case ArmConfig::TREE:
        return search_candidates(task_.forward, run_, network_, make_judge(), sources, number_);
      case ArmConfig::SAMPLE:
        return sample_candidates(task_.forward, run_, network_, make_judge(), sources, 1, number_);
      case ArmConfig::BEST:
        return sample_candidates(task_.forward, run_, network_, make_judge(), sources,
                                 config_.search().visits(), number_);
      case ArmConfig::NONE:
      case ArmConfig::FRESH:
        return {};
    }
    throw Error("arm " + arm_.name() + ": unknown candidates");
  }

  ReplayWindow make_window(const Candidates& candidates) {
    if (!arm_.accumulate()) kept_.clear();
    for (GameRecord& game : selected(candidates.games)) kept_.push_back(std::move(game));
    for (const GameRecord& game : candidates.played) kept_.push_back(value_lesson(game));
    const auto count = static_cast<std::size_t>(config_.sources_per_iteration());
    if (arm_.candidates() == ArmConfig::FRESH) {
      for (const SentencePair& pair :
           pairs_of(task_.splits.fresh_pairs, (number_ - 1) * count, count)) {
        kept_.push_back(record_of_pair(*task_.forward, pair, 1, number_));
      }
    }
    ReplayWindow window = empty_window();
    window_pairs_.clear();
    for (const GameRecord& game : kept_) {
      window.add(game);
      if (teaches_policy(game)) window_pairs_.push_back(pair_of_record(*task_.forward, game));
    }
    const auto seeds = static_cast<std::size_t>(
        arm_.seed_share() * static_cast<double>(task_.splits.seed_pairs.size()));
    const std::vector<SentencePair> anchor = pairs_of(task_.splits.seed_pairs, 0, seeds);
    add_pairs(*task_.forward, anchor, number_, window);
    window_pairs_.insert(window_pairs_.end(), anchor.begin(), anchor.end());
    return window;
  }

  void train_backward(std::vector<SentencePair> pairs) {
    ReplayWindow window = empty_window();
    std::erase_if(pairs, [](const SentencePair& pair) { return pair.target.empty(); });
    add_pairs(*task_.backward, all_reversed(std::move(pairs)), number_, window);
    if (window.size() == 0) return;
    backward_trainer_.train_generation(window, number_, config_.steps_per_iteration());
    backward_ = evaluator_of(*task_.backward, backward_trainer_, nothing_);
  }

  const LabTask& task_;
  const LabConfig& config_;
  const ArmConfig& arm_;
  const std::uint64_t seed_;
  const RunConfig run_;
  const ReplayWindow nothing_ = empty_window();
  Trainer trainer_;
  Trainer backward_trainer_;
  std::shared_ptr<const Evaluator> network_;
  std::shared_ptr<const Evaluator> backward_;
  std::vector<GameRecord> kept_;
  std::vector<SentencePair> window_pairs_;  ///< of the newest window
  int number_ = 0;
  double right_ = 0.5;  ///< share of the newest candidates that are
};

Arm::Arm(const LabTask& task, const LabConfig& config, const ArmConfig& arm, std::uint64_t seed,
         const StartPoint& start)
    : impl_(std::make_unique<Impl>(task, config, arm, seed, start)) {}
Arm::~Arm() = default;
Iteration Arm::start() { return impl_->measure(0); }
Iteration Arm::iterate() { return impl_->iterate(); }

}  // namespace tandem
