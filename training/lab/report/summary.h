// The report's first lines, made from the outcomes whichever way they fall.
#pragma once

#include <string>
#include <vector>

#include "training/lab/report/analysis.h"
#include "training/lab/report/falsifiers.h"

namespace tandem {

/// How many statements held, and what became of the claim's own predictions: a paragraph.
std::string verdict_text(const std::vector<Falsifier>& falsifiers);

/// The main numbers, a sentence each; about arms that the study has.
std::vector<std::string> main_numbers(const LabConfig& config, const Analysis& analysis);

/// The falsifiers' own summaries of one kind; empty where there are none.
std::vector<std::string> summaries_with(const std::vector<Falsifier>& falsifiers, Outcome outcome);

}  // namespace tandem
