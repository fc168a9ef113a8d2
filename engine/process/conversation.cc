#include "engine/process/conversation.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

namespace tandem {
namespace {

using std::chrono::milliseconds;

/// How soon a stop is noticed.
constexpr milliseconds kGlance{50};
/// How long a program that has closed its output may take to exit before it is killed.
constexpr milliseconds kFarewell{500};

}  // namespace

// A socket, which unlike a pipe raises no SIGPIPE when the program no longer reads.
Conversation::Sides Conversation::make_input() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw_system_error("make a pair of sockets");
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

Conversation::Conversation(const ProcessSpec& spec, std::size_t longest_line)
    : Conversation(spec, longest_line, make_input(), make_pipe(), make_pipe()) {}

// The ends of the program close as this returns.
Conversation::Conversation(const ProcessSpec& spec, std::size_t longest_line, Sides in, Pipe out,
                           Pipe err)
    : longest_line_(longest_line),
      child_(spec, {in.theirs.get(), out.write.get(), err.write.get()}, Child::Leash::kNone),
      in_(std::move(in.ours)),
      out_(std::move(out.read)),
      err_(std::move(err.read)) {}

Heard Conversation::hear(std::string& line, Clock::time_point deadline,
                         const std::atomic<bool>* stop) {
  while (!take_line(line)) {
    if (heard_.size() > longest_line_) return Heard::kFlood;
    if (!out_.is_open()) return Heard::kEnd;
    if (stop != nullptr && *stop) return Heard::kStopped;
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return Heard::kTimeout;
    exchange(static_cast<int>(std::min(left, kGlance).count()));
  }
  return line.size() > longest_line_ ? Heard::kFlood : Heard::kLine;
}

bool Conversation::take_line(std::string& line) {
  const std::size_t end = heard_.find('\n');
  if (end == std::string::npos) return false;
  line.assign(heard_, 0, end);
  heard_.erase(0, end + 1);
  return true;
}

void Conversation::exchange(int patience) {
  std::array<pollfd, 3> files{pollfd{out_.get(), POLLIN, 0}, pollfd{err_.get(), POLLIN, 0},
                              pollfd{unsent_.empty() ? -1 : in_.get(), POLLOUT, 0}};
  const int ready = ::poll(files.data(), files.size(), patience);
  if (ready < 0 && errno != EINTR) throw_system_error("wait for a process");
  if (ready <= 0) return;
  if (files[0].revents != 0) read_some(out_, heard_);
  if (files[1].revents != 0) read_some(err_, error_);
  if (error_.size() > 2 * kErrorTail) cut_to_tail(error_);
  if (files[2].revents != 0) send();
}

void Conversation::send() {
  const ssize_t sent =
      ::send(in_.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent >= 0) {
    unsent_.erase(0, static_cast<std::size_t>(sent));
  } else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
    unsent_.clear();  // it doesn't listen any more; its output tells the rest
    in_.close();
  }
}

std::string Conversation::how_it_ended() {
  if (child_.failure() != 0) {
    return fmt::format("can't be started: {}", std::strerror(child_.failure()));
  }
  const auto until = Clock::now() + kFarewell;
  while (!child_.has_exited() && Clock::now() < until) {
    if (err_.is_open()) {
      exchange(1);
    } else {
      std::this_thread::sleep_for(milliseconds(1));
    }
  }
  if (!child_.has_exited()) return "closed its output";
  return describe_status(child_.end());
}

std::string Conversation::error_tail() const {
  std::string tail = error_;
  cut_to_tail(tail);
  return tail;
}

}  // namespace tandem
