#include "training/lab/report/summary.h"

#include <fmt/core.h>

#include <algorithm>

#include "training/lab/report/numbers.h"
#include "training/lab/report/roles.h"

namespace tandem {
namespace {

std::size_t count_of(const std::vector<Falsifier>& falsifiers, Outcome outcome) {
  return static_cast<std::size_t>(std::ranges::count(falsifiers, outcome, &Falsifier::outcome));
}

/// "a; b", the names of the claim's own predictions with this outcome.
std::string central_with(const std::vector<Falsifier>& falsifiers, Outcome outcome) {
  std::string names;
  for (const Falsifier& falsifier : falsifiers) {
    if (!falsifier.central || falsifier.outcome != outcome) continue;
    names += (names.empty() ? "" : "; ") + falsifier.name;
  }
  return names;
}

/// "Exact judge (`exact`): known words 70.0 (..) to 95.0 (..), novel words .. to .."
std::string way_of_arm(const std::string& what, const ArmConfig& config, const Analysis& analysis) {
  const ArmAnalysis* arm = analysis.find(config.name());
  if (!arm) return "";
  std::string text = fmt::format("{} (`{}`): ", what, arm->name);
  const MeasureAnalysis known = measure_of(*arm, "known.exact");
  if (!known.end) return text + "not measured.";
  text += fmt::format("known words from {} to {} points", estimate_text(known.start),
                      estimate_text(known.end));
  const MeasureAnalysis novel = measure_of(*arm, "novel.exact");
  if (novel.end) {
    text += fmt::format(", novel words from {} to {}", estimate_text(novel.start),
                        estimate_text(novel.end));
  }
  return text + ".";
}

/// How the arms of one kind ended, from the lowest to the highest.
std::string range_of_arms(const std::string& what, const std::vector<const ArmConfig*>& arms,
                          const Analysis& analysis) {
  const ArmAnalysis* lowest = nullptr;
  const ArmAnalysis* highest = nullptr;
  int measured = 0;
  int fell = 0;
  int stopped = 0;
  const auto change = [](const ArmAnalysis& arm) {
    return measure_of(arm, "known.exact").change->mean;
  };
  for (const ArmConfig* config : arms) {
    const ArmAnalysis* arm = analysis.find(config->name());
    if (!arm || !measure_of(*arm, "known.exact").change) continue;
    ++measured;
    fell += arm->fell();
    stopped += arm->stopped && arm->stopped->equivalent;
    if (!lowest || change(*arm) < change(*lowest)) lowest = arm;
    if (!highest || change(*arm) > change(*highest)) highest = arm;
  }
  if (measured == 0) return "";
  return fmt::format(
      "{}, {} measured: changes on known words since the start from {} (`{}`) to {} (`{}`) points; "
      "shown to have fallen from a peak: {}, shown to have stopped: {}.",
      what, measured, signed_text(change(*lowest)), lowest->name, signed_text(change(*highest)),
      highest->name, fell, stopped);
}

std::string way_of_board(const Analysis& analysis) {
  const ArmAnalysis* board = analysis.find(kBoardName);
  if (!board) return "";
  const MeasureAnalysis alone = measure_of(*board, "known.exact");
  const MeasureAnalysis searched = measure_of(*board, "known.with_search");
  return fmt::format(
      "Closed game (`{}`): moves that are among the solver's best from {} to {} points by the "
      "network alone, from {} to {} with search.",
      kBoardName, estimate_text(alone.start), estimate_text(alone.end),
      estimate_text(searched.start), estimate_text(searched.end));
}

}  // namespace

std::string verdict_text(const std::vector<Falsifier>& falsifiers) {
  std::string text = fmt::format(
      "Statements fixed beforehand: {}. Held: {}, refuted: {}, undecided: {}, not measured: {}. ",
      falsifiers.size(), count_of(falsifiers, Outcome::kHeld),
      count_of(falsifiers, Outcome::kRefuted), count_of(falsifiers, Outcome::kUndecided),
      count_of(falsifiers, Outcome::kNotMeasured));
  const std::string refuted = central_with(falsifiers, Outcome::kRefuted);
  const std::string undecided = central_with(falsifiers, Outcome::kUndecided);
  const std::string missing = central_with(falsifiers, Outcome::kNotMeasured);
  if (!refuted.empty()) {
    text += fmt::format("**The claim as stated is refuted** in: {}.", refuted);
  } else if (undecided.empty() && missing.empty()) {
    text += "**All predictions of the claim held, at this scale.**";
  } else {
    text += "**The claim is neither refuted nor borne out by this study.**";
  }
  if (!undecided.empty()) text += fmt::format(" Undecided: {}.", undecided);
  if (!missing.empty()) text += fmt::format(" Not measured: {}.", missing);
  return text;
}

std::vector<std::string> main_numbers(const LabConfig& config, const Analysis& analysis) {
  const Roles roles = roles_of(config);
  std::vector<std::string> sentences;
  const auto add = [&](const std::string& sentence) {
    if (!sentence.empty()) sentences.push_back(sentence);
  };
  if (roles.exact) add(way_of_arm("Exact judge", *roles.exact, analysis));
  if (roles.upper_bound) add(way_of_arm("Supervised upper bound", *roles.upper_bound, analysis));
  if (roles.control) add(way_of_arm("Seed pairs alone", *roles.control, analysis));
  add(range_of_arms("Self-judged arms without an anchor", roles.unanchored, analysis));
  add(range_of_arms("Self-judged arms with seed pairs in the mix", roles.anchored, analysis));
  add(way_of_board(analysis));
  return sentences;
}

std::vector<std::string> summaries_with(const std::vector<Falsifier>& falsifiers, Outcome outcome) {
  std::vector<std::string> summaries;
  for (const Falsifier& falsifier : falsifiers) {
    if (falsifier.outcome == outcome && !falsifier.summary.empty()) {
      summaries.push_back(falsifier.summary);
    }
  }
  return summaries;
}

}  // namespace tandem
