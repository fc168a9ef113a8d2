// The made-up pair of languages as a task.
#pragma once

#include <cstdint>

#include "proto/lab_config.pb.h"
#include "training/lab/task.h"

namespace tandem {

/// Tests `known`, `novel` (a noun that no seed pair has), `rare` (passives) and `idioms`, as far as
/// the language has them. Throws Error naming the field that can't be had.
LabTask make_closed_task(const LabConfig& config, std::uint64_t seed);

}  // namespace tandem
