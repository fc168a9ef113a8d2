#include "engine/gtp/gtp_session.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "games/error.h"

namespace tandem {
namespace {

/// How soon a stop is noticed.
constexpr int kGlanceMilliseconds = 50;

/// Reads lines in a thread of its own, so that an analysis can see that one has come.
class InputLines {
 public:
  InputLines(int file, const std::atomic<bool>& stop)
      : file_(file), stop_(stop), thread_([this] { read(); }) {}
  ~InputLines() {
    closing_ = true;
    thread_.join();
  }

  /// The next line, without its newline; none at the end or after a stop.
  std::optional<std::string> next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || !lines_.empty(); });
    if (lines_.empty()) return std::nullopt;
    std::string line = std::move(lines_.front());
    lines_.pop_front();
    waits_ = ended_ || !lines_.empty();
    room_.notify_one();
    return line;
  }

  const std::atomic<bool>& waits() const { return waits_; }

 private:
  static constexpr std::size_t kMostWaiting = 1000;

  void read() {
    std::array<char, 4096> buffer;
    while (!stop_ && !closing_) {
      pollfd file{file_, POLLIN, 0};
      if (::poll(&file, 1, kGlanceMilliseconds) <= 0) continue;
      const ssize_t count = ::read(file_, buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      for (const char c : std::string_view(buffer.data(), static_cast<std::size_t>(count))) take(c);
    }
    if (!line_.empty()) finish_line();
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    waits_ = true;
    changed_.notify_one();
  }

  // A line that is too long is kept only so far that its length tells.
  void take(char c) {
    if (c == '\n') {
      finish_line();
    } else if (line_.size() <= kLongestGtpLine) {
      line_ += c;
    }
  }

  void finish_line() {
    std::unique_lock lock(mutex_);
    while (lines_.size() >= kMostWaiting && !stop_ && !closing_) {
      room_.wait_for(lock, std::chrono::milliseconds(kGlanceMilliseconds));
    }
    lines_.push_back(std::move(line_));
    line_.clear();
    waits_ = true;
    changed_.notify_one();
  }

  const int file_;
  const std::atomic<bool>& stop_;
  std::atomic<bool> closing_{false};
  std::atomic<bool> waits_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable room_;
  std::deque<std::string> lines_;
  bool ended_ = false;
  std::string line_;  // being read
  std::thread thread_;
};

class FileChannel : public GtpChannel {
 public:
  FileChannel(int file, const InputLines& input) : file_(file), input_(input) {}

  void write(std::string_view text) override {
    while (!text.empty()) {
      const ssize_t written = ::write(file_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) {
        throw Error(fmt::format("can't write a response: {}", std::strerror(errno)));
      }
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  const std::atomic<bool>& input_waits() const override { return input_.waits(); }

 private:
  int file_;
  const InputLines& input_;
};

}  // namespace

void run_gtp_session(GtpEngine& engine, int in, int out, const std::atomic<bool>& stop) {
  InputLines input(in, stop);
  FileChannel channel(out, input);
  while (const std::optional<std::string> line = input.next()) {
    if (!engine.handle(*line, channel)) return;
  }
  if (stop) throw Interrupted("told to stop");
}

}  // namespace tandem
