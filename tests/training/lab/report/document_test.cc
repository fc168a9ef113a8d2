#include "training/lab/report/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/training/lab/report/markup_reader.h"
#include "tests/training/lab/statistics/refusal.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

Plot small_plot(const std::string& name) {
  return {"Plot of " + name, "iteration", "percent", {{name, {0, 1, 2}, {1, 3, 2}}}, {}, {}};
}

/// Every kind of part, with `text` wherever text goes.
Document document_with(const std::string& text) {
  return {text,
          {Heading{2, text}, Paragraph{text}, BulletList{{text, "second"}},
           Table{{text, "b"}, {{text, "1"}, {"y", text}}}, Heading{3, text},
           Figure{"small", small_plot(text), text}, Figure{"Small_2", small_plot("b"), "caption"}}};
}

/// Read back; well-formed, or the test fails.
Markup page_of(const Document& document) {
  Markup markup = read_markup(html_of(document));
  EXPECT_EQ(markup.error, "");
  return markup;
}

TEST(Html, NoTextIsMarkup) {
  const std::string nasty = "</p></style><script>alert(\"x\")</script>&amp;'<!--";
  const Markup page = page_of(document_with(nasty));
  EXPECT_THAT(page.all("script"), IsEmpty());
  EXPECT_THAT(page.texts("title").front(), nasty);
  EXPECT_THAT(page.texts("h1"), ElementsAre(nasty));
  EXPECT_THAT(page.texts("h2"), ElementsAre(nasty));
  EXPECT_THAT(page.texts("p"), ElementsAre("Contents", nasty));
  EXPECT_THAT(page.texts("td"), ElementsAre("1", nasty));
  EXPECT_THAT(page.texts("th"), ElementsAre(nasty, "b", nasty, "y"));
  EXPECT_THAT(page.texts("figcaption"), ElementsAre(nasty, "caption"));
}

TEST(Html, MarksInside) {
  const Markup page = page_of({"t", {Paragraph{"**a<b** *c* `d & **e**`"}}});
  EXPECT_THAT(page.texts("strong"), ElementsAre("a<b"));
  EXPECT_THAT(page.texts("em"), ElementsAre("c"));
  EXPECT_THAT(page.texts("code"), ElementsAre("d & **e**"));
  EXPECT_THAT(page.texts("p"), ElementsAre("a<b c d & **e**"));
}

TEST(Html, NeedsNoOtherFile) {
  std::string html = html_of(document_with("text"));
  const std::string name_space = "xmlns=\"http://www.w3.org/2000/svg\"";
  std::size_t at = 0;
  int figures = 0;
  while ((at = html.find(name_space)) != std::string::npos) {
    html.erase(at, name_space.size());
    ++figures;
  }
  EXPECT_EQ(figures, 2);
  for (const char* reference :
       {"http", "//", "src=", "url(", "@import", "<link", "<script", "<img"}) {
    EXPECT_EQ(html.find(reference), std::string::npos) << reference;
  }
}

TEST(Html, LinksLeadToHeadings) {
  Document document = document_with("The same");
  document.parts.push_back(
      Heading{2, "Figure small"});  // its anchor, and that with a 2, are figures'
  document.parts.push_back(Heading{4, "日本"});
  document.parts.push_back(Heading{4, "**KL** & `x_1`"});
  const Markup page = page_of(document);
  std::set<std::string> anchors;
  std::set<std::string> headings;
  for (const MarkupElement& element : page.elements) {
    const std::string id = element.attribute("id");
    if (id.empty()) continue;
    EXPECT_TRUE(anchors.insert(id).second) << id << " is given twice";
    if (element.name.front() == 'h') headings.insert(id);
  }
  EXPECT_THAT(headings,
              ElementsAre("figure-small-3", "kl-x-1", "section", "the-same", "the-same-2"));
  EXPECT_TRUE(anchors.contains("figure-small"));
  // The table of contents, and each heading to itself.
  const auto links = page.all("a");
  EXPECT_THAT(links, SizeIs(2 * headings.size()));
  for (const MarkupElement& link : links) {
    EXPECT_TRUE(headings.contains(link.attribute("href").substr(1))) << link.attribute("href");
  }
  EXPECT_THAT(page.texts("li", "level-4"), ElementsAre("日本", "KL & x_1"));
}

TEST(Html, OneHeadingNeedsNoContents) {
  EXPECT_THAT(page_of({"t", {Heading{2, "a"}}}).all("nav"), IsEmpty());
  EXPECT_THAT(page_of({"t", {Heading{2, "a"}, Heading{2, "b"}}}).all("nav"), SizeIs(1));
}

TEST(Html, FiguresAreDrawnInTheirPlaces) {
  const std::string html = html_of(document_with("text"));
  const std::size_t first = html.find(svg_of(small_plot("text")));
  const std::size_t second = html.find(svg_of(small_plot("b")));
  ASSERT_NE(first, std::string::npos);
  ASSERT_NE(second, std::string::npos);
  EXPECT_LT(first, second);
}

TEST(Html, TablesScroll) {
  const std::string html = html_of({"t", {Table{{"a"}, {{"1"}}}}});
  EXPECT_THAT(html, HasSubstr(".scroll { overflow-x: auto"));
  const Markup page = read_markup(html);
  ASSERT_THAT(page.all("section", "scroll"), SizeIs(1));
  EXPECT_THAT(page.texts("section", "scroll").front(), HasSubstr(page.texts("table").front()));
}

TEST(Html, WhatScrollsHasALabelOfItsOwn) {
  Document document = document_with("text");
  document.parts.push_back(Table{{"a"}, {}});
  std::set<std::string> labels;
  for (const MarkupElement& box : page_of(document).all("section", "scroll")) {
    labels.insert(box.attribute("aria-label"));
  }
  EXPECT_THAT(labels, ElementsAre("Figure Small_2", "Figure small", "Table 1", "Table 2"));
}

TEST(Html, KnowsDarkPages) {
  EXPECT_THAT(html_of({"t", {}}), HasSubstr("prefers-color-scheme: dark"));
}

// ---- Markdown ----------------------------------------------------------------------------------

/// The cells of a table's row as GFM defines them: split at every '|' without a backslash before
/// it, trimmed.
std::vector<std::string> cells_of(const std::string& row) {
  EXPECT_TRUE(row.starts_with("| ") && row.ends_with(" |")) << row;
  std::vector<std::string> cells(1);
  for (std::size_t i = 2; i + 2 < row.size(); ++i) {
    if (row[i] == '|' && row[i - 1] != '\\') {
      cells.back().pop_back();
      cells.emplace_back();
      ++i;  // the space
    } else {
      cells.back() += row[i];
    }
  }
  return cells;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

TEST(Markdown, WritesEveryPart) {
  const Document document{
      "Title",
      {Heading{2, "Results"}, Paragraph{"**Bold** and\nmore."}, BulletList{{"one", "*two*"}},
       Table{{"arm", "exact", "KL"}, {{"tree", "84.2", "0.3"}, {"best", "80.1", "`x`"}}},
       Figure{"exact", small_plot("a"), "**Figure 1.** What it shows."}}};
  EXPECT_EQ(markdown_of(document, "figures"),
            "# Title\n\n## Results\n\n**Bold** and more.\n\n- one\n- *two*\n\n"
            "| arm | exact | KL |\n| :--- | ---: | ---: |\n| tree | 84.2 | 0.3 |\n"
            "| best | 80.1 | `x` |\n\n"
            "![Plot of a](figures/exact.svg)\n\n**Figure 1.** What it shows.\n\n");
}

TEST(Markdown, ACellWithABarStaysOneCell) {
  const Table table{{"a|b", "c"}, {{"x|y|z", "`p|q`"}, {"|", "**r|s**"}}};
  const auto lines = lines_of(markdown_of({"t", {table}}, ""));
  ASSERT_GE(lines.size(), 6u);
  EXPECT_THAT(cells_of(lines[2]), ElementsAre("a\\|b", "c"));
  EXPECT_THAT(cells_of(lines[3]), ElementsAre(":---", "---:"));
  EXPECT_THAT(cells_of(lines[4]), ElementsAre("x\\|y\\|z", "`p\\|q`"));
  EXPECT_THAT(cells_of(lines[5]), ElementsAre("\\|", "**r\\|s**"));
}

TEST(Markdown, ACellStaysOneLine) {
  EXPECT_THAT(markdown_of({"t", {Table{{"a"}, {{"x\n\ny"}}}}}, ""), HasSubstr("| x y |\n"));
}

std::string paragraph(const std::string& text) {
  const std::string markdown = markdown_of({"t", {Paragraph{text}}}, "");
  EXPECT_THAT(markdown, StartsWith("# t\n\n"));
  EXPECT_TRUE(markdown.ends_with("\n\n"));
  return markdown.substr(5, markdown.size() - 7);
}

TEST(Markdown, TextIsNoMarkup) {
  EXPECT_EQ(paragraph("<b> & [x](y) ~z~ $1$ 2 * 3 \\"),
            "\\<b\\> \\& \\[x\\](y) \\~z\\~ \\$1\\$ 2 \\* 3 \\\\");
  EXPECT_EQ(paragraph("# a #"), "\\# a \\#");
  EXPECT_EQ(paragraph("- a"), "\\- a");
  EXPECT_EQ(paragraph("+1.2"), "\\+1.2");
  EXPECT_EQ(paragraph("12. a"), "12\\. a");
  EXPECT_EQ(paragraph("1) a"), "1\\) a");
  EXPECT_EQ(paragraph("12 a"), "12 a");
  EXPECT_EQ(paragraph("    a"), "a");
}

TEST(Markdown, NamesStayReadable) {
  EXPECT_EQ(paragraph("known.pass_1 _x_ ROUND_TRIP"), "known.pass_1 \\_x\\_ ROUND_TRIP");
  EXPECT_EQ(paragraph("`a_b <c> \\`"), "`a_b <c> \\`");
}

TEST(Markdown, LinksAreEncoded) {
  const Document document{"t", {Figure{"f_1", small_plot("[a]"), ""}}};
  EXPECT_THAT(markdown_of(document, "my (figures)/"),
              HasSubstr("![Plot of \\[a\\]](my%20%28figures%29/f_1.svg)"));
  EXPECT_THAT(markdown_of(document, ""), HasSubstr("](f_1.svg)"));
}

// ---- Bad input ---------------------------------------------------------------------------------

/// What both refuse with, which must be the same.
std::string refusal_of(const Document& document) {
  const std::string html = refusal([&] { html_of(document); });
  EXPECT_EQ(refusal([&] { markdown_of(document, "figures"); }), html);
  return html;
}

TEST(Document, RefusesWhatItCantWrite) {
  EXPECT_EQ(refusal_of({"t", {Heading{1, "a"}}}),
            "Heading \"a\" has level 1; give 2 to 4 (1 is the document's title)");
  EXPECT_NE(refusal_of({"t", {Heading{5, "a"}}}), "");
  EXPECT_EQ(refusal_of({"t", {Table{}}}), "A table has no columns; give it a header");
  EXPECT_EQ(
      refusal_of({"t", {Table{{"arm", "b"}, {{"1", "2"}, {"1"}}}}}),
      "Table with the first column \"arm\", row 1: 1 cells under 2 headers; give one for each");
  for (const char* name : {"", "../x", "a b", "a.svg", "ä"}) {
    EXPECT_THAT(refusal_of({"t", {Figure{name, {}, ""}}}), HasSubstr("use letters")) << name;
  }
  EXPECT_THAT(refusal_of({"t", {Figure{"a", {}, ""}, Figure{"a", {}, ""}}}),
              HasSubstr("Two figures have the name \"a\""));
}

TEST(Document, SaysWhichPlotIsBad) {
  Plot plot = small_plot("net");
  plot.series[0].y.pop_back();
  EXPECT_THAT(refusal([&] {
                html_of({"t", {Figure{"a", plot, ""}}});
              }),
              HasSubstr("Plot \"Plot of net\", series \"net\""));
}

TEST(Document, MayBeEmpty) {
  EXPECT_THAT(page_of({}).texts("h1"), ElementsAre(""));
  EXPECT_EQ(markdown_of({"t", {}}, ""), "# t\n\n");
  EXPECT_THAT(page_of({"t", {BulletList{}, Table{{"a"}, {}}, Paragraph{}}}).all("ul"), IsEmpty());
}

}  // namespace
}  // namespace tandem
