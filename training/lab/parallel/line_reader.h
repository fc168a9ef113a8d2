// A text file line by line, where the file may be anything.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

/// Reads valid UTF-8 in lines of limited length; memory is bounded by that, whatever the file.
class LineReader {
 public:
  /// Lines of up to `longest` bytes, their ends not counted. Throws Error naming the path unless it
  /// is a regular file that can be read.
  LineReader(const std::filesystem::path& path, std::size_t longest);

  /// Moves on to the next line and says whether there is one. Throws Error naming file and line for
  /// a line that is too long, invalid UTF-8 (and its column in bytes, from 1) or has a NUL byte.
  bool next();

  /// Without its LF or CR LF, and without a byte order mark; valid until next().
  std::string_view line() const { return line_; }

  /// Lines so far; the number of line(), from 1.
  std::size_t number() const { return number_; }

  /// "FILE:LINE", for messages about line().
  std::string place() const;

 private:
  void check_utf8() const;

  std::filesystem::path path_;
  std::ifstream file_;
  std::vector<char> buffer_;
  std::string_view line_;
  std::size_t number_ = 0;
};

}  // namespace tandem
