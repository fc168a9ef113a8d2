// The one exception that Tandem throws for bad input (a wrong name, a malformed file, a refused
// setting), and its kin for work that was stopped.
#pragma once

#include <stdexcept>
#include <string>

namespace tandem {

/// Something that the person who runs the program can mend. The message says what was wrong, where
/// (file, line, record, flag) and what to do; tools print it and exit with status 2. Programming
/// errors are assertions, not Errors.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message) : std::runtime_error(message) {}
};

/// Work that was told to stop (Ctrl-C) ended without an answer. Tools exit with status 130.
class Interrupted : public Error {
 public:
  using Error::Error;
};

}  // namespace tandem
