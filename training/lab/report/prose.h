// The report's running text that depends on the config alone, or on nothing.
#pragma once

#include <string>
#include <vector>

#include "proto/lab_config.pb.h"

namespace tandem {

/// The claim under test, a paragraph.
std::string claim_text();

/// How the numbers are meant.
std::vector<std::string> how_to_read(const LabConfig& config);

/// Task, sizes, loop and settings that all arms share.
std::vector<std::string> setup_of(const LabConfig& config);

/// What others found, with their arXiv ids.
std::vector<std::string> related_work();

/// What the study can't show.
std::vector<std::string> limits_of(const LabConfig& config);

/// The command that repeats the study; `preset` empty: from a file.
std::string reproduction_text(const std::string& preset);

}  // namespace tandem
