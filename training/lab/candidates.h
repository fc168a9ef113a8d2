// Translations that a network makes of source sentences, by search or by sampling, judged.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "games/game.h"
#include "games/translation/translation.h"
#include "mcts/evaluator.h"
#include "mcts/judge.h"
#include "proto/game_record.pb.h"
#include "proto/run_config.pb.h"

namespace tandem {

using Sources = std::vector<std::vector<Token>>;

struct Candidates {
  std::vector<GameRecord> games;   ///< one a source: the best translation that the judge has seen
  std::vector<GameRecord> played;  ///< what the search played itself, with its policy targets
  std::int64_t evaluations = 0;    ///< network answers that they took, the judge's own not counted
};

/// One game a source, in the order in which they ended: search at every token, as `config` says
/// (run_config_of()). A function of its arguments: game i draws from (seed, first_game + i).
Candidates search_candidates(std::shared_ptr<const Game> game, const RunConfig& config,
                             std::shared_ptr<const Evaluator> evaluator,
                             std::shared_ptr<const Judge> judge, const Sources& sources,
                             int generation);

/// `samples` translations of each source, drawn token by token from the network's policy; the
/// first of those that the judge finds best is kept, as if every token of it had been certain.
Candidates sample_candidates(std::shared_ptr<const Game> game, const RunConfig& config,
                             std::shared_ptr<const Evaluator> evaluator,
                             std::shared_ptr<const Judge> judge, const Sources& sources,
                             int samples, int generation);

/// What the network writes of each source when it always takes its most probable token.
std::vector<std::vector<Token>> greedy_translations(const Game& game, const Evaluator& evaluator,
                                                    const Sources& sources);

}  // namespace tandem
