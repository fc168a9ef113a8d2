// The single statements of falsifiers(), and what they are made from.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "training/lab/report/falsifiers.h"
#include "training/lab/report/roles.h"

namespace tandem {

/// What a statement is held against. Refers to config and results, which must outlive it.
struct StudyData {
  const LabConfig& config;
  const LabResults& results;
  Roles roles;

  double margin() const { return config.equivalence_margin(); }
  const ArmResults& of(const ArmConfig& arm) const { return results_of(results, arm.name()); }
};

/// At the end, the arm less the control; none where either lacks it.
std::optional<Estimate> above_control(const StudyData& study, const ArmConfig& arm,
                                      const std::string& measure);

/// At the end less at the start.
std::optional<Estimate> above_start(const StudyData& study, const ArmConfig& arm,
                                    const std::string& measure);

/// "It learns novel words."
Outcome learns_novel_words(const StudyData& study, const ArmConfig& arm);

/// One number of one arm, as evidence and as what a statement is decided by.
struct ArmReading {
  std::string arm;
  std::string text;
  Outcome outcome = Outcome::kNotMeasured;
};

/// Of many arms: all_of() their outcomes, their texts in a row. `nobody` is the evidence where
/// there are no arms.
void decide(std::span<const ArmReading> readings, const std::string& nobody, Falsifier& falsifier);

/// By outcome: held, refuted, undecided; nothing where nothing was measured.
std::string phrase(Outcome outcome, const std::array<std::string, 3>& texts);

// On judges (statements_on_judges.cc).
Falsifier exact_reaches_upper_bound(const StudyData& study);
Falsifier exact_learns_novel_words(const StudyData& study);
Falsifier any_search_will_do(const StudyData& study);
Falsifier uninformed_do_not_rise(const StudyData& study);
Falsifier self_judged_learn_no_novel_words(const StudyData& study);
Falsifier anchored_gain_nothing(const StudyData& study);
Falsifier shuffled_gain_nothing(const StudyData& study);
Falsifier fresh_pairs_teach(const StudyData& study);

// On lies (statements_on_lies.cc).
Falsifier more_lies_less_gain(const StudyData& study);
Falsifier few_lies_still_help(const StudyData& study);

// On how the loop goes on (statements_on_loops.cc).
Falsifier approval_rises_alone(const StudyData& study);
Falsifier forecasts_miss(const StudyData& study);
Falsifier samples_gain_nothing(const StudyData& study);
Falsifier board_stops_at_ceiling(const StudyData& study);

}  // namespace tandem
