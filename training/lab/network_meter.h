// What a network is worth on the test sets; names and meanings stand in iteration.h.
#pragma once

#include <memory>

#include "mcts/evaluator.h"
#include "mcts/judge.h"
#include "proto/run_config.pb.h"
#include "training/lab/iteration.h"
#include "training/lab/task.h"
#include "training/lab/text/token_recall.h"

namespace tandem {

/// Immutable; shared by threads. The task must outlive it.
class NetworkMeter {
 public:
  explicit NetworkMeter(const LabTask& task);

  /// Of the network alone. `start` is the arm's starting point.
  Measures measure(const Evaluator& network, const Evaluator& start) const;

  /// Of samples, search.visits a source (pass_1, pass_n), and of the one that the judge likes best
  /// (with_search; not without a judge), of `known` and `novel`. Nothing is mixed into the policy
  /// here.
  Measures measure_samples(const RunConfig& config, std::shared_ptr<const Evaluator> network,
                           std::shared_ptr<const Judge> judge, int generation) const;

 private:
  void measure_set(const TestSet& test, const Evaluator& network, const Evaluator& start,
                   Measures& measures) const;
  void measure_text(const TestSet& test, const std::vector<std::vector<Token>>& targets,
                    Measures& measures) const;
  std::vector<std::string> words_of(std::span<const Token> target) const;

  const LabTask& task_;
  const FrequencyDeciles deciles_;  ///< of the words in the seed pairs' targets
};

}  // namespace tandem
