// GNU Go as a child process, asked in GTP.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>
#include <vector>

namespace tandem {

class GnuGo {
 public:
  /// Where the program is: on the PATH or in /usr/games; empty if it isn't installed.
  static std::string path();

  /// Starts it with these arguments after "--mode gtp". Throws std::runtime_error if that fails.
  explicit GnuGo(const std::vector<std::string>& arguments);
  ~GnuGo();
  GnuGo(const GnuGo&) = delete;
  GnuGo& operator=(const GnuGo&) = delete;

  /// The answer without "= ", its lines joined by spaces. Throws std::runtime_error on "? ..." and
  /// when GNU Go has gone.
  std::string ask(const std::string& command);

  /// Whether it answers "=" and not "?".
  bool accepts(const std::string& command);

 private:
  std::string answer(const std::string& command);

  pid_t child_ = -1;
  std::FILE* to_child_ = nullptr;
  std::FILE* from_child_ = nullptr;
};

}  // namespace tandem
