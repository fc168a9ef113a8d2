// Runs a program from its start to its end: input in, output out, and never for longer or for more
// than it may.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>

#include "engine/process/process_spec.h"

namespace tandem {

struct ProcessLimits {
  std::chrono::milliseconds timeout{60000};  ///< from start to end; positive
  std::size_t output_bytes = 1u << 20;       ///< on standard output
  const std::atomic<bool>* stop = nullptr;   ///< ends it soon after *stop becomes true; null: never
};

enum class ProcessEnd {
  kExited,      ///< with `status`
  kSignalled,   ///< killed by the signal `status`, not by this
  kNotStarted,  ///< the system refused, with the errno `status`
  kTimedOut,    ///< and was killed, as in the cases below
  kFlooded,     ///< wrote more than it may
  kStopped,     ///< *limits.stop
};

struct ProcessResult {
  ProcessEnd end = ProcessEnd::kNotStarted;
  int status = 0;
  std::string output;      ///< all of it, or as much as it may write
  std::string error_tail;  ///< the last 2,000 bytes or so of standard error
};

/// Starts a program and waits for its end: its exit and that of everything that holds its standard
/// output or error. A program may leave its input unread, write to both streams at once, and write
/// any amount to standard error.
///
/// It runs in a process group of its own, so that Ctrl-C in the terminal reaches the caller alone,
/// and the whole group is killed when this returns or throws. If the caller's process dies, so does
/// the program; what that has started in turn finds its input at an end and its output closed.
///
/// Thread-safe; leaves signals and their handlers as they are. The calling process must not ignore
/// SIGCHLD. Throws Error where the system has no more processes, files or memory.
ProcessResult run_process(const ProcessSpec& spec, const std::string& input,
                          const ProcessLimits& limits);

/// As for a sentence that begins with the program's name: "exited with status 3".
std::string describe_end(const ProcessResult& result, const ProcessLimits& limits);

}  // namespace tandem
