#include "tools/suites/work_file.h"

#include <fmt/core.h>

#include <sstream>
#include <utility>

#include "games/error.h"

namespace tandem {

WorkFile::WorkFile(std::filesystem::path path) : path_(std::move(path)) {
  if (std::filesystem::exists(path_)) read();
  out_.open(path_, std::ios::app);
  check_written();
}

void WorkFile::read() {
  std::ifstream in(path_);
  std::stringstream content;
  content << in.rdbuf();
  std::string text = content.str();
  const std::size_t whole = text.rfind('\n') + 1;  // 0 if there is no whole line
  if (whole < text.size()) torn_at_ = whole;
  content.str(text.substr(0, whole));
  for (std::string line; std::getline(content, line);) lines_.push_back(line);
}

void WorkFile::append(std::string_view line) {
  if (torn_at_) {
    std::filesystem::resize_file(path_, *torn_at_);
    torn_at_.reset();
  }
  out_ << line << '\n' << std::flush;
  check_written();
}

void WorkFile::check_written() const {
  if (!out_) throw Error(fmt::format("can't write the work file {}", path_.string()));
}

void WorkFile::refuse(std::size_t index, std::string_view expected) const {
  throw Error(
      fmt::format("{}:{}: \"{}\" is not {}; delete the file to solve its positions anew, or name "
                  "another with --work",
                  path_.string(), index + 1, lines_[index], expected));
}

}  // namespace tandem
