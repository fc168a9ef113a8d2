// Features and targets against values worked out by hand on tic-tac-toe (square = 3 * row + column,
// row 0 is the bottom one).
#include "training/learning/sample_builder.h"

#include <gtest/gtest.h>

#include "games/registry.h"
#include "training/selfplay/game_replay.h"

namespace tandem {
namespace {

struct Row {
  explicit Row(const GameInfo& game)
      : features(game.features.size()),
        policy(game.num_actions, 9.f),
        legal(game.num_actions, 9.f),
        wdl(3, 9.f),
        reply(game.num_actions, 9.f),
        reply_legal(game.num_actions, 9.f) {}
  SampleRow spans() { return {features, policy, legal, wdl, reply, reply_legal}; }

  std::vector<float> features, policy, legal, wdl, reply, reply_legal;
};

void add_move(GameRecord& record, Action action, std::vector<float> policy, float root_value,
              bool proven = false) {
  MoveRecord& move = *record.add_moves();
  move.set_action(action);
  move.set_full_search(!policy.empty());
  for (const float p : policy) move.add_policy(p);
  move.set_root_value(root_value);
  move.set_proven(proven);
}

/// x wins with the bottom row; the first two plies are forced; the last move's root is proven won.
GameRecord game_of_two_and_three() {
  GameRecord record;
  record.set_game("tic_tac_toe");
  record.add_opening(0);
  record.add_opening(3);
  add_move(record, 1, {0.5f, 0, 0, 0.5f, 0, 0, 0}, 0.5f);       // x; legal 1 2 4 5 6 7 8
  add_move(record, 4, {0.1f, 0.2f, 0.3f, 0.4f, 0, 0}, -0.25f);  // o; legal 2 4 5 6 7 8
  add_move(record, 2, {1, 0, 0, 0, 0}, 1, true);                // x; legal 2 5 6 7 8
  record.add_outcome(1);
  record.add_outcome(-1);
  return record;
}

class SampleBuilding : public testing::Test {
 protected:
  Row build(const GameRecord& record, int move, int symmetry = 0, double fraction = 0.25) {
    SampleBuilder builder(game_, fraction);
    Row row(game_->info());
    builder.build(record, move, symmetry, row.spans());
    return row;
  }

  static void expect_near(const std::vector<float>& actual, const std::vector<float>& expected) {
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) EXPECT_NEAR(actual[i], expected[i], 1e-6) << i;
  }

  std::shared_ptr<const Game> game_ = make_game("tic_tac_toe");
};

TEST_F(SampleBuilding, PutsTargetsOnTheirActions) {
  const GameRecord record = game_of_two_and_three();
  const Row row = build(record, 0);
  expect_near(row.policy, {0, 0.5f, 0, 0, 0, 0.5f, 0, 0, 0});
  expect_near(row.legal, {0, 1, 1, 0, 1, 1, 1, 1, 1});
  expect_near(row.reply, {0, 0, 0.1f, 0, 0.2f, 0.3f, 0.4f, 0, 0});
  expect_near(row.reply_legal, {0, 0, 1, 0, 1, 1, 1, 1, 1});
  std::vector<float> planes(game_->info().features.size());
  replay_game(*game_, record, 0)->encode(planes);
  EXPECT_EQ(row.features, planes);
}

TEST_F(SampleBuilding, HasNoReplyAfterTheLastMoveOrBeforeAFastSearch) {
  GameRecord record = game_of_two_and_three();
  expect_near(build(record, 2).reply, std::vector<float>(9, 0));
  expect_near(build(record, 2).reply_legal, std::vector<float>(9, 0));
  record.mutable_moves(1)->set_full_search(false);
  expect_near(build(record, 0).reply, std::vector<float>(9, 0));
}

TEST_F(SampleBuilding, MixesResultAndSearchBeforeAProof) {
  // Move 0 (x): the first proof after it says x wins: result (1, 0, 0). Search value 0.5: p = 3/4,
  // (9, 6, 1) / 16. With f = 1/4: 3/4 + 9/64, 6/64, 1/64.
  expect_near(build(game_of_two_and_three(), 0).wdl, {57.f / 64, 6.f / 64, 1.f / 64});
  // Move 1 (o): result (0, 0, 1). Search value -1/4: p = 3/8, (9, 30, 25) / 64.
  expect_near(build(game_of_two_and_three(), 1).wdl, {9.f / 256, 30.f / 256, 0.75f + 25.f / 256});
}

TEST_F(SampleBuilding, IsExactWhereProven) {
  expect_near(build(game_of_two_and_three(), 2).wdl, {1, 0, 0});
  expect_near(build(game_of_two_and_three(), 2, 0, 0.5).wdl, {1, 0, 0});
}

TEST_F(SampleBuilding, TakesTheResultFromTheNextProofNotFromLaterMistakes) {
  // o's position after the first move is proven drawn, then somebody erred: x won all the same.
  GameRecord record = game_of_two_and_three();
  record.mutable_moves(1)->set_proven(true);
  record.mutable_moves(1)->set_root_value(0);
  expect_near(build(record, 0, 0, 0).wdl, {0, 1, 0});
  expect_near(build(record, 1, 0, 0).wdl, {0, 1, 0});
  expect_near(build(record, 2, 0, 0).wdl, {1, 0, 0});
}

TEST_F(SampleBuilding, TakesTheOutcomeWhereNothingIsProven) {
  GameRecord record = game_of_two_and_three();
  record.mutable_moves(2)->set_proven(false);
  expect_near(build(record, 0, 0, 0).wdl, {1, 0, 0});
  expect_near(build(record, 1, 0, 0).wdl, {0, 0, 1});
  expect_near(build(record, 2, 0, 0).wdl, {1, 0, 0});
}

// The same game relabelled by a symmetry, built without symmetry, is the sample under that
// symmetry.
TEST_F(SampleBuilding, SymmetriesMoveBoardAndActionsTogether) {
  const GameRecord record = game_of_two_and_three();
  const auto& symmetries = game_->info().symmetries;
  ASSERT_EQ(symmetries.size(), 8u);
  for (std::size_t s = 0; s < symmetries.size(); ++s) {
    GameRecord turned = record;
    for (int i = 0; i < turned.opening_size(); ++i) {
      turned.set_opening(i, symmetries[s].actions[record.opening(i)]);
    }
    for (int i = 0; i < turned.moves_size(); ++i) {
      MoveRecord& move = *turned.mutable_moves(i);
      move.set_action(symmetries[s].actions[move.action()]);
      // The policy's entries stand in ascending order of legal action.
      std::vector<float> by_action(9, -1);
      std::vector<Action> legal(9);
      const int count = replay_game(*game_, record, i)->legal_actions(legal);
      for (int a = 0; a < count; ++a) {
        by_action[symmetries[s].actions[legal[a]]] = record.moves(i).policy(a);
      }
      move.clear_policy();
      for (const float p : by_action) {
        if (p >= 0) move.add_policy(p);
      }
    }
    for (int i = 0; i < record.moves_size(); ++i) {
      const Row expected = build(turned, i);
      const Row actual = build(record, i, static_cast<int>(s));
      EXPECT_EQ(actual.features, expected.features) << symmetries[s].name;
      EXPECT_EQ(actual.policy, expected.policy) << symmetries[s].name;
      EXPECT_EQ(actual.legal, expected.legal) << symmetries[s].name;
      EXPECT_EQ(actual.reply, expected.reply) << symmetries[s].name;
      EXPECT_EQ(actual.wdl, expected.wdl) << symmetries[s].name;
    }
  }
}

TEST(ValueTargets, KeepTheExpectation) {
  for (const float value : {-1.f, -0.7f, 0.f, 0.3f, 1.f}) {
    for (const auto& wdl : {wdl_of_result(value), wdl_of_estimate(value)}) {
      EXPECT_NEAR(wdl[0] - wdl[2], value, 1e-6);
      EXPECT_NEAR(wdl[0] + wdl[1] + wdl[2], 1, 1e-6);
    }
  }
  EXPECT_EQ(wdl_of_result(0), (std::array<float, 3>{0, 1, 0}));
  EXPECT_EQ(wdl_of_estimate(0), (std::array<float, 3>{0.25f, 0.5f, 0.25f}));
}

}  // namespace
}  // namespace tandem
