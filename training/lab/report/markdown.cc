// GitHub Flavored Markdown, https://github.github.com/gfm/
#include <fmt/core.h>

#include <algorithm>

#include "training/lab/report/document.h"
#include "training/lab/report/document_check.h"
#include "training/lab/report/inline_markup.h"
#include "training/lab/report/markup.h"

namespace tandem {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// An underscore inside a word marks nothing, and names such as known.pass_1 stay readable.
bool is_inside_word(std::string_view text, std::size_t at) {
  return at > 0 && at + 1 < text.size() && is_letter_or_digit(text[at - 1]) &&
         is_letter_or_digit(text[at + 1]);
}

/// With a backslash before whatever Markdown could take for its own.
std::string escaped_text(std::string_view text) {
  constexpr std::string_view kSpecial = "\\`*_[]<>&|~#$";
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool special = kSpecial.find(text[i]) != std::string_view::npos;
    if (special && !(text[i] == '_' && is_inside_word(text, i))) result += '\\';
    result += text[i];
  }
  return result;
}

/// Inside code a backslash is one, except before the '|' that would end a table's cell.
std::string code_in_cell(std::string_view text) {
  std::string result = "`";
  for (const char c : text) {
    if (c == '|') result += '\\';
    result += c;
  }
  return result + '`';
}

std::string cell_text(std::string_view marked) {
  static const InlineStyle kInline{escaped_text, code_in_cell, "**", "**", "*", "*"};
  return inline_text(in_one_line(marked), kInline);
}

std::string markdown_text(std::string_view marked) {
  static const InlineStyle kInline{
      escaped_text, [](std::string_view text) { return fmt::format("`{}`", text); },
      "**",         "**",
      "*",          "*"};
  return inline_text(in_one_line(marked), kInline);
}

/// Text that begins a line must not begin a list ("- ", "+ ", "1. ", "1) ") or underline the line
/// above ("---", "==="). Headings and quotes are escaped everywhere.
std::string at_line_start(std::string text) {
  if (text.empty()) return text;
  if (text.front() == '-' || text.front() == '+' || text.front() == '=') return '\\' + text;
  const std::size_t end = text.find_first_not_of("0123456789");
  if (end != 0 && end != std::string::npos && (text[end] == '.' || text[end] == ')')) {
    text.insert(end, 1, '\\');
  }
  return text;
}

std::string row_text(const std::vector<std::string>& cells) {
  std::string row = "|";
  for (const std::string& cell : cells) row += fmt::format(" {} |", cell_text(cell));
  return row + '\n';
}

/// A path as the destination of a link: percent-encoded, RFC 3986.
std::string link_of(std::string_view path) {
  constexpr std::string_view kUnreserved = "/-._~";
  std::string link;
  for (const char c : path) {
    if (is_letter_or_digit(c) || kUnreserved.find(c) != std::string_view::npos) {
      link += c;
    } else {
      link += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return link;
}

/// Writes the parts, each followed by an empty line.
class MarkdownWriter {
 public:
  explicit MarkdownWriter(std::string figures) : figures_(std::move(figures)) {
    if (!figures_.empty() && figures_.back() != '/') figures_ += '/';
  }

  void operator()(const Heading& heading) {
    text_ += fmt::format("{} {}\n\n", std::string(static_cast<std::size_t>(heading.level), '#'),
                         markdown_text(heading.text));
  }

  void operator()(const Paragraph& paragraph) {
    text_ += at_line_start(markdown_text(paragraph.text)) + "\n\n";
  }

  void operator()(const BulletList& list) {
    for (const std::string& item : list.items) {
      text_ += fmt::format("- {}\n", at_line_start(markdown_text(item)));
    }
    text_ += '\n';
  }

  void operator()(const Table& table) {
    text_ += row_text(table.header) + "| :--- |";
    for (std::size_t column = 1; column < table.header.size(); ++column) text_ += " ---: |";
    text_ += '\n';
    for (const auto& row : table.rows) text_ += row_text(row);
    text_ += '\n';
  }

  void operator()(const Figure& figure) {
    const std::string& title = figure.plot.title.empty() ? figure.name : figure.plot.title;
    text_ += fmt::format("![{}]({})\n\n", escaped_text(in_one_line(title)),
                         link_of(figures_ + figure.name + ".svg"));
    (*this)(Paragraph{figure.caption});
  }

  const std::string& text() const { return text_; }

 private:
  std::string figures_;
  std::string text_;
};

}  // namespace

std::string markdown_of(const Document& document, const std::string& figures) {
  check_document(document);
  MarkdownWriter writer(figures);
  for (const auto& part : document.parts) std::visit(writer, part);
  return fmt::format("# {}\n\n{}", markdown_text(document.title), writer.text());
}

}  // namespace tandem
