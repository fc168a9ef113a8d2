#include "engine/progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace tandem {
namespace {

constexpr std::chrono::milliseconds kTerminalInterval{100};
constexpr std::chrono::milliseconds kLogInterval{10000};

}  // namespace

std::string format_duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(std::max(0.0, seconds)));
  const auto hours = whole / 3600;
  const auto minutes = whole / 60 % 60;
  if (hours > 0) return fmt::format("{}:{:02}:{:02}", hours, minutes, whole % 60);
  return fmt::format("{}:{:02}", minutes, whole % 60);
}

// A log gets its first line only after an interval, so that quick work stays silent there.
StatusLine::StatusLine()
    : terminal_(isatty(STDERR_FILENO) == 1),
      next_(terminal_ ? Clock::now() : Clock::now() + kLogInterval) {}

StatusLine::~StatusLine() { clear(); }

bool StatusLine::due() const {
  const std::lock_guard lock(mutex_);
  return Clock::now() >= next_;
}

void StatusLine::show(std::string_view text) {
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + (terminal_ ? kTerminalInterval : kLogInterval);
  if (terminal_) {
    fmt::print(stderr, "\r\033[K{}", text);
    shown_ = true;
  } else {
    fmt::print(stderr, "{}\n", text);
  }
  std::fflush(stderr);
}

void StatusLine::print(std::string_view line) {
  const std::lock_guard lock(mutex_);
  erase();
  fmt::print(stderr, "{}\n", line);
  std::fflush(stderr);
}

void StatusLine::clear() {
  const std::lock_guard lock(mutex_);
  erase();
  std::fflush(stderr);
}

void StatusLine::erase() {
  if (shown_) fmt::print(stderr, "\r\033[K");
  shown_ = false;
}

Progress::Progress(std::string label, std::string unit, std::int64_t total, std::int64_t before)
    : label_(std::move(label)), unit_(std::move(unit)), total_(total), before_(before) {}

void Progress::update(std::int64_t done, std::string_view note) {
  if (!status_.due()) return;
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start_;
  status_.show(line(done, seconds.count(), note));
}

std::string Progress::line(std::int64_t done, double seconds, std::string_view note) const {
  std::string text = fmt::format("{}: {}/{} {}", label_, done, total_, unit_);
  if (done > before_ && seconds > 0) {
    const double rate = static_cast<double>(done - before_) / seconds;
    text += fmt::format(", {:.3g} {}/s", rate, unit_);
    if (done < total_) {
      const double left = static_cast<double>(total_ - done) / rate;
      text += fmt::format(", {} left", format_duration(left));
    }
  }
  if (!note.empty()) text += fmt::format(", {}", note);
  return text;
}

}  // namespace tandem
