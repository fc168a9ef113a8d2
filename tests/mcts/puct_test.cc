#include "mcts/puct.h"

#include <array>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem {
namespace {

using ::testing::ElementsAre;

constexpr float kC = 1.5f;

std::array<Edge, 3> example() {
  std::array<Edge, 3> edges;
  edges[0].prior = 0.6f;
  edges[1].prior = 0.3f;
  edges[2].prior = 0.1f;
  return edges;
}

// Nothing visited: equal q, so the prior decides. Then, by hand, with v = 0:
// 1. a0 returned -0.5: parent (0 - 0.5) / 2 = -0.25, first play -0.25 - 0.25 sqrt 0.6 = -0.44365.
//    a0: -0.5 + 1.5 * 0.6 / 2 = -0.05; a1: -0.44365 + 0.45 = 0.00635; a2: -0.44365 + 0.15 =
//    -0.29365.
// 2. a1 returned 0.1: parent -0.4 / 3, first play -0.13333 - 0.25 sqrt 0.9 = -0.37050, c sqrt 2
// = 2.12132.
//    a0: -0.5 + 0.63640 = 0.13640; a1: 0.1 + 0.31820 = 0.41820; a2: -0.37050 + 0.21213 = -0.15837.
// 3. a1 returned -0.9, mean -0.4: parent -1.3 / 4 = -0.325, first play -0.56217, c sqrt 3
// = 2.59808.
//    a0: -0.5 + 0.77942 = 0.27942; a1: -0.4 + 0.25981 = -0.14019; a2: -0.56217 + 0.25981 =
//    -0.30236.
TEST(Puct, HandSteppedExample) {
  std::array<Edge, 3> edges = example();
  EXPECT_EQ(select_puct(edges, 0, kC), 0);
  edges[0].visits = 1;
  edges[0].value = -0.5f;
  EXPECT_EQ(select_puct(edges, -0.25f, kC), 1);
  edges[1].visits = 1;
  edges[1].value = 0.1f;
  EXPECT_EQ(select_puct(edges, -0.4f / 3, kC), 1);
  edges[1].visits = 2;
  edges[1].value = -0.4f;
  EXPECT_EQ(select_puct(edges, -0.325f, kC), 0);
}

TEST(Puct, PassesOverProvenActions) {
  std::array<Edge, 3> edges = example();
  edges[0].proof = Proof::kLost;
  EXPECT_EQ(select_puct(edges, 0, kC), 1);
  edges[1].proof = Proof::kExact;
  EXPECT_EQ(select_puct(edges, 0, kC), 2);
}

// Equal q: a0 has 1.5 * 0.6 = 0.9 against 0.45; with two descents under way in it 1.5 sqrt 2 * 0.6
// / 3 = 0.42426 against 1.5 sqrt 2 * 0.3 = 0.63640.
TEST(Puct, DescentsInFlightCountAsVisits) {
  const std::array<Edge, 3> edges = example();
  const auto prior = [&](int i) { return edges[i].prior; };
  EXPECT_EQ(select_puct(edges, 0, kC, prior, [](int i) { return i == 0 ? 2 : 0; }), 1);
}

TEST(Puct, TargetIsTheShareOfVisits) {
  std::array<Edge, 3> edges = example();
  std::array<float, 3> target;
  visit_target(edges, target);  // nothing visited: the prior
  EXPECT_FLOAT_EQ(target[0], 0.6f);
  edges[0].visits = 6;
  edges[1].visits = 1;
  edges[2].visits = 3;
  visit_target(edges, target);
  EXPECT_FLOAT_EQ(target[0], 0.6f);
  EXPECT_FLOAT_EQ(target[1], 0.1f);
  edges[0].proof = Proof::kLost;
  visit_target(edges, target);
  EXPECT_FLOAT_EQ(target[0], 0);
  EXPECT_FLOAT_EQ(target[1], 0.25f);
  EXPECT_FLOAT_EQ(target[2], 0.75f);
}

TEST(Puct, BestIsTheMostVisitedNotLost) {
  std::array<Edge, 3> edges = example();
  edges[0].visits = 6;
  edges[1].visits = edges[2].visits = 3;
  edges[2].value = 0.1f;
  EXPECT_EQ(most_visited_edge(edges), 0);
  edges[0].proof = Proof::kLost;
  EXPECT_EQ(most_visited_edge(edges), 2);  // the higher value of equals
}

// The draw counts as visited as often as the most visited action, unless that one is better.
TEST(Puct, AnExactActionNeedsNoVisits) {
  std::array<Edge, 3> edges = example();
  edges[0].visits = 6;
  edges[0].value = -0.1f;
  edges[1].visits = 2;
  edges[2].visits = 1;
  edges[2].proof = Proof::kExact;
  edges[2].value = 0;
  EXPECT_THAT(effective_visits(edges), ElementsAre(6, 2, 6));
  EXPECT_EQ(most_visited_edge(edges), 2);
  edges[0].proof = Proof::kBounded;
  edges[0].value = 0;
  EXPECT_EQ(most_visited_edge(edges), 2) << "the exact one of equals";
  edges[0].proof = Proof::kNone;
  edges[0].value = 0.1f;
  EXPECT_THAT(effective_visits(edges), ElementsAre(6, 2, 1));
  EXPECT_EQ(most_visited_edge(edges), 0);
}

TEST(Puct, SamplesInProportion) {
  const std::vector<float> target = {0, 0.25f, 0.75f, 0};
  EXPECT_EQ(sample_action(target, 0), 1);
  EXPECT_EQ(sample_action(target, 0.249), 1);
  EXPECT_EQ(sample_action(target, 0.251), 2);
  EXPECT_EQ(sample_action(target, 0.999999999), 2);
}

TEST(Puct, RootNoiseIsAMixture) {
  const std::array<Edge, 3> edges = example();
  std::array<float, 3> mixed;
  std::array<float, 3> noise;
  Random random(3);
  mix_root_noise(edges, 0.7, 0, random, mixed);
  EXPECT_EQ(random.next(), Random(3).next()) << "fraction 0 draws nothing";
  for (int i = 0; i < 3; ++i) EXPECT_FLOAT_EQ(mixed[i], edges[i].prior);

  Random one(4);
  Random two(4);
  mix_root_noise(edges, 0.7, 1, one, noise);
  mix_root_noise(edges, 0.7, 0.25, two, mixed);
  for (int i = 0; i < 3; ++i) {
    EXPECT_NEAR(mixed[i], 0.75f * edges[i].prior + 0.25f * noise[i], 1e-6);
  }
}

}  // namespace
}  // namespace tandem
