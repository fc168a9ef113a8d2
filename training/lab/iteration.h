// What is measured of an arm after each iteration, and what a whole study has measured.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tandem {

/// By name; a measure that wasn't taken isn't there. Of each test set, here `known`:
///
///   known.exact            share of the network's own (greedy) translations that are the reference
///
/// of `known` and `novel` alone also:
///
///   known.chrf, .bleu      of the same translations, 0 to 100; see text/
///   known.perplexity       exp of the mean -ln p(token) over the references' tokens, ends included
///   known.distinct_1, .distinct_2, .entropy   of the same translations; entropy in bits
///   known.recall_0 .. _9   reference tokens found, by frequency decile of the seed pairs' targets
///   known.recall_unseen    the same of tokens that the seed pairs' targets lack
///   known.kl_start         KL(now || start) in nats a sentence, along the network's translations
///
/// and where samples are drawn (the start, the last iteration, every LabConfig.sample_every-th):
///
///   known.pass_1           share of samples that are right
///   known.pass_n           share of sources of which any of search.visits samples is right
///   known.with_search      share of sources of which the sample that the arm's judge likes best is
///
/// Of the loop:
///
///   reward                 mean judged worth of the candidates, in [0, 1]: what the loop optimises
///   true_reward            share of them that are right: what it should
///   kept                   share of them that were selected for training
///   evaluations            network answers that the candidates took
///   judge_evaluations      and those that judging took
///   policy_loss            of the training, nats a token
///   cpu_seconds
using Measures = std::map<std::string, double>;

struct Iteration {
  int number = 0;  ///< 0: the starting point, which has no measures of the loop
  Measures measures;
};

/// Of one arm: its iterations by seed, the start first.
using ArmResults = std::map<std::uint64_t, std::vector<Iteration>>;

/// Under which name the closed game's results stand among the arms'.
inline constexpr const char* kBoardName = "board";

/// By arm name.
using LabResults = std::map<std::string, ArmResults>;

}  // namespace tandem
