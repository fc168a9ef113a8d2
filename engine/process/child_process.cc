#include "engine/process/child_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/process/child.h"

namespace tandem {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// How soon a stop is noticed, and the end of a program that has closed its output before.
constexpr milliseconds kGlance{50};

/// A file in memory with `bytes`, at its start. Unlike a pipe it needs no writing while the program
/// runs, and a program that doesn't read it raises no SIGPIPE.
Descriptor make_input(std::string_view bytes) {
  Descriptor file(::memfd_create("input", MFD_CLOEXEC));
  if (!file.is_open()) throw_system_error("make a file in memory");
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_system_error("write to a file in memory");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::lseek(file.get(), 0, SEEK_SET) != 0) throw_system_error("rewind a file in memory");
  return file;
}

/// Reads both streams while the program runs.
class Reader {
 public:
  Reader(Pipe out, Pipe err, const ProcessLimits& limits)
      : out_(std::move(out.read)),
        err_(std::move(err.read)),
        limits_(limits),
        deadline_(Clock::now() + limits.timeout) {}

  /// Until both are closed and the child has exited, or a limit is met.
  void run(const Child& child, ProcessResult& result) {
    result.end = ProcessEnd::kExited;
    while (out_.is_open() || err_.is_open() || !child.has_exited()) {
      if (limits_.stop != nullptr && *limits_.stop) result.end = ProcessEnd::kStopped;
      if (Clock::now() >= deadline_) result.end = ProcessEnd::kTimedOut;
      if (result.output.size() > limits_.output_bytes) result.end = ProcessEnd::kFlooded;
      if (result.end != ProcessEnd::kExited) return;
      wait_and_read(result);
    }
  }

 private:
  int patience() const {
    const auto left = std::chrono::ceil<milliseconds>(deadline_ - Clock::now());
    return static_cast<int>(std::clamp(left, milliseconds{0}, kGlance).count());
  }

  void wait_and_read(ProcessResult& result) {
    if (!out_.is_open() && !err_.is_open()) {
      std::this_thread::sleep_for(milliseconds(std::min(patience(), 1)));
      return;
    }
    std::array<pollfd, 2> files{pollfd{out_.get(), POLLIN, 0}, pollfd{err_.get(), POLLIN, 0}};
    const int ready = ::poll(files.data(), files.size(), patience());
    if (ready < 0 && errno != EINTR) throw_system_error("wait for a process");
    if (ready <= 0) return;
    if (files[0].revents != 0) read_some(out_, result.output);
    if (files[1].revents != 0) read_some(err_, result.error_tail);
    if (result.error_tail.size() > 2 * kErrorTail) cut_to_tail(result.error_tail);
  }

  Descriptor out_;
  Descriptor err_;
  const ProcessLimits& limits_;
  Clock::time_point deadline_;
};

}  // namespace

ProcessResult run_process(const ProcessSpec& spec, const std::string& input,
                          const ProcessLimits& limits) {
  const Descriptor in = make_input(input);
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  Child child(spec, {in.get(), out.write.get(), err.write.get()}, Child::Leash::kThread);
  out.write.close();
  err.write.close();

  ProcessResult result;
  if (child.failure() != 0) {
    result.end = ProcessEnd::kNotStarted;
    result.status = child.failure();
    return result;
  }
  Reader(std::move(out), std::move(err), limits).run(child, result);
  const int status = child.end();
  cut_to_tail(result.error_tail);
  if (result.end != ProcessEnd::kExited) return result;
  const bool killed = WIFSIGNALED(status);
  if (killed) result.end = ProcessEnd::kSignalled;
  result.status = killed ? WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

std::string describe_end(const ProcessResult& result, const ProcessLimits& limits) {
  switch (result.end) {
    case ProcessEnd::kExited:
      return describe_status(W_EXITCODE(result.status, 0));
    case ProcessEnd::kSignalled:
      return describe_status(W_EXITCODE(0, result.status));
    case ProcessEnd::kNotStarted:
      return fmt::format("can't be started: {}", std::strerror(result.status));
    case ProcessEnd::kTimedOut:
      return fmt::format("hadn't finished after {} s",
                         std::chrono::duration<double>(limits.timeout).count());
    case ProcessEnd::kFlooded:
      return fmt::format("wrote more than {} bytes", limits.output_bytes);
    case ProcessEnd::kStopped:
      return "was stopped";
  }
  return {};
}

}  // namespace tandem
