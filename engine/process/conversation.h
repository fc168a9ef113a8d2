// A program to talk with, line by line, and never for longer or for more than it may.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/process/child.h"
#include "engine/process/process_spec.h"

namespace tandem {

enum class Heard {
  kLine,
  kEnd,      ///< it has ended, or closed its output
  kTimeout,  ///< no whole line by the deadline
  kFlood,    ///< a line longer than it may be
  kStopped,  ///< *stop
};

/// Starts a program and keeps it until this is gone, when its whole process group is killed. A
/// program may leave its input unread and write any amount to standard error; neither blocks nor
/// ends the caller, and no signal is raised here. It is started in a process group of its own, so
/// Ctrl-C in the terminal doesn't reach it; should the caller's process be killed, it finds its
/// input at an end. Belongs to one thread at a time.
class Conversation {
 public:
  using Clock = std::chrono::steady_clock;

  /// Throws Error where the system has no more processes or files. A program that can't be started
  /// has ended: failure() says why.
  explicit Conversation(const ProcessSpec& spec, std::size_t longest_line = std::size_t{1} << 20);

  /// What goes to its standard input; sent while hear() waits, which must follow.
  void say(std::string_view text) { unsent_ += text; }

  /// Waits for the next line of its standard output, which comes without its newline. After kEnd,
  /// kTimeout and kFlood there is nothing more to expect: let it go. Ends soon after *stop becomes
  /// true; null: never.
  Heard hear(std::string& line, Clock::time_point deadline,
             const std::atomic<bool>* stop = nullptr);

  /// As for a sentence that begins with the program's name, once hear() has told of its end:
  /// "exited with status 3".
  std::string how_it_ended();

  /// The last 2,000 bytes or so of its standard error.
  std::string error_tail() const;

 private:
  struct Sides {
    Descriptor ours;
    Descriptor theirs;
  };
  static Sides make_input();

  Conversation(const ProcessSpec& spec, std::size_t longest_line, Sides in, Pipe out, Pipe err);
  bool take_line(std::string& line);
  void exchange(int milliseconds);
  void send();

  std::size_t longest_line_;
  Child child_;
  Descriptor in_;
  Descriptor out_;
  Descriptor err_;
  std::string unsent_;
  std::string heard_;
  std::string error_;
};

}  // namespace tandem
