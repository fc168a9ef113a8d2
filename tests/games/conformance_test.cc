#include "games/conformance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/registry.h"
#include "tests/games/broken_game.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(Conformance, AcceptsASoundGame) {
  EXPECT_THAT(check_conformance(*make_broken_game(Fault::kNone)), IsEmpty());
}

TEST(Conformance, AcceptsEveryRegisteredGame) {
  for (const std::string& line : registered_games()) {
    const auto game = make_game(line.substr(0, line.find(' ')));
    const bool judged_by_rules = !game->info().tokens;
    EXPECT_THAT(check_conformance(*game, {.games = 30, .judged_by_rules = judged_by_rules}),
                IsEmpty());
  }
}

TEST(Conformance, AcceptsConnectFourOfManySizes) {
  for (const char* name : {"connect_four(rows=2,columns=2)", "connect_four(rows=4,columns=4)",
                           "connect_four(rows=5,columns=6)", "connect_four(rows=4,columns=12)",
                           "connect_four(rows=12,columns=4)", "connect_four(rows=7,columns=8)"}) {
    EXPECT_THAT(check_conformance(*make_game(name), {.seed = 5, .games = 20}), IsEmpty());
  }
}

struct Case {
  const char* name;
  Fault fault;
  const char* kind;  ///< how the line that tells of the fault begins, after the game's name
};

class CatchesFault : public testing::TestWithParam<Case> {};

TEST_P(CatchesFault, AndNamesIt) {
  const auto game = make_broken_game(GetParam().fault);
  EXPECT_THAT(check_conformance(*game),
              Contains(StartsWith(std::string("broken: ").append(GetParam().kind))));
}

constexpr Case kCases[] = {
    {"EmptyActionMap", Fault::kEmptyActionMap, "info: the size of action_map is 0"},
    {"SharedPlace", Fault::kSharedPlace, "action map: action 5 shares plane 0, square 4"},
    {"PlaceOffBoard", Fault::kPlaceOffBoard, "action map: action 5 is at plane 0, square 9"},
    {"NoSymmetry", Fault::kNoSymmetry, "symmetries: there is none"},
    {"IdentityNotFirst", Fault::kIdentityNotFirst, "symmetries: the first, turned 90"},
    {"RepeatedSymmetry", Fault::kRepeatedSymmetry, "symmetry turned 90: it is the same"},
    {"NotAPermutation", Fault::kNotAPermutation, "symmetry turned 90: squares and actions must"},
    {"WrongMirrorSquares", Fault::kWrongMirrorSquares, "symmetry turned 90: action map: action 0"},
    {"WrongMirrorActions", Fault::kWrongMirrorActions, "symmetry turned 90: outcome: outcome"},
    {"MaxLegalTooSmall", Fault::kMaxLegalTooSmall, "bounds: there are 9 legal actions"},
    {"MaxLengthTooSmall", Fault::kMaxLengthTooSmall, "game length: the game goes on after"},
    {"AmbiguousActionText", Fault::kAmbiguousActionText, "action text: action 5 is called \"b2\""},
    {"ActionTextOfTwoWords", Fault::kActionTextOfTwoWords, "action text: action 0 is called"},
    {"LenientActionParser", Fault::kLenientActionParser, "action text: \"a1?\" is read as"},
    {"TextForgetsAMark", Fault::kTextForgetsAMark, "text round trip: "},
    {"TextThatIsRefused", Fault::kTextThatIsRefused, "exception: tic_tac_toe position"},
    {"TextOfTwoLines", Fault::kTextOfTwoLines, "text: the position's text is not one line"},
    {"FirstMoverIsPlayerOne", Fault::kFirstMoverIsPlayerOne, "initial position: player 1 moves"},
    {"UnsortedActions", Fault::kUnsortedActions, "legal actions: not in ascending order: b1 a1"},
    {"MissingAction", Fault::kMissingAction, "symmetry turned 90: moves: the image has"},
    {"ActionOffBoard", Fault::kActionOffBoard, "legal actions: 9 is not an action"},
    {"LegalAfterTheEnd", Fault::kLegalAfterTheEnd, "terminal: is_terminal is true, with 1 legal"},
    {"NoLegalBeforeTheEnd", Fault::kNoLegalBeforeTheEnd, "terminal: is_terminal is false, with 0"},
    {"LegalActionsOverrun", Fault::kLegalActionsOverrun, "bounds: there are 10 legal actions"},
    {"NoOutcome", Fault::kNoOutcome, "outcome: none at the game's end"},
    {"OutcomeTooEarly", Fault::kOutcomeTooEarly, "outcome: (0, 0) while the game goes on"},
    {"OutcomeNotZeroSum", Fault::kOutcomeNotZeroSum, "outcome: (1, 0) does not add up to 0"},
    {"OutcomeTooLarge", Fault::kOutcomeTooLarge, "outcome: (2, -2) is out of range"},
    {"OneLineDoesNotWin", Fault::kOneLineDoesNotWin, "symmetry turned 90: outcome: outcome"},
    {"WrongSideToMove", Fault::kWrongSideToMove, "side to move: player 2 is to move"},
    {"LookingChanges", Fault::kLookingChanges, "determinism: "},
    {"AssignForgets", Fault::kAssignForgets, "apply after assign(): legal actions"},
    {"CloneSharesState", Fault::kCloneSharesState, "copies are independent: "},
    {"StaleBoardHash", Fault::kStaleBoardHash, "text round trip: board_hash"},
    {"ConstantBoardHash", Fault::kConstantBoardHash, "board_hash: two boards share"},
    {"PathDependentFeatureKey", Fault::kPathDependentFeatureKey, "text round trip: feature_key"},
    {"ConstantFeatureKey", Fault::kConstantFeatureKey,
     "feature_key: an earlier position has this key"},
    {"FeatureKeyOfBothSides", Fault::kFeatureKeyOfBothSides,
     "feature_key: an earlier position has"},
    {"EncodeRandom", Fault::kEncodeRandom, "determinism: another encoding"},
    {"EncodeLeavesAHole", Fault::kEncodeLeavesAHole, "bounds: encode() left entry 17 of 18"},
    {"EncodeOverrun", Fault::kEncodeOverrun, "bounds: encode() wrote beyond its 18 entries"},
    {"EncodeAbsolute", Fault::kEncodeAbsolute, "symmetry turned 90: encoding: channel 0, square 0"},
    {"ParseForgetsSide", Fault::kParseForgetsSide, "text round trip: side to move"},
};

INSTANTIATE_TEST_SUITE_P(Conformance, CatchesFault, testing::ValuesIn(kCases),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Conformance, TellsPositionMovesAndSymmetry) {
  const auto lines = check_conformance(*make_broken_game(Fault::kEncodeAbsolute));
  EXPECT_THAT(lines,
              Contains(AllOf(HasSubstr("symmetry turned 90"), HasSubstr("position .../.../..."),
                             HasSubstr("at \"startpos\""))));
}

// Playing x's first two moves in the other order shows a fault that the random game itself did not
// meet.
TEST(Conformance, TriesOtherMoveOrders) {
  const auto game = make_broken_game(Fault::kHashOfMoveOrder);
  std::vector<std::string> found;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (std::string& line : check_conformance(*game, {.seed = seed, .games = 1})) {
      found.push_back(std::move(line));
    }
  }
  EXPECT_THAT(found, Contains(StartsWith("broken: move order: board_hash")));
}

// Perft looks at positions beside the random game's path.
TEST(Conformance, CountsPathsBesideTheGame) {
  const auto game = make_broken_game(Fault::kRarelyMissingAction);
  std::vector<std::string> found;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (std::string& line : check_conformance(*game, {.seed = seed, .games = 1})) {
      found.push_back(std::move(line));
    }
  }
  EXPECT_THAT(found, Contains(StartsWith("broken: symmetry turned 90: perft: ")));
}

TEST(Conformance, SameSeedSameReport) {
  const auto game = make_broken_game(Fault::kOneLineDoesNotWin);
  EXPECT_EQ(check_conformance(*game, {.seed = 3}), check_conformance(*game, {.seed = 3}));
}

TEST(Conformance, OutcomesMayBeMissingWhereTheRulesDoNotJudge) {
  const auto game = make_broken_game(Fault::kNoOutcome);
  for (const std::string& line : check_conformance(*game, {.judged_by_rules = false})) {
    ADD_FAILURE() << line;
  }
}

}  // namespace
}  // namespace tandem
