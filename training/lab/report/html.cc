#include <fmt/core.h>

#include <set>

#include "training/lab/report/document.h"
#include "training/lab/report/document_check.h"
#include "training/lab/report/inline_markup.h"
#include "training/lab/report/markup.h"

namespace tandem {
namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --page: #ffffff; --text: #24292f; --quiet: #57606a;
  --line: #d8dee4; --shade: #f6f8fa; --link: #0550ae }
@media (prefers-color-scheme: dark) {
  :root { --page: #0d1117; --text: #e6edf3; --quiet: #9ea7b3; --line: #30363d; --shade: #161b22;
    --link: #79b8ff }
}
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body { margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.6 system-ui, "Segoe UI", Helvetica, Arial, sans-serif }
main { max-width: 48rem; margin: 0 auto; padding: 2rem 1rem 5rem; overflow-wrap: break-word }
h1, h2, h3, h4 { line-height: 1.25; margin: 2.2em 0 0.6em }
h1 { font-size: 2rem; margin-top: 0 }
h2 { font-size: 1.5rem; padding-bottom: 0.25em; border-bottom: 1px solid var(--line) }
h3 { font-size: 1.2rem }
h4 { font-size: 1rem }
a { color: var(--link) }
h2 a, h3 a, h4 a { color: inherit; text-decoration: none }
h2 a:hover, h3 a:hover, h4 a:hover { text-decoration: underline }
nav { padding: 0.8rem 1.2rem; background: var(--shade); border-radius: 6px }
nav p { margin: 0; font-weight: 600 }
nav ul { margin: 0.3rem 0 0; padding: 0; list-style: none }
nav .level-3 { padding-left: 1.2rem }
nav .level-4 { padding-left: 2.4rem }
code { padding: 0.1em 0.3em; background: var(--shade); border-radius: 4px;
  font: 0.9em ui-monospace, Consolas, Menlo, monospace }
.scroll { overflow-x: auto; margin: 1.2rem 0 }
table { border-collapse: collapse; font-size: 0.9rem; line-height: 1.4;
  font-variant-numeric: tabular-nums }
th, td { padding: 0.4rem 0.8rem; border-bottom: 1px solid var(--line); text-align: right;
  vertical-align: top; white-space: nowrap }
th:first-child { text-align: left }
thead th { vertical-align: bottom; border-bottom: 2px solid var(--line) }
tbody th { font-weight: 400 }
figure { margin: 1.6rem 0 }
figure .scroll { margin: 0 }
figure svg { display: block; width: 100%; min-width: 34rem; height: auto }
figcaption { margin-top: 0.4rem; color: var(--quiet); font-size: 0.9rem }
@media print { nav { display: none } figure, tr { break-inside: avoid } }
)";

std::string html_text(std::string_view marked) {
  static const InlineStyle kInline{escaped_markup,
                                   [](std::string_view text) { return "<code>" + escaped_markup(text) + "</code>"; },
                                   "<strong>",
                                   "</strong>",
                                   "<em>",
                                   "</em>"};
  return inline_text(marked, kInline);
}

/// Names of places in the page, each given once.
class Anchors {
 public:
  /// Lower-case ASCII letters and digits of the text, with '-' for what is between; a number makes
  /// it unique.
  std::string anchor_of(std::string_view text) {
    std::string base;
    for (const char c : text) {
      const bool capital = c >= 'A' && c <= 'Z';
      const char small = capital ? static_cast<char>(c - 'A' + 'a') : c;
      if ((small >= 'a' && small <= 'z') || (small >= '0' && small <= '9')) {
        base += small;
      } else if (!base.empty() && base.back() != '-') {
        base += '-';
      }
    }
    while (!base.empty() && base.back() == '-') base.pop_back();
    if (base.empty()) base = "section";
    std::string anchor = base;
    for (int number = 2; !used_.insert(anchor).second; ++number) {
      anchor = fmt::format("{}-{}", base, number);
    }
    return anchor;
  }

 private:
  std::set<std::string> used_;
};

/// Writes the parts one after another, and what the table of contents needs of them.
class HtmlWriter {
 public:
  void operator()(const Heading& heading) {
    const std::string anchor = anchors_.anchor_of(plain_inline_text(heading.text));
    const std::string text = html_text(heading.text);
    body_ += fmt::format("<h{0} id=\"{1}\"><a href=\"#{1}\">{2}</a></h{0}>\n", heading.level,
                         anchor, text);
    contents_ += fmt::format("<li class=\"level-{}\"><a href=\"#{}\">{}</a></li>\n", heading.level,
                             anchor, text);
    ++headings_;
  }

  void operator()(const Paragraph& paragraph) {
    body_ += fmt::format("<p>{}</p>\n", html_text(paragraph.text));
  }

  void operator()(const BulletList& list) {
    if (list.items.empty()) return;
    body_ += "<ul>\n";
    for (const std::string& item : list.items) {
      body_ += fmt::format("<li>{}</li>\n", html_text(item));
    }
    body_ += "</ul>\n";
  }

  void operator()(const Table& table) {
    ++tables_;
    std::string html = "<table>\n<thead><tr>";
    for (const std::string& cell : table.header) {
      html += fmt::format("<th scope=\"col\">{}</th>", html_text(cell));
    }
    html += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) html += row_html(row);
    html += "</tbody>\n</table>\n";
    body_ += scrolling(fmt::format("Table {}", tables_), html);
  }

  void operator()(const Figure& figure) {
    body_ += fmt::format("<figure id=\"{}\">\n{}<figcaption>{}</figcaption>\n</figure>\n",
                         anchors_.anchor_of("figure " + figure.name),
                         scrolling("Figure " + figure.name, svg_of(figure.plot)),
                         html_text(figure.caption));
  }

  const std::string& body() const { return body_; }

  /// Empty where there is nothing to choose from.
  std::string contents() const {
    if (headings_ < 2) return "";
    return fmt::format("<nav aria-label=\"Contents\">\n<p>Contents</p>\n<ul>\n{}</ul>\n</nav>\n",
                       contents_);
  }

 private:
  static std::string row_html(const std::vector<std::string>& row) {
    std::string html = fmt::format("<tr><th scope=\"row\">{}</th>", html_text(row.front()));
    for (std::size_t column = 1; column < row.size(); ++column) {
      html += fmt::format("<td>{}</td>", html_text(row[column]));
    }
    return html + "</tr>\n";
  }

  /// A box that scrolls, also by keyboard (tabindex), where the page is too narrow for what is in
  /// it. Its label, unique in the page, is read out.
  static std::string scrolling(const std::string& label, const std::string& html) {
    return fmt::format(
        "<section class=\"scroll\" aria-label=\"{}\" tabindex=\"0\">\n{}</section>\n",
        escaped_markup(label), html);
  }

  Anchors anchors_;
  std::string body_;
  std::string contents_;
  int headings_ = 0;
  int tables_ = 0;
};

}  // namespace

std::string html_of(const Document& document) {
  check_document(document);
  HtmlWriter writer;
  for (const auto& part : document.parts) std::visit(writer, part);
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n<h1>{}</"
      "h1>\n{}{}</main>\n</body>\n</html>\n",
      escaped_markup(plain_inline_text(document.title)), kStyle, html_text(document.title),
      writer.contents(), writer.body());
}

}  // namespace tandem
