// Reading and checking a lab's config.
#pragma once

#include <string>

#include "proto/lab_config.pb.h"

namespace tandem {

/// `source` is a file (it has a '/' or ends in .textproto), or the name of a preset in configs/lab.
/// Throws Error with file, line and column for syntax and unknown fields.
LabConfig read_lab_config(const std::string& source);

/// Throws Error naming what is out of its range or missing: arms and seeds must be there, each arm
/// with a name of its own that can be a file's.
void check_lab_config(const LabConfig& config);

}  // namespace tandem
