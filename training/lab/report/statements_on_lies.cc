// Statements on a judge that lies: dose and response.
#include <fmt/core.h>

#include "training/lab/report/numbers.h"
#include "training/lab/report/statements.h"

namespace tandem {
namespace {

/// As many lies as truths carry no information.
constexpr double kUselessLie = 0.5;

std::optional<Estimate> above_at_end(const StudyData& study, const ArmConfig& arm,
                                     const ArmConfig& other) {
  return estimate_of(paired(values_at_end(study.of(arm), "known.exact"),
                            values_at_end(study.of(other), "known.exact")));
}

std::string percent_text(double lie) { return fmt::format("{:.0f} % lies", 100 * lie); }

}  // namespace

Falsifier more_lies_less_gain(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "the more lies, the less is gained";
  falsifier.statement = fmt::format(
      "Dose and response: with more lies an arm never ends above the next more truthful one on "
      "known words by more than {} points, and with the most it ends below the one without.",
      number_text(study.margin()));
  falsifier.refuted_by = "A step up, or no difference between most lies and none.";
  const std::vector<const ArmConfig*>& doses = study.roles.doses;
  std::vector<ArmReading> readings;
  if (doses.size() >= 2) {
    for (std::size_t i = 1; i < doses.size(); ++i) {
      const auto step = above_at_end(study, *doses[i], *doses[i - 1]);
      readings.push_back({doses[i]->name(),
                          fmt::format("{} against {}", difference_text(step), doses[i - 1]->name()),
                          opposite(is_above(step, study.margin()))});
    }
    const auto whole = above_at_end(study, *doses.front(), *doses.back());
    readings.push_back(
        {doses.front()->name(),
         fmt::format("{} against {}, the most lies", difference_text(whole), doses.back()->name()),
         is_above(whole, 0)});
  }
  decide(readings, "Needs arms that differ from the exact one in their lies alone.", falsifier);
  falsifier.summary =
      phrase(falsifier.outcome, {"The more the judge lied, the less the loop gained.",
                                 "More lies did not mean less gain throughout, so the gain isn't "
                                 "explained by how much the verdicts tell.",
                                 "Whether gains fall with every dose of lies is undecided."});
  return falsifier;
}

Falsifier few_lies_still_help(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "an imperfect judge still helps";
  falsifier.statement = fmt::format(
      "Counter-evidence to \"only an exact judge will do\": with the fewest lies above none, and "
      "fewer than half, the arm still ends above its start on known words by more than {} points.",
      number_text(study.margin()));
  falsifier.refuted_by = "It ends no higher than that.";
  std::vector<ArmReading> readings;
  for (const ArmConfig* arm : study.roles.doses) {
    if (arm->lie() <= 0 || arm->lie() >= kUselessLie) continue;
    const auto rise = above_start(study, *arm, "known.exact");
    readings.push_back({arm->name(),
                        fmt::format("{}, {} since the start, {} against the control",
                                    percent_text(arm->lie()), difference_text(rise),
                                    difference_text(above_control(study, *arm, "known.exact"))),
                        is_above(rise, study.margin())});
    break;
  }
  decide(readings, "Needs an arm that differs from the exact one in a few lies alone.", falsifier);
  falsifier.summary =
      phrase(falsifier.outcome,
             {"A judge that sometimes lies still helped: an exact judge isn't necessary.",
              "Even the fewest lies tried left no gain.",
              "Whether a judge that sometimes lies still helps is undecided."});
  return falsifier;
}

}  // namespace tandem
