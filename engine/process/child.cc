#include "engine/process/child.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "games/error.h"

namespace tandem {
namespace {

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

/// The life of the child between fork and exec: async-signal-safe calls only. `failure` takes an
/// errno if the program can't be started, and is closed if it can.
[[noreturn]] void become(const ExecArguments& arguments, const Streams& streams, int failure,
                         pid_t parent, Child::Leash leash) {
  ::setpgid(0, 0);
  if (leash == Child::Leash::kThread) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);  // it died before the line above
  }
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  const bool connected = ::dup2(streams.in, STDIN_FILENO) >= 0 &&
                         ::dup2(streams.out, STDOUT_FILENO) >= 0 &&
                         ::dup2(streams.err, STDERR_FILENO) >= 0;
  if (connected) ::execvpe(arguments.argv()[0], arguments.argv(), arguments.envp());
  const int reason = errno;
  [[maybe_unused]] const ssize_t told = ::write(failure, &reason, sizeof reason);
  ::_exit(127);
}

/// The errno that exec failed with, or 0; returns when that is known.
int start_failure(const Descriptor& failure) {
  int reason = 0;
  ssize_t count = 0;
  do {
    count = ::read(failure.get(), &reason, sizeof reason);
  } while (count < 0 && errno == EINTR);
  return count == sizeof reason ? reason : 0;
}

}  // namespace

void Descriptor::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_system_error("make a pipe");
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

void throw_system_error(std::string_view what) {
  throw Error(fmt::format("Can't {}: {}; wait until the system has more to give", what,
                          std::strerror(errno)));
}

void read_some(Descriptor& file, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
  if (count < 0 && errno == EINTR) return;
  if (count <= 0) return file.close();
  text.append(buffer.data(), static_cast<std::size_t>(count));
}

void cut_to_tail(std::string& text) {
  if (text.size() > kErrorTail) text.erase(0, text.size() - kErrorTail);
}

std::string describe_status(int status) {
  if (!WIFSIGNALED(status)) return fmt::format("exited with status {}", WEXITSTATUS(status));
  return fmt::format("was killed by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
}

Child::Child(const ProcessSpec& spec, const Streams& streams, Leash leash) {
  const ExecArguments arguments(spec);
  Pipe failure = make_pipe();
  const pid_t parent = ::getpid();
  id_ = ::fork();
  if (id_ < 0) throw_system_error("start a process");
  if (id_ == 0) become(arguments, streams, failure.write.get(), parent, leash);
  ::setpgid(id_, id_);  // here too: whichever comes first
  failure.write.close();
  failure_ = start_failure(failure.read);
}

bool Child::has_exited() const {
  if (id_ < 0) return true;
  siginfo_t info{};
  if (::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
    throw_system_error("wait for a process");
  }
  return info.si_pid == id_;
}

int Child::end() {
  if (id_ < 0) return status_;
  ::kill(-id_, SIGKILL);  // before the wait, which frees the number for others
  while (::waitpid(id_, &status_, 0) < 0 && errno == EINTR) {
  }
  id_ = -1;
  return status_;
}

}  // namespace tandem
