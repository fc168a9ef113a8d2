// Translations that a network makes of source sentences, by search, sampling or beam search,
// judged.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "games/game.h"
#include "games/random.h"
#include "mcts/evaluator.h"
#include "mcts/judge.h"
#include "proto/game_record.pb.h"
#include "proto/run_config.pb.h"
#include "training/lab/task.h"

namespace tandem {

/// Several translations of each source: samples * sources of them, those of one source together.
struct JudgedTranslations {
  struct Translation {
    std::vector<Token> target;
    double reward = 0;
  };
  std::vector<Translation> all;
  int each = 1;                  ///< of one source: those of source i begin at i * each
  std::int64_t evaluations = 0;  ///< network answers that they took, the judge's own not counted
};

/// Drawn token by token from the network's policy, with search.root_uniform_fraction of chance
/// mixed in, by self-play whose searches have one visit (the Gumbel-max trick). A function of its
/// arguments.
JudgedTranslations sample_translations(std::shared_ptr<const Game> game, const RunConfig& config,
                                       std::shared_ptr<const Evaluator> evaluator,
                                       std::shared_ptr<const Judge> judge, const Sources& sources,
                                       int samples, int generation);

/// Gives every reward to a translation drawn at random: as much approval, without its information.
void deal_out_rewards(JudgedTranslations& translations, Random random);

/// Of each source the number of the translation that the judge likes best, the first of several.
std::vector<std::size_t> best_of_each(const JudgedTranslations& translations);

/// What an arm learns from.
struct Candidates {
  std::vector<GameRecord> games;   ///< one a source: the best translation that the judge has seen
  std::vector<GameRecord> played;  ///< what a search played itself, with its policy targets
  std::int64_t evaluations = 0;    ///< as above
};

/// The best of each source, as if every token of it had been certain.
Candidates best_candidates(const Game& game, const JudgedTranslations& translations,
                           const Sources& sources, int generation);

/// Tree search at every token, as `config` says (run_config_of()). A function of its arguments.
Candidates search_candidates(std::shared_ptr<const Game> game, const RunConfig& config,
                             std::shared_ptr<const Evaluator> evaluator,
                             std::shared_ptr<const Judge> judge, const Sources& sources,
                             int generation);

/// What the network writes of each source when it always takes its most probable token.
std::vector<std::vector<Token>> greedy_translations(const Game& game, const Evaluator& evaluator,
                                                    const Sources& sources);

/// Worth of a finished game, in [0, 1].
double reward_of(const GameRecord& game);

}  // namespace tandem
