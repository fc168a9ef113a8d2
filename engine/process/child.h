// A started program as a process of its own: what run_process() and Conversation are made of.
//
// Own code, because the libraries at hand change what belongs to the whole program: Boost.Process
// and Boost.Asio take over SIGCHLD and SIGPIPE, and a wait with a timeout forks another process.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/process/process_spec.h"

namespace tandem {

/// An open file that is closed whatever happens.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Descriptor& operator=(Descriptor&&) = delete;

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  void close();

 private:
  int fd_;
};

struct Pipe {
  Descriptor read;
  Descriptor write;
};

/// Both ends are closed on exec, so that programs started by other threads don't hold them. Throws
/// Error if the system has no more to give.
Pipe make_pipe();

/// "Can't WHAT: reason", of errno.
[[noreturn]] void throw_system_error(std::string_view what);

/// Appends what can be read at once, and closes the file at its end.
void read_some(Descriptor& file, std::string& text);

/// Standard error is kept to its last bytes.
inline constexpr std::size_t kErrorTail = 2000;
void cut_to_tail(std::string& text);

/// "exited with status 3" or "was killed by signal 9 (Killed)", of waitpid()'s status.
std::string describe_status(int status);

/// What the program finds as its standard streams.
struct Streams {
  int in;
  int out;
  int err;
};

/// A started program, in a process group of its own, so that Ctrl-C in the terminal reaches the
/// caller alone. Its whole group is dead when this is gone.
class Child {
 public:
  enum class Leash {
    kNone,
    kThread,  ///< it is killed when the thread that started it ends, or that thread's process
  };

  /// Throws Error where the system has no more processes or files.
  Child(const ProcessSpec& spec, const Streams& streams, Leash leash);
  ~Child() { end(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// The errno with which the system refused to start the program, or 0.
  int failure() const { return failure_; }

  bool has_exited() const;

  /// Kills what is left of the group. Returns the status for WIFEXITED and its kin.
  int end();

 private:
  pid_t id_ = -1;
  int status_ = 0;
  int failure_ = 0;
};

}  // namespace tandem
