// Whatever can translate lines of text: the programs that the lab asks for reference translations.
#pragma once

#include <string>
#include <vector>

namespace tandem {

/// A line is text in UTF-8 without newline and NUL, and so is its translation. A translation
/// depends on nothing but the line: not on its neighbours, nor on what was asked before.
class Translator {
 public:
  virtual ~Translator() = default;

  /// Translations of `lines`, in their order. A blank line (nothing but whitespace) translates to
  /// an empty one. May be called by several threads at once. Throws Error for a line that is none
  /// (see check_lines), or where there is no answer to be had; then nothing of this call is
  /// returned, but the translator serves the next call. Throws Interrupted if it was told to stop.
  virtual std::vector<std::string> translate(const std::vector<std::string>& lines) = 0;

  /// What the translations depend on beside the line, as one would type it in a shell.
  virtual const std::string& command() const = 0;
};

/// Throws Error naming the first line, counted from 1, that holds a newline or NUL or isn't UTF-8.
void check_lines(const std::vector<std::string>& lines);

/// UTF-8 as in text/unicode.h.
bool is_utf8(const std::string& text);

/// Nothing but whitespace.
bool is_blank(const std::string& line);

/// In quotes, for a message; long lines are cut off at about 100 bytes.
std::string excerpt(const std::string& line);

}  // namespace tandem
