// Solved values, line by line, so that a stopped run goes on where it was.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

class WorkFile {
 public:
  /// Reads the lines that earlier runs wrote. A line torn by an interruption is left out, and taken
  /// from the file by the first append(): until then it may be no work file at all. Throws Error if
  /// the file can't be written.
  explicit WorkFile(std::filesystem::path path);

  /// What earlier runs wrote, without line ends.
  const std::vector<std::string>& lines() const { return lines_; }

  /// The line stands in the file when this returns, even if the process is killed then.
  void append(std::string_view line);

  /// Throws Error for lines()[index]: that it is not `expected`.
  [[noreturn]] void refuse(std::size_t index, std::string_view expected) const;

 private:
  void read();
  void check_written() const;

  std::filesystem::path path_;
  std::vector<std::string> lines_;
  std::optional<std::uintmax_t> torn_at_;  // where the torn line begins
  std::ofstream out_;
};

}  // namespace tandem
