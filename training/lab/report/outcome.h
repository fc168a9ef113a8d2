// How a statement fared against the data.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "training/lab/report/measured.h"

namespace tandem {

enum class Outcome {
  kHeld,
  kRefuted,
  kUndecided,    ///< an interval spans the boundary
  kNotMeasured,  ///< the study lacks the arm or the measure, or has one seed of it
};

/// "held", "refuted", "undecided", "not measured".
std::string name_of(Outcome outcome);

/// "It is more than `boundary`": held where the whole interval is above it, refuted where none of
/// it is. Without an interval nothing is measured.
Outcome is_above(const std::optional<Estimate>& estimate, double boundary);

/// "It is `boundary` or more": refuted where the whole interval is below it.
Outcome is_at_least(const std::optional<Estimate>& estimate, double boundary);

/// "It isn't": what was held is refuted and the other way round.
Outcome opposite(Outcome outcome);

/// "All of them": refuted by one that is, held where all are. Some that are not measured leave the
/// rest undecided; none that is measured leaves all not measured. With many statements one is
/// refuted by chance more easily: that error is against "all of them", never for it.
Outcome all_of(std::span<const Outcome> outcomes);

}  // namespace tandem
