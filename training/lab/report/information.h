// Which information an arm received from outside itself, after the start that all arms share.
#pragma once

#include <string>

#include "proto/lab_config.pb.h"

namespace tandem {

/// From least to most; an arm that received several kinds is of the last of them.
enum class InformationClass {
  kNone,      ///< nothing, or nothing but how many candidates were right
  kAnchor,    ///< seed pairs that it had seen before, kept in the mix
  kVerdicts,  ///< verdicts of the reference on its own translations
  kPairs,     ///< real pairs that it had not seen before
};

struct Information {
  InformationClass of = InformationClass::kNone;
  /// Of one verdict of the reference, at most: 1 less the entropy of the lies (the capacity of a
  /// binary symmetric channel); 0 for arms without verdicts.
  double bits_a_verdict = 0;
  std::string sentence;  ///< what it received, in words, with a full stop
};

/// A function of the arm's settings alone, not of its results.
Information information_of(const ArmConfig& arm);

/// As a heading names it.
std::string name_of(InformationClass of);

/// Whether it translates new sources by itself (TREE, SAMPLE, BEST, BEAM).
bool has_own_candidates(const ArmConfig& arm);

/// Whether a network judges its candidates.
bool is_self_judged(const ArmConfig& arm);

}  // namespace tandem
