#include "engine/process/command_words.h"

#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

class Words {
 public:
  explicit Words(const std::string& command) : command_(command) {}

  std::vector<std::string> split() {
    while (skip_space()) words_.push_back(next_word());
    if (words_.empty()) refuse("it is empty; name a program");
    return words_;
  }

 private:
  [[noreturn]] void refuse(std::string_view why) const {
    throw Error(fmt::format("Can't run the command '{}': {}", command_, why));
  }

  static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
  }

  bool skip_space() {
    while (at_ < command_.size() && is_space(command_[at_])) ++at_;
    return at_ < command_.size();
  }

  std::string next_word() {
    std::string word;
    while (at_ < command_.size() && !is_space(command_[at_])) {
      const char c = command_[at_++];
      if (c == '\'' || c == '"') {
        word += quoted_part(c);
      } else if (c == '\\') {
        if (at_ == command_.size()) refuse("it ends in a backslash; write \\\\ for one");
        word += command_[at_++];
      } else {
        word += c;
      }
    }
    return word;
  }

  std::string quoted_part(char quote) {
    std::string part;
    while (at_ < command_.size() && command_[at_] != quote) {
      const bool escape = quote == '"' && command_[at_] == '\\' && at_ + 1 < command_.size() &&
                          (command_[at_ + 1] == '"' || command_[at_ + 1] == '\\');
      if (escape) ++at_;
      part += command_[at_++];
    }
    if (at_ == command_.size()) refuse(fmt::format("a {} isn't closed; add another", quote));
    ++at_;
    return part;
  }

  const std::string& command_;
  std::size_t at_ = 0;
  std::vector<std::string> words_;
};

}  // namespace

std::vector<std::string> split_command(const std::string& command) {
  if (command.find('\0') != std::string::npos) {
    throw Error("A command can't hold a NUL character; remove it");
  }
  return Words(command).split();
}

}  // namespace tandem
