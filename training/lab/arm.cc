#include "training/lab/arm.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "engine/judges/exact_judge.h"
#include "engine/judges/network_judge.h"
#include "games/error.h"
#include "training/lab/beam.h"
#include "training/lab/candidates.h"
#include "training/lab/counting_evaluator.h"
#include "training/lab/cpu_time.h"
#include "training/lab/critic_evaluator.h"

namespace tandem {
namespace {

/// Rewards that are all the same may differ this much from their mean.
constexpr double kRounding = 1e-6;

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

/// The right translations of these sources.
Reference reference_for(const LabTask& task, const Sources& sources) {
  std::map<std::vector<Token>, std::optional<std::vector<Token>>> right;
  std::vector<std::optional<std::vector<Token>>> targets = task.translate(sources);
  for (std::size_t i = 0; i < sources.size(); ++i) right.emplace(sources[i], targets[i]);
  return [right = std::move(right)](std::span<const Token> source) {
    const auto found = right.find({source.begin(), source.end()});
    return found == right.end() ? std::nullopt : found->second;
  };
}

RunConfig run_config_of_arm(const LabConfig& config, const ArmConfig& arm, const Game& game,
                            std::uint64_t seed) {
  RunConfig run = run_config_of(config, game, seed, kGamesAtOnce);
  if (arm.has_dropout()) run.mutable_trainer()->set_dropout(arm.dropout());
  if (arm.has_root_uniform_fraction()) {
    run.mutable_search()->set_root_uniform_fraction(arm.root_uniform_fraction());
  }
  return run;
}

}  // namespace

bool makes_candidates(const ArmConfig& arm) {
  return arm.candidates() != ArmConfig::NONE && arm.candidates() != ArmConfig::FRESH &&
         arm.candidates() != ArmConfig::ALL;
}

class Arm::Impl {
 public:
  Impl(const LabTask& task, const NetworkMeter& meter, const LabConfig& config,
       const ArmConfig& arm, std::uint64_t seed, const StartPoint& start)
      : task_(task),
        meter_(meter),
        config_(config),
        arm_(arm),
        seed_(seed),
        run_(run_config_of_arm(config, arm, *task.forward, seed)),
        trainer_(task.forward, run_),
        backward_trainer_(task.backward, run_config_of_arm(config, arm, *task.backward, seed)),
        critic_trainer_(task.forward, run_) {
    trainer_.restore(start.forward, fmt::format("starts/{}.forward.safetensors", seed));
    backward_trainer_.restore(start.backward, fmt::format("starts/{}.backward.safetensors", seed));
    critic_trainer_.restore(start.critic, fmt::format("starts/{}.critic.safetensors", seed));
    start_ = network_ = evaluator_of(*task_.forward, trainer_);
    critic_ = evaluator_of(*task_.forward, critic_trainer_);
    backward_ = evaluator_of(*task_.backward, backward_trainer_);
  }

  Iteration start() { return {0, measured()}; }

  Iteration iterate() {
    const double begin = thread_cpu_seconds();
    ++number_;
    judge_evaluations_ = 0;
    const Sources sources = part_of(task_.loop_sources, first_of_iteration(), per_iteration());
    const Candidates candidates = make_candidates(sources);
    Measures loop = measures_of(candidates, sources);
    const std::vector<GameRecord> kept = selected(candidates.games);
    const TrainingStatistics trained = train(kept);
    if (arm_.candidates() == ArmConfig::TREE || arm_.judge() == ArmConfig::VALUE) {
      teach_critic(candidates);
    }
    network_ = evaluator_of(*task_.forward, trainer_);

    Iteration iteration{number_, measured()};
    iteration.measures.merge(loop);
    if (makes_candidates(arm_)) {
      iteration.measures["kept"] =
          static_cast<double>(kept.size()) / static_cast<double>(sources.size());
    }
    iteration.measures["policy_loss"] = trained.policy_loss;
    iteration.measures["cpu_seconds"] = thread_cpu_seconds() - begin;
    return iteration;
  }

 private:
  /// A pair to learn from, and what it was judged to be worth.
  struct Kept {
    SentencePair pair;
    double reward;
  };

  std::size_t per_iteration() const {
    return static_cast<std::size_t>(config_.sources_per_iteration());
  }
  std::size_t first_of_iteration() const {
    return static_cast<std::size_t>(number_ - 1) * per_iteration();
  }

  int visits() const { return arm_.visits() > 0 ? arm_.visits() : config_.search().visits(); }

  /// `right` says what an exact judge says; who else asks gets no part of it.
  std::shared_ptr<const Judge> make_judge(const Reference& right) {
    const auto counted = [&](const std::shared_ptr<const Evaluator>& evaluator) {
      return make_counting_evaluator(evaluator, judge_evaluations_);
    };
    switch (arm_.judge()) {
      case ArmConfig::EXACT:
        return make_exact_judge(right, arm_.lie(), seed_);
      case ArmConfig::SHUFFLED:
        return make_exact_judge(right);
      case ArmConfig::LIKELIHOOD:
        return make_likelihood_judge(task_.forward, counted(network_));
      case ArmConfig::ROUND_TRIP_FROZEN:
      case ArmConfig::ROUND_TRIP:
        return make_round_trip_judge(task_.backward, counted(backward_));
      case ArmConfig::VALUE_FROZEN:
      case ArmConfig::VALUE:
        return make_value_judge(task_.forward, counted(critic_));
    }
    throw Error("arm " + arm_.name() + ": unknown judge");
  }

  Candidates make_candidates(const Sources& sources) {
    if (!makes_candidates(arm_)) return {};
    const std::shared_ptr<const Judge> judge = make_judge(reference_for(task_, sources));
    if (arm_.candidates() == ArmConfig::TREE) {
      RunConfig run = run_;
      run.mutable_search()->set_visits(visits());
      return search_candidates(task_.forward, run, make_critic_evaluator(network_, critic_), judge,
                               sources, number_);
    }
    JudgedTranslations translations = translate(sources, judge);
    if (arm_.judge() == ArmConfig::SHUFFLED) {
      deal_out_rewards(translations, Random(seed_, static_cast<std::uint64_t>(number_)));
    }
    return best_candidates(*task_.forward, translations, sources, number_);
  }

  JudgedTranslations translate(const Sources& sources,
                               const std::shared_ptr<const Judge>& judge) const {
    if (arm_.candidates() == ArmConfig::BEAM) {
      return beam_translations(*task_.forward, *network_, *judge, sources, visits(),
                               run_.search().root_uniform_fraction());
    }
    const int samples = arm_.candidates() == ArmConfig::SAMPLE ? 1 : visits();
    return sample_translations(task_.forward, run_, network_, judge, sources, samples, number_);
  }

  Measures measures_of(const Candidates& candidates, const Sources& sources) const {
    Measures measures;
    if (!makes_candidates(arm_)) return measures;
    const auto targets = task_.translate(sources);
    double reward = 0;
    double right = 0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      reward += reward_of(candidates.games[i]);
      right += targets[i] == pair_of_record(*task_.forward, candidates.games[i]).target;
    }
    const auto count = static_cast<double>(sources.size());
    measures["reward"] = reward / count;
    measures["true_reward"] = right / count;
    measures["evaluations"] = static_cast<double>(candidates.evaluations);
    measures["judge_evaluations"] = static_cast<double>(judge_evaluations_);
    return measures;
  }

  /// On the iteration's data, as the arm's data rule has it.
  TrainingStatistics train(const std::vector<GameRecord>& newest) {
    if (!arm_.accumulate()) kept_.clear();
    for (const GameRecord& game : newest) {
      kept_.push_back({pair_of_record(*task_.forward, game), reward_of(game)});
    }
    for (const SentencePair& pair : real_pairs()) kept_.push_back({pair, 1});
    const auto anchor =
        static_cast<std::size_t>(arm_.seed_share() * static_cast<double>(task_.seed_pairs.size()));

    ReplayWindow window = empty_window();
    add_pairs(*task_.forward, part_of(task_.seed_pairs, 0, anchor), number_, window);
    for (const Kept& kept : kept_) {
      window.add(record_of_pair(*task_.forward, kept.pair, kept.reward, number_));
    }
    // Where a judge approves of nothing there may be nothing to learn from.
    if (window.size() == 0) return {};
    const TrainingStatistics trained =
        trainer_.train_generation(window, number_, config_.steps_per_iteration());
    if (makes_candidates(arm_) && arm_.judge() == ArmConfig::ROUND_TRIP) train_backward(anchor);
    return trained;
  }

  std::vector<SentencePair> real_pairs() const {
    if (arm_.candidates() == ArmConfig::FRESH) {
      return part_of(task_.fresh_pairs, first_of_iteration(), per_iteration());
    }
    if (arm_.candidates() == ArmConfig::ALL && (number_ == 1 || !arm_.accumulate())) {
      return task_.fresh_pairs;
    }
    return {};
  }

  /// On the same pairs as the forward network.
  void train_backward(std::size_t anchor) {
    std::vector<SentencePair> pairs = part_of(task_.seed_pairs, 0, anchor);
    for (const Kept& kept : kept_) {
      if (!kept.pair.target.empty()) pairs.push_back(kept.pair);
    }
    if (pairs.empty()) return;
    ReplayWindow window = empty_window();
    add_pairs(*task_.backward, reversed(std::move(pairs)), number_, window);
    backward_trainer_.train_generation(window, number_, config_.steps_per_iteration());
    backward_ = evaluator_of(*task_.backward, backward_trainer_);
  }

  /// What the judge said of the iteration's translations, wrong ones too.
  void teach_critic(const Candidates& candidates) {
    ReplayWindow window = empty_window();
    for (const GameRecord& game : candidates.games) window.add(value_lesson(game));
    for (const GameRecord& game : candidates.played) window.add(value_lesson(game));
    if (window.size() == 0) return;
    critic_trainer_.train_generation(window, number_, config_.critic_steps_per_iteration());
    critic_ = evaluator_of(*task_.forward, critic_trainer_);
  }

  Measures measured() {
    Measures measures = meter_.measure(*network_, *start_);
    if (number_ % config_.sample_every() == 0 || number_ == config_.iterations()) {
      measures.merge(meter_.measure_samples(run_, network_, test_judge(), number_));
    }
    return measures;
  }

  /// The arm's judge of test sentences; none where it has none, or its verdicts say nothing.
  std::shared_ptr<const Judge> test_judge() {
    if (!makes_candidates(arm_) || arm_.judge() == ArmConfig::SHUFFLED) return nullptr;
    std::map<std::vector<Token>, std::vector<Token>> right;
    for (const TestSet& test : task_.tests) {
      for (const SentencePair& pair : test.pairs) right.emplace(pair.source, pair.target);
    }
    return make_judge([right = std::move(right)](
                          std::span<const Token> source) -> std::optional<std::vector<Token>> {
      const auto found = right.find({source.begin(), source.end()});
      if (found == right.end()) return {};
      return found->second;
    });
  }

  const LabTask& task_;
  const NetworkMeter& meter_;
  const LabConfig& config_;
  const ArmConfig& arm_;
  const std::uint64_t seed_;
  const RunConfig run_;
  Trainer trainer_;
  Trainer backward_trainer_;
  Trainer critic_trainer_;
  std::shared_ptr<const Evaluator> start_;
  std::shared_ptr<const Evaluator> network_;
  std::shared_ptr<const Evaluator> backward_;
  std::shared_ptr<const Evaluator> critic_;
  std::vector<Kept> kept_;  ///< of earlier iterations too, where the arm accumulates
  std::int64_t judge_evaluations_ = 0;
  int number_ = 0;
};

Arm::Arm(const LabTask& task, const NetworkMeter& meter, const LabConfig& config,
         const ArmConfig& arm, std::uint64_t seed, const StartPoint& start)
    : impl_(std::make_unique<Impl>(task, meter, config, arm, seed, start)) {}
Arm::~Arm() = default;
Iteration Arm::start() { return impl_->start(); }
Iteration Arm::iterate() { return impl_->iterate(); }

}  // namespace tandem
