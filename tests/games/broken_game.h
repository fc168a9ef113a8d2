// Tic-tac-toe with one fault of choice, to prove that the conformance kit catches it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "games/game.h"

namespace tandem {

enum class Fault {
  kNone,
  // In GameInfo.
  kEmptyActionMap,
  kSharedPlace,
  kPlaceOffBoard,
  kNoSymmetry,
  kIdentityNotFirst,
  kRepeatedSymmetry,
  kNotAPermutation,
  kWrongMirrorSquares,
  kWrongMirrorActions,
  kMaxLegalTooSmall,
  kMaxLengthTooSmall,
  // In texts.
  kAmbiguousActionText,
  kActionTextOfTwoWords,
  kLenientActionParser,
  kTextForgetsAMark,
  kTextThatIsRefused,
  kTextOfTwoLines,
  // In positions.
  kFirstMoverIsPlayerOne,
  kUnsortedActions,
  kMissingAction,
  kRarelyMissingAction,
  kActionOffBoard,
  kLegalAfterTheEnd,
  kNoLegalBeforeTheEnd,
  kLegalActionsOverrun,
  kNoOutcome,
  kOutcomeTooEarly,
  kOutcomeNotZeroSum,
  kOutcomeTooLarge,
  kOneLineDoesNotWin,
  kWrongSideToMove,
  kLookingChanges,
  kAssignForgets,
  kCloneSharesState,
  kStaleBoardHash,
  kHashOfMoveOrder,  ///< and no symmetry but the identity
  kConstantBoardHash,
  kPathDependentFeatureKey,
  kConstantFeatureKey,
  kFeatureKeyOfBothSides,
  kEncodeRandom,
  kEncodeLeavesAHole,
  kEncodeOverrun,
  kEncodeAbsolute,
  kParseForgetsSide,
};

/// Tic-tac-toe as it should be, but for the fault.
std::shared_ptr<const Game> make_broken_game(Fault fault);

}  // namespace tandem
