// The report's figures. Each is left out (none, or an empty list) where nothing was measured.
#pragma once

#include <optional>
#include <vector>

#include "proto/lab_config.pb.h"
#include "training/lab/iteration.h"
#include "training/lab/report/document.h"

namespace tandem {

// Lines are means over seeds. Bands are Student's 95 % intervals of that mean at every point by
// itself, of shares cut at 0 and 100; a single seed has none.

/// Exact matches on known words: one figure for each class of information.
std::vector<Figure> known_figures(const LabConfig& config, const LabResults& results);

/// Exact matches on novel words: arms with verdicts or real pairs, and arms without, each beside
/// the control.
std::vector<Figure> novel_figures(const LabConfig& config, const LabResults& results);

/// What the judge approved of and what was right, of self-judged arms: without and with an anchor.
std::vector<Figure> approval_figures(const LabConfig& config, const LabResults& results);

/// The same over KL from the start instead of iterations (Gao et al. 2022), without an anchor.
std::optional<Figure> divergence_figure(const LabConfig& config, const LabResults& results);

/// Known and novel words at the end over the share of lies.
std::optional<Figure> lies_figure(const LabConfig& config, const LabResults& results);

/// Forecast and what came, of one arm of each kind.
std::vector<Figure> forecast_figures(const LabConfig& config, const LabResults& results);

/// Distance to perfect: the exact arm, a self-judged one and the closed game, network alone and
/// with search.
std::optional<Figure> ceiling_figure(const LabConfig& config, const LabResults& results);

/// Recall by frequency decile, at the start and at the end.
std::optional<Figure> recall_figure(const LabConfig& config, const LabResults& results);

/// pass@1 and pass@n over iterations.
std::optional<Figure> passes_figure(const LabConfig& config, const LabResults& results);

}  // namespace tandem
