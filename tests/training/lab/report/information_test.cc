#include "training/lab/report/information.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/training/lab/report/study.h"
#include "training/lab/report/roles.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Information of(const std::string& arm) {
  return information_of(lab_config("arms { " + arm + " }").arms(0));
}

TEST(Information, ClassIsOfTheMostAnArmReceived) {
  EXPECT_EQ(of("judge: LIKELIHOOD candidates: BEST").of, InformationClass::kNone);
  EXPECT_EQ(of("judge: VALUE_FROZEN candidates: TREE").of, InformationClass::kNone);
  EXPECT_EQ(of("judge: ROUND_TRIP candidates: BEAM seed_share: 0.1").of, InformationClass::kAnchor);
  EXPECT_EQ(of("candidates: NONE seed_share: 1").of, InformationClass::kAnchor);
  EXPECT_EQ(of("judge: SHUFFLED candidates: BEST").of, InformationClass::kNone);
  EXPECT_EQ(of("judge: EXACT candidates: BEST").of, InformationClass::kVerdicts);
  EXPECT_EQ(of("judge: EXACT candidates: SAMPLE seed_share: 1").of, InformationClass::kVerdicts);
  EXPECT_EQ(of("candidates: FRESH").of, InformationClass::kPairs);
  EXPECT_EQ(of("candidates: ALL seed_share: 1").of, InformationClass::kPairs);
}

// The default judge is EXACT, but without candidates nothing is judged.
TEST(Information, WithoutCandidatesThereAreNoVerdicts) {
  EXPECT_EQ(of("candidates: NONE").of, InformationClass::kNone);
  EXPECT_EQ(of("candidates: NONE").sentence, "Nothing.");
  EXPECT_EQ(of("candidates: FRESH").bits_a_verdict, 0);
}

TEST(Information, LiesLeaveTheCapacityOfABinarySymmetricChannel) {
  EXPECT_DOUBLE_EQ(of("judge: EXACT").bits_a_verdict, 1);
  // 1 + 0.25 log2 0.25 + 0.75 log2 0.75 = 1 - 0.5 - 0.75 (2 - log2 3) = 0.1887219.
  EXPECT_NEAR(of("judge: EXACT lie: 0.25").bits_a_verdict, 0.1887219, 1e-7);
  EXPECT_NEAR(of("judge: EXACT lie: 0.75").bits_a_verdict, 0.1887219, 1e-7);
  EXPECT_DOUBLE_EQ(of("judge: EXACT lie: 1").bits_a_verdict, 1);
  EXPECT_EQ(of("judge: EXACT lie: 0.5").of, InformationClass::kNone);
  EXPECT_EQ(of("judge: EXACT lie: 0.5 seed_share: 1").of, InformationClass::kAnchor);
}

TEST(Information, SentencesNameEverythingReceived) {
  EXPECT_EQ(of("judge: EXACT lie: 0.25 candidates: BEST seed_share: 0.1").sentence,
            "Verdicts of the reference on its candidates, 25 % of them turned round: at most 0.19 "
            "bits each; 10 % of the seed pairs kept in the mix.");
  EXPECT_THAT(of("judge: SHUFFLED candidates: BEST").sentence, HasSubstr("log2(n + 1) bits"));
  EXPECT_THAT(of("judge: VALUE candidates: BEST").sentence, HasSubstr("verdicts on seed sources"));
  EXPECT_THAT(of("judge: VALUE candidates: BEST").sentence, Not(HasSubstr("mix")));
  EXPECT_THAT(of("candidates: ALL").sentence, HasSubstr("from the first one on"));
  EXPECT_THAT(of("candidates: FRESH seed_share: 1").sentence, HasSubstr("100 % of the seed pairs"));
}

std::vector<std::string> names(const std::vector<const ArmConfig*>& arms) {
  std::vector<std::string> result;
  for (const ArmConfig* arm : arms) result.push_back(arm->name());
  return result;
}

TEST(Roles, FollowTheConfigInItsOrder) {
  const LabConfig config = lab_config(R"(
    arms { name: "lies_50" judge: EXACT lie: 0.5 candidates: BEST }
    arms { name: "exact" judge: EXACT candidates: BEST }
    arms { name: "exact_tree" judge: EXACT candidates: TREE }
    arms { name: "lies_tree" judge: EXACT lie: 0.2 candidates: TREE }
    arms { name: "lies_10" judge: EXACT lie: 0.1 candidates: BEST }
    arms { name: "fresh" candidates: FRESH }
    arms { name: "likelihood" judge: LIKELIHOOD candidates: BEST }
    arms { name: "anchored" judge: ROUND_TRIP candidates: BEST seed_share: 0.1 }
    arms { name: "shuffled" judge: SHUFFLED candidates: BEST }
    arms { name: "seed_only" candidates: NONE seed_share: 1 }
    arms { name: "longer" candidates: NONE seed_share: 0.5 })");
  const Roles roles = roles_of(config);
  EXPECT_EQ(roles.control->name(), "seed_only");
  EXPECT_EQ(roles.exact->name(), "exact");
  EXPECT_EQ(roles.fresh->name(), "fresh");
  EXPECT_EQ(roles.upper_bound, nullptr);
  EXPECT_THAT(names(roles.doses), ElementsAre("exact", "lies_10", "lies_50"));
  EXPECT_THAT(names(roles.unanchored), ElementsAre("likelihood"));
  EXPECT_THAT(names(roles.anchored), ElementsAre("anchored"));
  EXPECT_THAT(names(roles.uninformed), ElementsAre("lies_50", "likelihood", "shuffled"));
  EXPECT_THAT(names(self_judged_of(roles)), ElementsAre("likelihood", "anchored"));
}

}  // namespace
}  // namespace tandem
