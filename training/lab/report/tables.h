// The report's tables: one row an arm, in the order of the config.
#pragma once

#include "proto/lab_config.pb.h"
#include "training/lab/report/analysis.h"
#include "training/lab/report/document.h"
#include "training/lab/report/falsifiers.h"

namespace tandem {

/// What the config sets of each arm.
Table arms_of_config(const LabConfig& config, const Analysis& analysis);

/// Exact matches at the end by test set, the differences from the control and from the arm that is
/// judged exactly, and how much of the way to the upper bound was gone.
Table matches_table(const Analysis& analysis);

/// chrF2, BLEU, perplexity, diversity and KL from the start, at the end.
Table texts_table(const Analysis& analysis);

/// pass@1, pass@n and the judge's favourite, at the end.
Table samples_table(const Analysis& analysis);

/// How well each judge chooses among the starting network's samples, an arm for each judge.
Table judges_table(const LabConfig& config, const Analysis& analysis);

/// Recall by frequency decile and of unseen words: at the start (of the arm with most seeds), then
/// of each arm at the end. Means only.
Table recall_table(const Analysis& analysis);

/// Proxy and gold in the first and the last iteration, and the gap between them.
Table approval_table(const Analysis& analysis);

/// Network answers and processor time, a seed.
Table cost_table(const Analysis& analysis);

/// Whether an arm rose, stopped or fell, and the shape of its curve.
Table curves_table(const LabConfig& config, const Analysis& analysis);

/// How good each arm's forecast was.
Table forecasts_table(const LabConfig& config, const Analysis& analysis);

/// Each statement and its outcome.
Table outcomes_table(const std::vector<Falsifier>& falsifiers);

}  // namespace tandem
