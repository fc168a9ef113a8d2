// PUCT search against a second one, written as plainly as possible: positions in nodes, a pointer
// per child, no solver. Both must make the same visits. It computes in float like the search, so
// that near-ties go the same way.
#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "games/registry.h"
#include "mcts/exponential.h"
#include "mcts/scripted_evaluator.h"
#include "mcts/search.h"
#include "tests/mcts/brute_force.h"

namespace tandem {
namespace {

struct PlainNode {
  std::unique_ptr<Position> position;
  std::vector<Action> legal;
  std::vector<float> priors;
  std::vector<std::unique_ptr<PlainNode>> children;
  int visits = 0;
  double sum = 0;  // for player 0
};

class PlainPuct {
 public:
  PlainPuct(const Game& game, EvaluationBatch& batch) : game_(game), batch_(batch) {}

  std::unique_ptr<PlainNode> search(const Position& position, int visits) {
    auto root = std::make_unique<PlainNode>();
    root->position = position.clone();
    for (int i = 0; i < visits; ++i) visit(*root);
    return root;
  }

 private:
  double visit(PlainNode& node) {
    const double value = node.visits == 0 ? expand(node) : visit_child(node);
    ++node.visits;
    node.sum += value;
    return value;
  }

  double expand(PlainNode& node) {
    if (node.position->is_terminal()) return (*node.position->outcome())[0];
    node.legal = legal_actions_of(game_, *node.position);
    std::vector<float> logits(node.legal.size());
    Values values;
    batch_.add(*node.position, node.legal, {logits, &values});
    const float highest = *std::max_element(logits.begin(), logits.end());
    float sum = 0;
    for (const float logit : logits) {
      node.priors.push_back(exp_nonpositive(logit - highest));
      sum += node.priors.back();
    }
    for (float& prior : node.priors) prior *= 1 / sum;
    node.children.resize(node.legal.size());
    return values[0];
  }

  double visit_child(PlainNode& node) {
    if (node.legal.empty()) return node.sum / node.visits;  // the game is over
    const float sign = node.position->side_to_move() == 0 ? 1 : -1;
    float mass = 0;
    int visits = 0;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (!node.children[i]) continue;
      mass += node.priors[i];
      visits += node.children[i]->visits;
    }
    const float exploration = 1.5f * std::sqrt(static_cast<float>(std::max(visits, 1)));
    const float first_play =
        sign * static_cast<float>(node.sum / node.visits) - 0.25f * std::sqrt(mass);
    std::size_t best = 0;
    float best_score = -1e9f;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const PlainNode* child = node.children[i].get();
      const float q = child ? sign * static_cast<float>(child->sum / child->visits) : first_play;
      const float n = child ? child->visits : 0;
      const float score = q + exploration * node.priors[i] / (1 + n);
      if (score > best_score) {
        best = i;
        best_score = score;
      }
    }
    if (!node.children[best]) {
      node.children[best] = std::make_unique<PlainNode>();
      node.children[best]->position = node.position->clone();
      node.children[best]->position->apply(node.legal[best]);
    }
    return visit(*node.children[best]);
  }

  const Game& game_;
  EvaluationBatch& batch_;
};

TEST(PuctSearch, MakesTheVisitsOfAPlainImplementation) {
  for (const char* name : {"tic_tac_toe", "connect_four", "connect_four(rows=4,columns=5)"}) {
    const auto game = make_game(name);
    const auto batch = ScriptedEvaluator(*game).new_batch();
    SearchConfig config;
    config.set_algorithm(SearchConfig::PUCT);
    config.set_visits(300);
    config.set_noise(0);
    config.set_solver(false);
    Search search(*game, config);
    for (const auto& position : random_positions(*game, 40, 7)) {
      search.begin(*position, Random(0));
      const SearchResult result = run_search(search, *batch);
      const auto plain = PlainPuct(*game, *batch).search(*position, 300);
      ASSERT_EQ(result.actions.size(), plain->children.size());
      for (std::size_t i = 0; i < result.actions.size(); ++i) {
        const PlainNode* child = plain->children[i].get();
        ASSERT_EQ(result.actions[i].visits, child ? child->visits : 0)
            << position->to_text() << " action " << result.actions[i].action;
      }
      EXPECT_NEAR(result.values[0], plain->sum / plain->visits, 1e-5);
    }
  }
}

}  // namespace
}  // namespace tandem
