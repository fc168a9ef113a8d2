// A run's measurements, twice: metrics.jsonl (one JSON object a line, for scripts) and TensorBoard events.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace tandem {

/// Appends to <run>/metrics.jsonl and <run>/events.out.tfevents.*; a torn last line of metrics.jsonl (crash) is
/// cut when opened. Every call is flushed. Not thread-safe.
class MetricsWriter {
 public:
  explicit MetricsWriter(const std::filesystem::path& run);
  ~MetricsWriter();

  /// `kind` says what the line is ("generation", "strength", "config_change", ...); `step` is the generation.
  /// Scalars go to both files, texts to metrics.jsonl alone. Names use '/' for TensorBoard's groups.
  void write(const std::string& kind, std::int64_t step, const std::map<std::string, double>& scalars,
             const std::map<std::string, std::string>& texts = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tandem
