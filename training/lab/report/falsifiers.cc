#include "training/lab/report/falsifiers.h"

#include <fmt/core.h>

#include "training/lab/report/statements.h"

namespace tandem {

std::optional<Estimate> above_control(const StudyData& study, const ArmConfig& arm,
                                      const std::string& measure) {
  if (!study.roles.control) return {};
  return estimate_of(paired(values_at_end(study.of(arm), measure),
                            values_at_end(study.of(*study.roles.control), measure)));
}

std::optional<Estimate> above_start(const StudyData& study, const ArmConfig& arm,
                                    const std::string& measure) {
  const ArmResults& results = study.of(arm);
  return estimate_of(paired(values_at_end(results, measure), values_at_start(results, measure)));
}

Outcome learns_novel_words(const StudyData& study, const ArmConfig& arm) {
  return is_above(above_control(study, arm, "novel.exact"), study.margin());
}

void decide(std::span<const ArmReading> readings, const std::string& nobody, Falsifier& falsifier) {
  if (readings.empty()) {
    falsifier.outcome = Outcome::kNotMeasured;
    falsifier.evidence = nobody;
    return;
  }
  std::vector<Outcome> outcomes;
  for (const ArmReading& reading : readings) {
    outcomes.push_back(reading.outcome);
    falsifier.evidence += fmt::format("{}{}: {} ({})", falsifier.evidence.empty() ? "" : "; ",
                                      reading.arm, reading.text, name_of(reading.outcome));
  }
  falsifier.outcome = all_of(outcomes);
  falsifier.evidence +=
      falsifier.outcome == Outcome::kNotMeasured
          ? ". An interval needs at least 2 seeds that have the measure in all arms compared."
          : ".";
}

std::string phrase(Outcome outcome, const std::array<std::string, 3>& texts) {
  if (outcome == Outcome::kNotMeasured) return "";
  return texts[static_cast<std::size_t>(outcome)];
}

std::vector<Falsifier> falsifiers(const LabConfig& config, const LabResults& results) {
  const StudyData study{config, results, roles_of(config)};
  return {exact_reaches_upper_bound(study),
          exact_learns_novel_words(study),
          any_search_will_do(study),
          uninformed_do_not_rise(study),
          self_judged_learn_no_novel_words(study),
          anchored_gain_nothing(study),
          approval_rises_alone(study),
          forecasts_miss(study),
          more_lies_less_gain(study),
          few_lies_still_help(study),
          shuffled_gain_nothing(study),
          board_stops_at_ceiling(study),
          samples_gain_nothing(study),
          fresh_pairs_teach(study)};
}

}  // namespace tandem
