#include "engine/players/analyst.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "engine/players/player.h"
#include "games/error.h"
#include "games/position_text.h"
#include "games/registry.h"

namespace tandem {
namespace {

std::unique_ptr<Analyst> analyst_of(const std::string& player, int threads = 1) {
  return make_player_factory(make_game("connect_four"), player)->new_analyst(threads);
}

std::unique_ptr<Position> position_of(const std::string& text) {
  static const auto* const kGame = new std::shared_ptr(make_game("connect_four"));
  return parse_position_text(**kGame, text).position;
}

TEST(Analyst, TellsWhatItKnowsWhileItSearches) {
  std::atomic<bool> stop{false};
  AnalysisLimits limits;
  limits.stop = &stop;
  std::vector<MoveAnalysis> reports;
  const auto analyst = analyst_of("mcts", 2);
  const MoveAnalysis last = analyst->analyse(*position_of("startpos"), 1, limits, 0.01,
                                             [&](const MoveAnalysis& analysis) {
                                               reports.push_back(analysis);
                                               stop = reports.size() == 5;
                                             });
  ASSERT_EQ(reports.size(), 5u);
  for (std::size_t i = 1; i < reports.size(); ++i) {
    EXPECT_GE(reports[i].visits, reports[i - 1].visits);
  }
  EXPECT_GE(last.visits, reports.back().visits);
  EXPECT_GT(last.visits, reports.front().visits);
  EXPECT_EQ(last.moves.size(), 7u);
  for (std::size_t i = 0; i < last.moves.size(); ++i) {
    ASSERT_FALSE(last.moves[i].line.empty());
    EXPECT_EQ(last.moves[i].line[0], last.moves[i].action);
    if (i > 1) {
      EXPECT_GE(last.moves[i - 1].visits, last.moves[i].visits);
    }
  }
}

TEST(Analyst, KeepsToSecondsAndToThePlayersOwnVisits) {
  AnalysisLimits seconds;
  seconds.seconds = 0.0;
  EXPECT_EQ(analyst_of("uniform")->analyse(*position_of("startpos"), 1, seconds, 10, {}).visits, 1);
  AnalysisLimits own;
  own.as_for_a_move = true;
  EXPECT_EQ(
      analyst_of("uniform,visits=70")->analyse(*position_of("startpos"), 1, own, 10, {}).visits,
      70);
}

TEST(Analyst, PutsAProvenWinFirst) {
  AnalysisLimits limits;
  limits.as_for_a_move = true;
  const MoveAnalysis analysis =
      analyst_of("uniform,visits=200")
          ->analyse(*position_of("startpos moves 1 2 1 2 1 2"), 1, limits, 10, {});
  EXPECT_EQ(analysis.moves[0].action, 0);
  EXPECT_EQ(analysis.moves[0].value, 1);
  EXPECT_TRUE(analysis.moves[0].proven);
}

TEST(Analyst, IsNotToBeHadWithoutASearch) {
  EXPECT_EQ(analyst_of("random"), nullptr);
  EXPECT_EQ(analyst_of("solver"), nullptr);
}

TEST(Analyst, RefusesAFinishedPosition) {
  AnalysisLimits limits;
  limits.seconds = 1;
  EXPECT_THROW(analyst_of("uniform")->analyse(*position_of("startpos moves 1 2 1 2 1 2 1"), 1,
                                              limits, 10, {}),
               Error);
}

}  // namespace
}  // namespace tandem
