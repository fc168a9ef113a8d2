// A run's measurements, twice: metrics.jsonl (one JSON object a line, for scripts) and TensorBoard
// events.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace tandem {

/// Appends to <run>/metrics.jsonl, and to an events.out.tfevents.* file of its own. A torn last
/// line of metrics.jsonl (crash, disk full) is cut when opened, and a line of kind "recovery" says
/// so. Every call is flushed to the system. A generation that was measured again, or made
/// again because its commit was damaged, has two lines: of equal (kind, step) the last one counts.
/// Throws Error naming the file when it can't be opened or written. Not thread-safe.
class MetricsWriter {
 public:
  explicit MetricsWriter(const std::filesystem::path& run);
  ~MetricsWriter();

  /// `kind` says what the line is ("generation", "strength", "config_change", ...); `step` is the
  /// generation. Scalars go to both files, texts to metrics.jsonl alone. Names use '/' for
  /// TensorBoard's groups, and are not "kind", "step" or "time", which start every line. A value
  /// that isn't finite is null in metrics.jsonl.
  void write(const std::string& kind, std::int64_t step,
             const std::map<std::string, double>& scalars,
             const std::map<std::string, std::string>& texts = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tandem
