// Which program to start, and how.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tandem {

struct ProcessSpec {
  /// The program, looked up in PATH, and its arguments; at least 1.
  std::vector<std::string> words;
  /// Set in its environment, beside what is there.
  std::vector<std::pair<std::string, std::string>> environment;
};

}  // namespace tandem
