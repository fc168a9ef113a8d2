// What every Tandem program does the same way: flags, --help, exit codes, errors in words, and
// Ctrl-C.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace tandem {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFailure = 1;  ///< an internal failure: a bug, or the system gave up
inline constexpr int kExitUsage = 2;    ///< bad flags or bad input; the message says what to mend
inline constexpr int kExitInterrupted = 130;  ///< Ctrl-C or SIGTERM, after a clean stop

/// Who the program is, for --help and messages.
struct Program {
  std::string name;      ///< "tandem-match"
  std::string summary;   ///< one sentence
  std::string examples;  ///< whole commands that run, one a line, each indented by two spaces
  std::string details;   ///< further help after the flags; may be empty
  std::string source;    ///< __FILE__ of main: only the flags defined there are the program's own
  /// Names of string flags that may be given several times; read them with repeated_flag().
  std::vector<std::string> repeatable;
};

/// Parses the command line into the gflags variables that `program.source` defines, answers --help
/// and
/// --version, then runs `body`, whose result is the exit code. An Error, also one from the flags,
/// is printed to stderr and ends with kExitUsage (an Interrupted with kExitInterrupted); any other
/// exception with kExitFailure.
int run_program(int argc, char** argv, const Program& program, const std::function<int()>& body);

/// All values given to a repeatable flag, in order.
const std::vector<std::string>& repeated_flag(const std::string& name);

/// Whether the flag stood on the command line.
bool flag_given(const std::string& name);

/// Becomes true at the first Ctrl-C or SIGTERM; a second one ends the process at once. Installed by
/// run_program().
const std::atomic<bool>& stop_requested();

/// Every game that --game takes, for the details of --help.
std::string games_help();

/// "0,32,200" as numbers. Throws Error as parse_list() does, or naming the part that is not a
/// number within min..max.
std::vector<int> parse_int_list(const std::string& flag, const std::string& text, int min, int max);

/// The parts of "a,b,c", at least one. Throws Error naming the flag if it, or a part, is empty.
std::vector<std::string> parse_list(const std::string& flag, const std::string& text);

}  // namespace tandem
