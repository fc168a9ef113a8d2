#include "training/lab/report/roles.h"

#include <algorithm>

#include "training/lab/report/information.h"

namespace tandem {
namespace {

bool is_judged_exactly(const ArmConfig& arm) {
  return has_own_candidates(arm) && arm.judge() == ArmConfig::EXACT;
}

/// But for their judges and their lies.
bool are_alike(const ArmConfig& a, const ArmConfig& b) {
  return a.candidates() == b.candidates() && a.accumulate() == b.accumulate() &&
         a.seed_share() == b.seed_share() && a.dropout() == b.dropout() &&
         a.has_root_uniform_fraction() == b.has_root_uniform_fraction() &&
         a.root_uniform_fraction() == b.root_uniform_fraction() && a.visits() == b.visits();
}

void take_first(const ArmConfig*& role, const ArmConfig& arm) {
  if (!role) role = &arm;
}

void find_doses(const LabConfig& config, Roles& roles) {
  if (!roles.exact) return;
  for (const ArmConfig& arm : config.arms()) {
    if (&arm == roles.exact ||
        (is_judged_exactly(arm) && arm.lie() > 0 && are_alike(arm, *roles.exact))) {
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
    if (is_judged_exactly(arm) && arm.lie() == 0) {
      take_first(roles.exact, arm);
      roles.all_exact.push_back(&arm);
    }
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

const ArmConfig* exact_alike(const Roles& roles, const ArmConfig& arm) {
  if (std::ranges::find(roles.all_exact, &arm) != roles.all_exact.end()) return nullptr;
  const auto alike = std::ranges::find_if(
      roles.all_exact, [&](const ArmConfig* exact) { return are_alike(*exact, arm); });
  return alike == roles.all_exact.end() ? nullptr : *alike;
}

std::vector<const ArmConfig*> self_judged_of(const Roles& roles) {
  std::vector<const ArmConfig*> arms = roles.unanchored;
  arms.insert(arms.end(), roles.anchored.begin(), roles.anchored.end());
  return arms;
}

}  // namespace tandem
