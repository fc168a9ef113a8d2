// Apertium (apertium.org), the rule-based translator, asked so that each line is translated by
// itself.
//
// Given plain lines, Apertium takes them for one text: words move across line ends, capitals depend
// on the line before, and a wrong tag in one line changes others. Two things mend it:
//
// - Its own stream format, one NUL after each line, at which its programs forget what was before.
// - Its part-of-speech tagger doesn't: a word whose set of possible tags is unknown to its model
//   narrows, until the program ends, the tags that unknown words may have (apertium 3.8.3,
//   find_similar_ambiguity_class assigns through a reference to the open class). It tells so in its
//   debug mode; a small tagger of ours, put before the real one in APERTIUM_PATH, starts it afresh
//   after such a line.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/process/child_process.h"

namespace tandem {

/// Whether the program of a command is Apertium: "apertium", with a folder before it or without.
bool is_apertium(const std::vector<std::string>& words);

/// What to install, for messages.
std::string apertium_packages();

/// Whether a translation has words that Apertium couldn't translate: it marks them with *
/// (unknown),
/// @ (not in the bilingual dictionary) or # (no such form), unless it runs with -u. A sentence that
/// holds one of these characters of itself counts as marked too.
bool has_unknown_marks(const std::string& translation);

/// Apertium as a program that translates NUL-terminated lines, with a tagger of ours in a temporary
/// folder for as long as this lives. Needs perl, which Debian always has.
class Apertium {
 public:
  /// `words`: "apertium" with options and a mode, as in "apertium eng-spa". Throws Error for the
  /// options -f, -z and -n, and where no temporary folder can be made.
  explicit Apertium(std::vector<std::string> words);
  ~Apertium();
  Apertium(const Apertium&) = delete;
  Apertium& operator=(const Apertium&) = delete;

  const ProcessSpec& process() const { return process_; }

  /// For its standard input.
  static std::string encode(const std::vector<std::string>& lines);

  /// Its standard output for `count` lines: as many translations, fewer or more if it went wrong.
  static std::vector<std::string> decode(const std::string& output, std::size_t count);

 private:
  std::filesystem::path folder_;
  ProcessSpec process_;
};

}  // namespace tandem
