#include "mcts/network_choices.h"

#include <algorithm>

#include "games/error.h"
#include "mcts/root_result.h"
#include "mcts/tree.h"

namespace tandem {
namespace {

struct Question {
  std::vector<Action> legal;
  std::vector<float> logits;
  Values values{};
};

SearchResult choose(const Position& position, const Question& question) {
  Tree tree;
  tree.add_evaluated(position.side_to_move(), question.legal, question.logits, question.values);
  SearchResult result = describe_root(tree);
  for (ActionResult& action : result.actions) action.target = action.prior;
  const auto best = std::max_element(question.logits.begin(), question.logits.end());
  result.best = result.chosen = question.legal[best - question.logits.begin()];
  result.values = question.values;
  return result;
}

}  // namespace

std::vector<SearchResult> network_choices(const Game& game,
                                          std::span<const Position* const> positions,
                                          EvaluationBatch& batch) {
  std::vector<Question> questions(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    Question& question = questions[i];
    question.legal.resize(game.info().max_legal_actions);
    question.legal.resize(positions[i]->legal_actions(question.legal));
    if (question.legal.empty()) {
      throw Error("the network was asked for a move in \"" + positions[i]->to_text() +
                  "\": the game is over");
    }
    question.logits.resize(question.legal.size());
    batch.add(*positions[i], question.legal, {question.logits, &question.values});
  }
  batch.compute();
  std::vector<SearchResult> results;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    results.push_back(choose(*positions[i], questions[i]));
  }
  return results;
}

}  // namespace tandem
