// Which arms of a config a statement of the report speaks of. A function of the config alone, so
// that no arm gets its part by its result.
#pragma once

#include <vector>

#include "proto/lab_config.pb.h"

namespace tandem {

/// Null or empty where the config has no such arm. Points into the config.
struct Roles {
  const ArmConfig* control = nullptr;  ///< the first one with candidates NONE
  const ArmConfig* exact = nullptr;    ///< the first one of its own candidates, EXACT without lies
  const ArmConfig* fresh = nullptr;    ///< the first one with candidates FRESH
  const ArmConfig* upper_bound = nullptr;  ///< the first one with candidates ALL

  /// Judged exactly, without lies, whatever makes their candidates; `exact` first.
  std::vector<const ArmConfig*> all_exact;
  std::vector<const ArmConfig*> shuffled;
  std::vector<const ArmConfig*> anchored;    ///< self-judged, with seed pairs in the mix
  std::vector<const ArmConfig*> unanchored;  ///< self-judged, without
  /// Own candidates and information class "none", self-judged or not.
  std::vector<const ArmConfig*> uninformed;
  /// `exact` and the arms that differ from it in their lies alone, from fewest lies to most.
  std::vector<const ArmConfig*> doses;
};

Roles roles_of(const LabConfig& config);

/// The exactly judged arm with the same candidates and data rule as `arm`, which isn't one itself:
/// what they differ in is their judge. Null where there is none.
const ArmConfig* exact_alike(const Roles& roles, const ArmConfig& arm);

/// Self-judged arms, anchored or not.
std::vector<const ArmConfig*> self_judged_of(const Roles& roles);

}  // namespace tandem
