// What would have refuted the claim, fixed beforehand, and what was found.
//
// The claim: an open task without a judge can't improve without bound, a closed one goes on to its
// ceiling; what decides is which information reaches the loop from outside.
#pragma once

#include <string>
#include <vector>

#include "proto/lab_config.pb.h"
#include "training/lab/iteration.h"
#include "training/lab/report/outcome.h"

namespace tandem {

struct Falsifier {
  std::string name;        ///< a short name, unique in the list
  std::string statement;   ///< a prediction, or a naive form of the claim that is put to the test
  std::string refuted_by;  ///< which result refutes the statement
  Outcome outcome = Outcome::kNotMeasured;
  std::string evidence;  ///< the measured numbers, or what is missing
  std::string summary;   ///< what the outcome means, one sentence; empty where nothing was measured
  /// Of the claim's own predictions; the others are controls and naive forms of it.
  bool central = false;
};

/// Always the same statements in the same order. Which arms a statement speaks of is decided by the
/// config (roles_of()), how it fares by the results: never throws for a study that is small.
///
/// "More", "less" and "the same" are meant by more than config.equivalence_margin() points where
/// the statement doesn't say otherwise, with Student's 95 % interval over the common seeds, so that
/// every statement can come out either way. "Learns novel words": exact matches on novel words at
/// the end are above the control's by more than the margin.
std::vector<Falsifier> falsifiers(const LabConfig& config, const LabResults& results);

}  // namespace tandem
