// A report as a sequence of parts, written out as one HTML file that needs no other, or as Markdown
// with its figures beside it.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "training/lab/report/plot.h"

namespace tandem {

/// Text of a document may hold **bold**, *italic* and `code` (see inline_markup.h); everything else
/// is taken as it is, and so is all text inside a plot.
struct Heading {
  int level = 2;  ///< 2 to 4; the document's title is 1
  std::string text;
};
struct Paragraph {
  std::string text;
};
struct BulletList {
  std::vector<std::string> items;
};
/// The first column is aligned to the left, all others to the right.
struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  ///< each as long as the header
};
struct Figure {
  std::string name;  ///< of its file in Markdown, without .svg: letters, digits, '_' and '-'
  Plot plot;
  std::string caption;
};

struct Document {
  std::string title;
  std::vector<std::variant<Heading, Paragraph, BulletList, Table, Figure>> parts;
};

// Both throw Error naming the part: for a heading's level, a table without columns or with a row
// of another length than its header, a figure's name that is no file name or is used twice, and a
// plot that svg_of refuses.

/// One self-contained page: style and figures (SVG) inside, no script, nothing fetched. Headings
/// and figures are anchors, `the-heading` and `figure-the-name`; two headings or more make a table
/// of contents.
std::string html_of(const Document& document);

/// The same as GitHub Flavored Markdown; figures are links to FIGURES/NAME.svg, which the caller
/// writes with svg_of. `figures` is relative to the Markdown file; empty: the files lie beside it.
std::string markdown_of(const Document& document, const std::string& figures);

}  // namespace tandem
