// A study's results as people read them: the report, the table on the terminal, and all numbers as
// CSV. Small studies are reported too: what they can't show is said to be missing. No
// statement rests on arms, seeds or iterations that were chosen by their results.
#pragma once

#include <string>

#include "proto/lab_config.pb.h"
#include "training/lab/iteration.h"
#include "training/lab/report/document.h"

namespace tandem {

/// `results` may lack arms of the config, seeds of arms, and measures. `preset` names the preset
/// that the config came from, for the command that repeats the study; empty: it came from a file.
///
/// A function of its arguments: the same results give the same report.
Document make_report(const LabConfig& config, const LabResults& results,
                     const std::string& preset = "");

/// A Markdown table for the terminal: per arm exact matches at the end, in points of 100, and known
/// words less the control's, means over seeds with Student's 95 % intervals.
std::string arms_table(const LabConfig& config, const LabResults& results);

/// One line an iteration: arm, seed, iteration, then every measure that occurs anywhere, in
/// alphabetical order and its own unit (shares in [0, 1]); an empty cell where it wasn't taken.
/// Arms in the order of the config, the closed game last.
std::string results_csv(const LabConfig& config, const LabResults& results);

}  // namespace tandem
