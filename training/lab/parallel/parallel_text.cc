#include "training/lab/parallel/parallel_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "games/error.h"
#include "training/lab/parallel/line_reader.h"
#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

/// The parts between `separator`s, empty ones too.
std::vector<std::string_view> split_at(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// The text, unless it is blank.
std::string not_blank(std::string_view text, const LineReader& reader, std::string_view what) {
  if (split_at_whitespace(text).empty()) {
    throw Error(
        fmt::format("{}: the {} is blank; leave the pair out on both sides", reader.place(), what));
  }
  return std::string(text);
}

void check_any(const ParallelText& pairs, const std::string& path) {
  if (pairs.empty()) throw Error(fmt::format("{}: no lines", path));
}

ParallelText read_tsv(const std::string& path) {
  ParallelText pairs;
  LineReader reader(path, kLongestLine);
  while (reader.next()) {
    const std::vector<std::string_view> fields = split_at(reader.line(), '\t');
    if (fields.size() != 3) {
      throw Error(fmt::format(
          "{}: {} tabs, expected 2 (document, source, target); two files of lines go with a comma "
          "between their names",
          reader.place(), fields.size() - 1));
    }
    pairs.push_back({not_blank(fields[0], reader, "document"),
                     not_blank(fields[1], reader, "source"),
                     not_blank(fields[2], reader, "target")});
  }
  check_any(pairs, path);
  return pairs;
}

/// All lines of a file, none of them blank.
std::vector<std::string> read_lines(const std::string& path, std::string_view what) {
  std::vector<std::string> lines;
  LineReader reader(path, kLongestLine);
  while (reader.next()) lines.push_back(not_blank(reader.line(), reader, what));
  return lines;
}

void check_counts(const std::string& one, std::size_t lines_of_one, const std::string& other,
                  std::size_t lines_of_other) {
  if (lines_of_one == lines_of_other) return;
  throw Error(fmt::format("{} has {} lines and {} has {}: they must be line by line translations",
                          one, lines_of_one, other, lines_of_other));
}

/// Of the line with this index, where the text names no documents.
std::string block_of_lines(std::size_t index) {
  const std::size_t first = index / kDocumentLines * kDocumentLines + 1;
  return fmt::format("lines {}-{}", first, first + kDocumentLines - 1);
}

ParallelText read_files(const std::string& source, const std::string& target,
                        const std::optional<std::string>& documents) {
  std::vector<std::string> sources = read_lines(source, "source");
  std::vector<std::string> targets = read_lines(target, "target");
  check_counts(source, sources.size(), target, targets.size());
  std::vector<std::string> names;
  if (documents) {
    names = read_lines(*documents, "document");
    check_counts(source, sources.size(), *documents, names.size());
  }
  ParallelText pairs;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    pairs.push_back({documents ? std::move(names[i]) : block_of_lines(i), std::move(sources[i]),
                     std::move(targets[i])});
  }
  check_any(pairs, source);
  return pairs;
}

}  // namespace

ParallelText read_parallel_text(const std::string& text) {
  const std::vector<std::string_view> views = split_at(text, ',');
  const std::vector<std::string> files(views.begin(), views.end());
  if (files.size() > 3 || std::ranges::count(files, "") > 0) {
    throw Error(fmt::format(
        "parallel text '{}': expected a TSV file, or source,target, or source,target,documents "
        "(names of files, without commas in them)",
        text));
  }
  if (files.size() == 1) return read_tsv(files[0]);
  return read_files(files[0], files[1], files.size() == 3 ? std::optional(files[2]) : std::nullopt);
}

}  // namespace tandem
