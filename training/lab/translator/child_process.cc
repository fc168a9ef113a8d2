#include "training/lab/translator/child_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "games/error.h"

namespace tandem {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kErrorTail = 2000;  ///< bytes
/// How soon a stop is noticed, and the end of a program that has closed its output before.
constexpr milliseconds kGlance{50};

[[noreturn]] void throw_system_error(std::string_view what) {
  throw Error(fmt::format("Can't {}: {}; wait until the system has more to give", what,
                          std::strerror(errno)));
}

/// An open file that is closed whatever happens.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Descriptor& operator=(Descriptor&&) = delete;

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

struct Pipe {
  Descriptor read;
  Descriptor write;
};

// Everything is closed on exec, so that programs started by other threads don't hold our pipes.
Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_system_error("make a pipe");
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

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

/// Words and environment as exec takes them. Made before the fork: after it, in a process of many
/// threads, nothing may be allocated.
class ExecArguments {
 public:
  explicit ExecArguments(const ProcessSpec& spec) : words_(spec.words) {
    for (std::string& word : words_) argv_.push_back(word.data());
    argv_.push_back(nullptr);
    for (const auto& [name, value] : spec.environment) settings_.push_back(name + "=" + value);
    for (char** entry = environ; *entry != nullptr; ++entry) {
      const std::string_view text = *entry;
      const std::string_view name = text.substr(0, text.find('='));
      const auto is_name = [&](const auto& setting) { return setting.first == name; };
      if (std::ranges::none_of(spec.environment, is_name)) envp_.push_back(*entry);
    }
    for (std::string& setting : settings_) envp_.push_back(setting.data());
    envp_.push_back(nullptr);
  }
  ExecArguments(const ExecArguments&) = delete;
  ExecArguments& operator=(const ExecArguments&) = delete;

  char* const* argv() const { return argv_.data(); }
  char* const* envp() const { return envp_.data(); }

 private:
  std::vector<std::string> words_;
  std::vector<std::string> settings_;
  std::vector<char*> argv_;
  std::vector<char*> envp_;
};

struct Streams {
  int in;
  int out;
  int err;
  int failure;  ///< takes an errno if the program can't be started; closed if it can
};

/// The life of the child between fork and exec: async-signal-safe calls only.
[[noreturn]] void become(const ExecArguments& arguments, const Streams& streams, pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // it died before the line above
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  const bool connected = ::dup2(streams.in, STDIN_FILENO) >= 0 &&
                         ::dup2(streams.out, STDOUT_FILENO) >= 0 &&
                         ::dup2(streams.err, STDERR_FILENO) >= 0;
  if (connected) ::execvpe(arguments.argv()[0], arguments.argv(), arguments.envp());
  const int reason = errno;
  [[maybe_unused]] const ssize_t told = ::write(streams.failure, &reason, sizeof reason);
  ::_exit(127);
}

/// A started program. Its whole group is dead when this is gone.
class Child {
 public:
  Child(const ExecArguments& arguments, const Streams& streams) {
    const pid_t parent = ::getpid();
    id_ = ::fork();
    if (id_ < 0) throw_system_error("start a process");
    if (id_ == 0) become(arguments, streams, parent);
    ::setpgid(id_, id_);  // here too: whichever comes first
  }
  ~Child() { end(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  bool has_exited() const {
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
      throw_system_error("wait for a process");
    }
    return info.si_pid == id_;
  }

  /// Kills what is left of the group. Returns the status for WIFEXITED and its kin.
  int end() {
    if (id_ < 0) return status_;
    ::kill(-id_, SIGKILL);  // before the wait, which frees the number for others
    while (::waitpid(id_, &status_, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    return status_;
  }

 private:
  pid_t id_ = -1;
  int status_ = 0;
};

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
    if (result.error_tail.size() > 2 * kErrorTail) {
      result.error_tail.erase(0, result.error_tail.size() - kErrorTail);
    }
  }

  static void read_some(Descriptor& file, std::string& text) {
    std::array<char, 65536> buffer;
    const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) return;
    if (count <= 0) return file.close();
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }

  Descriptor out_;
  Descriptor err_;
  const ProcessLimits& limits_;
  Clock::time_point deadline_;
};

/// The errno that exec failed with, or 0; returns when that is known.
int start_failure(Pipe& failure) {
  failure.write.close();
  int reason = 0;
  ssize_t count = 0;
  do {
    count = ::read(failure.read.get(), &reason, sizeof reason);
  } while (count < 0 && errno == EINTR);
  return count == sizeof reason ? reason : 0;
}

}  // namespace

ProcessResult run_process(const ProcessSpec& spec, const std::string& input,
                          const ProcessLimits& limits) {
  const ExecArguments arguments(spec);
  const Descriptor in = make_input(input);
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  Pipe failure = make_pipe();
  Child child(arguments, {in.get(), out.write.get(), err.write.get(), failure.write.get()});
  out.write.close();
  err.write.close();

  ProcessResult result;
  if (const int reason = start_failure(failure)) {
    result.end = ProcessEnd::kNotStarted;
    result.status = reason;
    return result;
  }
  Reader(std::move(out), std::move(err), limits).run(child, result);
  const int status = child.end();
  if (result.error_tail.size() > kErrorTail) {
    result.error_tail.erase(0, result.error_tail.size() - kErrorTail);
  }
  if (result.end != ProcessEnd::kExited) return result;
  const bool killed = WIFSIGNALED(status);
  if (killed) result.end = ProcessEnd::kSignalled;
  result.status = killed ? WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

std::string describe_end(const ProcessResult& result, const ProcessLimits& limits) {
  switch (result.end) {
    case ProcessEnd::kExited:
      return fmt::format("exited with status {}", result.status);
    case ProcessEnd::kSignalled:
      return fmt::format("was killed by signal {} ({})", result.status, strsignal(result.status));
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
