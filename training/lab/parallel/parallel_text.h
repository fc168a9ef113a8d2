// Line-aligned parallel text: files of UTF-8 in which a line and its translation stand at the same
// place.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tandem {

/// A line and its translation: valid UTF-8, neither of them blank, without line ends. The document
/// is where they come from; pairs of one document are never split between training and test.
struct ParallelPair {
  std::string document;
  std::string source;
  std::string target;
  bool operator==(const ParallelPair&) const = default;
};

using ParallelText = std::vector<ParallelPair>;

/// A longer line, in bytes and without its end, is refused before the rest of it is read.
inline constexpr std::size_t kLongestLine = 100'000;

/// Lines to a document where the text doesn't name its documents.
inline constexpr std::size_t kDocumentLines = 20;

/// Reads the files that `text` names (a name can't hold a comma):
///
///   "pairs.tsv"                one file: document, source and target, with tabs between
///   "source,target"            two files with as many lines; each 20 lines are a document, named
///                              "lines 1-20" and so on
///   "source,target,documents"  three; the third has the name of each line's document
///
/// Pairs come in the order of their lines. Lines may end in CR LF, the last line without an end,
/// and a byte order mark at a file's beginning is left out.
///
/// Throws Error naming file and line (from 1, an invalid byte's column too) of the first thing that
/// is wrong: a file that is missing or no regular file, invalid UTF-8, a NUL byte, a line above
/// kLongestLine, a blank line or field, a TSV line without exactly two tabs, files of different
/// numbers of lines (naming both), no lines at all.
ParallelText read_parallel_text(const std::string& text);

}  // namespace tandem
