// The one exception that Tandem throws for bad input: a wrong name, a malformed file, a refused
// setting.
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

}  // namespace tandem
