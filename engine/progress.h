// What a person sees while a program works: one line redrawn in place on a terminal, plain lines
// now and then where the output is a file or a pipe.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace tandem {

/// "0:46", "12:05", "1:02:03".
std::string format_duration(double seconds);

/// The line at the bottom of stderr. Thread-safe.
class StatusLine {
 public:
  StatusLine();
  ~StatusLine();
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  /// Shows `text` in place of the last one: on a terminal at most ten times a second, else as a
  /// line of its own at most every ten seconds. Texts that come too soon are skipped.
  void show(std::string_view text);

  /// Whether show() would show now; saves making a text that is skipped.
  bool due() const;

  /// Writes a line that stays, above the status.
  void print(std::string_view line);

  /// Removes the status from the terminal.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  void erase();

  mutable std::mutex mutex_;
  bool terminal_;
  bool shown_ = false;
  Clock::time_point next_;
};

/// Counts towards a known total, with rate and time left: "match: 120/500 games, 8.2 games/s, 0:46
/// left".
class Progress {
 public:
  /// `before` of the total were done by earlier runs and don't count for the rate.
  Progress(std::string label, std::string unit, std::int64_t total, std::int64_t before = 0);

  /// `done` of the total, `before` included; `note` is added at the end. Thread-safe.
  void update(std::int64_t done, std::string_view note = {});

  void clear() { status_.clear(); }

  /// The line for `done` after `seconds`.
  std::string line(std::int64_t done, double seconds, std::string_view note) const;

 private:
  StatusLine status_;
  const std::string label_;
  const std::string unit_;
  const std::int64_t total_;
  const std::int64_t before_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace tandem
