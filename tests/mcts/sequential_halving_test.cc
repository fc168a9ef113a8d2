#include "mcts/sequential_halving.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem {
namespace {

using ::testing::ElementsAre;

/// Plays the schedule with a ranking that never changes. `before` collects, visit by visit, how
/// many visits the chosen candidate had: the form in which DeepMind's mctx prints its schedules.
/// Returns the visits by rank.
std::vector<int> play(int m, int n, std::vector<int>* before = nullptr) {
  std::vector<int> visits(m, 0);
  HalvingPhase phase = first_halving_phase(m, n);
  int left = n;
  while (left > 0) {
    for (int pass = 0; pass < phase.visits_each && left > 0; ++pass) {
      for (int rank = 0; rank < phase.candidates && left > 0; ++rank, --left) {
        if (before) before->push_back(visits[rank]);
        ++visits[rank];
      }
    }
    phase = next_halving_phase(phase, m, n);
  }
  return visits;
}

std::vector<int> sequence(int m, int n) {
  std::vector<int> before;
  play(m, n, &before);
  return before;
}

// ceil(log2 16) = 4 rounds. k=16: max(1, 50/64) = 1 visit each, 16 spent; k=8: 50/32 = 1, 24 spent;
// k=4: 50/16 = 3, 36 spent; k=2: 50/8 = 6, 48 spent; k=2 again: the last 2.
TEST(SequentialHalving, SixteenCandidatesFiftyVisits) {
  EXPECT_THAT(play(16, 50), ElementsAre(12, 12, 5, 5, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1));
}

// ceil(log2 7) = 3 rounds. k=7: 199/21 = 9, 63 spent; k=3: 199/9 = 22, 129 spent; k=2: 199/6 = 33,
// 195 spent; k=2 again: the last 4.
TEST(SequentialHalving, SevenCandidatesOneHundredNinetyNineVisits) {
  EXPECT_THAT(play(7, 199), ElementsAre(66, 66, 31, 9, 9, 9, 9));
}

// k=7: max(1, 31/21) = 1, 7 spent; k=3: 31/9 = 3, 16 spent; k=2: 31/6 = 5, 26 spent; then 5 more.
TEST(SequentialHalving, SevenCandidatesThirtyOneVisits) {
  EXPECT_THAT(play(7, 31), ElementsAre(12, 11, 4, 1, 1, 1, 1));
}

TEST(SequentialHalving, OneCandidateTakesAll) {
  EXPECT_THAT(play(1, 5), ElementsAre(5));
  EXPECT_THAT(sequence(1, 8), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

TEST(SequentialHalving, TwoCandidatesAlternate) {
  EXPECT_THAT(sequence(2, 8), ElementsAre(0, 0, 1, 1, 2, 2, 3, 3));
  EXPECT_THAT(play(2, 1), ElementsAre(1, 0));
}

// m=3: k=3: 8/6 = 1; k=2: 8/4 = 2; k=2 again. m=4: k=4: 8/8 = 1; k=2: 8/4 = 2. m=8: k=8: 8/24 -> 1.
TEST(SequentialHalving, EightVisitsInTheFormOfMctx) {
  EXPECT_THAT(sequence(3, 8), ElementsAre(0, 0, 0, 1, 1, 2, 2, 3));
  EXPECT_THAT(sequence(4, 8), ElementsAre(0, 0, 0, 0, 1, 1, 2, 2));
  EXPECT_THAT(sequence(8, 8), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0));
}

TEST(SequentialHalving, SpendsEveryVisitForAllSizes) {
  for (int m = 1; m <= 40; ++m) {
    for (int n = 0; n <= 300; ++n) {
      const std::vector<int> visits = play(m, n);
      int sum = 0;
      for (int i = 0; i < m; ++i) {
        sum += visits[i];
        if (i > 0) {
          ASSERT_LE(visits[i], visits[i - 1]) << m << " " << n;
        }
      }
      ASSERT_EQ(sum, n) << m;
      // The two finalists differ by at most the one visit that may be left over.
      if (m > 1) {
        ASSERT_LE(visits[0] - visits[1], 1) << m << " " << n;
      }
    }
  }
}

}  // namespace
}  // namespace tandem
