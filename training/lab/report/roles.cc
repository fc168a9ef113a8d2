#include "training/lab/report/roles.h"

#include <algorithm>

#include "training/lab/report/information.h"

namespace tandem {
namespace {

bool is_judged_exactly(const ArmConfig& arm) {
  return has_own_candidates(arm) && arm.judge() == ArmConfig::EXACT;
}

bool differ_in_lies_alone(const ArmConfig& a, const ArmConfig& b) {
  return a.candidates() == b.candidates() && a.accumulate() == b.accumulate() &&
         a.seed_share() == b.seed_share() && a.dropout() == b.dropout();
}

void take_first(const ArmConfig*& role, const ArmConfig& arm) {
  if (!role) role = &arm;
}

void find_doses(const LabConfig& config, Roles& roles) {
  if (!roles.exact) return;
  for (const ArmConfig& arm : config.arms()) {
    if (&arm == roles.exact ||
        (is_judged_exactly(arm) && arm.lie() > 0 && differ_in_lies_alone(arm, *roles.exact))) {
      roles.doses.push_back(&arm);
    }
  }
  std::ranges::stable_sort(roles.doses, {}, [](const ArmConfig* arm) { return arm->lie(); });
}

}  // namespace

Roles roles_of(const LabConfig& config) {
  Roles roles;
  for (const ArmConfig& arm : config.arms()) {
    if (arm.candidates() == ArmConfig::NONE) take_first(roles.control, arm);
    if (arm.candidates() == ArmConfig::FRESH) take_first(roles.fresh, arm);
    if (arm.candidates() == ArmConfig::ALL) take_first(roles.upper_bound, arm);
    if (is_judged_exactly(arm) && arm.lie() == 0) take_first(roles.exact, arm);
    if (has_own_candidates(arm) && arm.judge() == ArmConfig::SHUFFLED)
      roles.shuffled.push_back(&arm);
    if (is_self_judged(arm)) {
      (arm.seed_share() > 0 ? roles.anchored : roles.unanchored).push_back(&arm);
    }
    if (has_own_candidates(arm) && information_of(arm).of == InformationClass::kNone) {
      roles.uninformed.push_back(&arm);
    }
  }
  find_doses(config, roles);
  return roles;
}

std::vector<const ArmConfig*> self_judged_of(const Roles& roles) {
  std::vector<const ArmConfig*> arms = roles.unanchored;
  arms.insert(arms.end(), roles.anchored.begin(), roles.anchored.end());
  return arms;
}

}  // namespace tandem
