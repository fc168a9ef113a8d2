#include "mcts/gumbel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/registry.h"
#include "mcts/gumbel_root.h"
#include "mcts/scripted_evaluator.h"
#include "mcts/search.h"
#include "tests/mcts/brute_force.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;

Edge edge_with(float prior, int visits, float value) {
  Edge edge;
  edge.prior = prior;
  edge.logit = std::log(prior);
  edge.visits = visits;
  edge.value = value;
  return edge;
}

/// Priors 0.5, 0.3, 0.2; the first visited twice with q = 0.6, the second once with q = 0.3.
std::array<Edge, 3> example() {
  return {edge_with(0.5f, 2, 0.2f), edge_with(0.3f, 1, -0.4f), edge_with(0.2f, 0, 0)};
}
constexpr float kNetworkValue = 0.1f;  // v = 0.55
constexpr SigmaScale kScale{50, 0.1f};

// sum pi q / sum pi = (0.5 * 0.6 + 0.3 * 0.3) / 0.8 = 0.4875; (0.55 + 3 * 0.4875) / 4 = 0.503125.
TEST(Gumbel, MixedValue) { EXPECT_NEAR(mixed_value(example(), kNetworkValue), 0.503125, 1e-6); }

TEST(Gumbel, MixedValueOfAnUnvisitedNodeIsTheNetworks) {
  std::array<Edge, 2> edges = {edge_with(0.5f, 0, 0), edge_with(0.5f, 0, 0)};
  EXPECT_FLOAT_EQ(mixed_value(edges, -0.5f), 0.25f);
}

// (50 + 2) * 0.1.
TEST(Gumbel, SigmaSlope) { EXPECT_NEAR(sigma_slope(kScale, example()), 5.2, 1e-6); }

// Weights pi * exp(5.2 q): 0.5 e^3.12 = 11.32319, 0.3 e^1.56 = 1.427646, 0.2 e^2.61625 = 2.736862;
// sum 15.487698.
TEST(Gumbel, ImprovedPolicy) {
  std::array<float, 3> policy;
  improved_policy(example(), kNetworkValue, kScale, policy);
  EXPECT_NEAR(policy[0], 0.731108, 1e-5);
  EXPECT_NEAR(policy[1], 0.092179, 1e-5);
  EXPECT_NEAR(policy[2], 0.176712, 1e-5);
}

// pi' - N / 4: 0.731 - 0.5 = 0.231; 0.092 - 0.25 < 0; 0.177. With a third visit to the first:
// its share is 3 / 5 and pi' hardly moves, so the unvisited third is next.
TEST(Gumbel, SelectInterior) {
  std::array<float, 3> scratch;
  std::array<Edge, 3> edges = example();
  EXPECT_EQ(select_interior(edges, kNetworkValue, kScale, scratch), 0);
  edges[0].visits = 3;
  EXPECT_EQ(select_interior(edges, kNetworkValue, kScale, scratch), 2);
}

// The second is lost: v_mix = (0.55 + 2 * 0.6) / 3 = 0.583333; weights 0.5 e^3.12 = 11.32319 and
// 0.2 e^3.033333 = 4.153269.
TEST(Gumbel, LostActionsTakeNoPart) {
  std::array<Edge, 3> edges = example();
  edges[1].proof = Proof::kLost;
  edges[1].value = -1;
  EXPECT_NEAR(mixed_value(edges, kNetworkValue), 0.583333, 1e-6);
  std::array<float, 3> policy;
  improved_policy(edges, kNetworkValue, kScale, policy);
  EXPECT_NEAR(policy[0], 0.731640, 1e-5);
  EXPECT_EQ(policy[1], 0);
  EXPECT_NEAR(policy[2], 0.268360, 1e-5);
}

TEST(Gumbel, SurvivesExtremeLogits) {
  std::array<Edge, 2> edges = {edge_with(1, 0, 0), edge_with(kSmallestPrior, 3, -0.2f)};
  edges[0].logit = 500;
  edges[1].logit = -500;
  std::array<float, 2> policy;
  improved_policy(edges, 0.3f, kScale, policy);
  EXPECT_FLOAT_EQ(policy[0], 1);
  EXPECT_FLOAT_EQ(policy[1], 0);
  edges[0].proof = Proof::kLost;
  improved_policy(edges, 0.3f, kScale, policy);
  EXPECT_FLOAT_EQ(policy[1], 1);
}

/// Root edges with given logits, nothing visited.
std::vector<Edge> root_edges(const std::vector<float>& logits) {
  std::vector<Edge> edges(logits.size());
  for (std::size_t i = 0; i < logits.size(); ++i) {
    edges[i].action = static_cast<Action>(i);
    edges[i].logit = logits[i];
    edges[i].prior = 1.0f / logits.size();
  }
  return edges;
}

void visit(Edge& edge, float value) {
  edge.value = (edge.value * edge.visits + value) / (edge.visits + 1);
  ++edge.visits;
}

// 4 of 5 enter (not the one with the lowest logit), 8 visits: 1 each, then the best two 2 each.
TEST(GumbelRoot, FollowsTheScheduleByValue) {
  std::vector<Edge> edges = root_edges({0.4f, -3, 0.3f, 0.2f, 0.1f});
  const std::vector<float> values = {-0.5f, 0.9f, 0.8f, -0.9f, 0.5f};
  Random random(1);
  GumbelRoot root;
  root.begin(edges, 4, 8, 0, 0, random);
  std::vector<int> order;
  for (int i = 0; i < 8; ++i) {
    order.push_back(root.select(edges, 0, kScale));
    visit(edges[order.back()], values[order.back()]);
  }
  EXPECT_THAT(order, ElementsAre(0, 2, 3, 4, 2, 4, 2, 4));
  EXPECT_EQ(root.best(edges, 0, kScale), 2);
}

// Two enter; once both are lost, the others come in; at the end the lost ones are still the most
// visited, but never the move.
TEST(GumbelRoot, ProvenCandidatesLeave) {
  std::vector<Edge> edges = root_edges({3, 2, 1, 0});
  Random random(1);
  GumbelRoot root;
  root.begin(edges, 2, 20, 0, 0, random);
  std::vector<int> order;
  for (int i = 0; i < 7; ++i) {
    const int choice = root.select(edges, 0, kScale);
    order.push_back(choice);
    visit(edges[choice], 0);
    if (i == 2) edges[0].proof = Proof::kLost;
    if (i == 4) edges[1].proof = Proof::kLost;
  }
  EXPECT_THAT(order, ElementsAre(0, 1, 0, 1, 1, 2, 3));
  EXPECT_EQ(root.best(edges, 0, kScale), 2);
  EXPECT_GT(edges[1].visits, edges[2].visits);
}

// A draw needs no more visits, but is the move while the others look worse.
TEST(GumbelRoot, ExactActionsCompeteForTheMove) {
  std::vector<Edge> edges = root_edges({0, 0, 0});
  Random random(1);
  GumbelRoot root;
  root.begin(edges, 3, 30, 0, 0, random);
  EXPECT_EQ(root.select(edges, 0, kScale), 0);
  visit(edges[0], 0);
  edges[0].proof = Proof::kExact;
  for (int i = 0; i < 29; ++i) {
    const int choice = root.select(edges, 0, kScale);
    EXPECT_NE(choice, 0);
    visit(edges[choice], choice == 1 ? -0.5f : -0.7f);
  }
  EXPECT_EQ(root.best(edges, 0, kScale), 0);
  edges[1].value = 0.5f;
  EXPECT_EQ(root.best(edges, 0, kScale), 1);
}

// The Gumbel-max trick: with one candidate and no visits to guide it, the first choice is a draw
// from softmax(logits) = (0.6, 0.3, 0.1). 20,000 draws: standard error below 0.0035.
TEST(GumbelRoot, NoiseDrawsFromThePrior) {
  const std::vector<Edge> edges = root_edges({std::log(0.6f), std::log(0.3f), std::log(0.1f)});
  std::array<int, 3> count{};
  Random random(5);
  GumbelRoot root;
  for (int i = 0; i < 20000; ++i) {
    root.begin(edges, 1, 1, 1, 0, random);
    ++count[root.select(edges, 0, kScale)];
  }
  EXPECT_NEAR(count[0] / 20000.0, 0.6, 0.014);
  EXPECT_NEAR(count[1] / 20000.0, 0.3, 0.014);
  EXPECT_NEAR(count[2] / 20000.0, 0.1, 0.014);
}

// Three tenths of uniform over softmax(logits) = (0.6, 0.3, 0.1), the logits being that plus 2:
// 0.7 * (0.6, 0.3, 0.1) + 0.1 = (0.52, 0.31, 0.17).
TEST(GumbelRoot, UniformIsMixedIntoThePrior) {
  std::vector<Edge> edges =
      root_edges({2 + std::log(0.6f), 2 + std::log(0.3f), 2 + std::log(0.1f)});
  edges[0].prior = 0.6f;
  edges[1].prior = 0.3f;
  edges[2].prior = 0.1f;
  std::array<int, 3> count{};
  std::array<int, 3> moved{};
  Random random(5);
  GumbelRoot root;
  for (int i = 0; i < 20000; ++i) {
    root.begin(edges, 1, 1, 1, 0.3, random);
    ++count[root.select(edges, 0, kScale)];
    ++moved[root.best(edges, 0, kScale)];
  }
  EXPECT_NEAR(count[0] / 20000.0, 0.52, 0.014);
  EXPECT_NEAR(count[1] / 20000.0, 0.31, 0.014);
  EXPECT_NEAR(count[2] / 20000.0, 0.17, 0.011);
  EXPECT_EQ(moved, count) << "the move is drawn likewise";
}

// Whatever values come, the visits of a whole search without solver are the schedule's, by rank: 7
// candidates and 31 visits are 12, 11, 4, 1, 1, 1, 1 (sequential_halving_test.cc).
TEST(GumbelSearch, RootVisitsAreTheSchedules) {
  const auto game = make_game("connect_four");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  SearchConfig config;
  config.set_visits(32);
  config.set_solver(false);
  Search search(*game, config);
  for (int seed = 0; seed < 50; ++seed) {
    search.begin(*game->initial_position(), Random(seed));
    const SearchResult result = run_search(search, *batch);
    std::vector<int> visits;
    for (const ActionResult& action : result.actions) visits.push_back(action.visits);
    std::sort(visits.rbegin(), visits.rend());
    EXPECT_THAT(visits, ElementsAre(12, 11, 4, 1, 1, 1, 1));
    const auto best = std::find_if(result.actions.begin(), result.actions.end(),
                                   [&](const auto& a) { return a.action == result.best; });
    EXPECT_EQ(best->visits, 12);
    EXPECT_EQ(result.chosen, result.best);
  }
}

}  // namespace
}  // namespace tandem
