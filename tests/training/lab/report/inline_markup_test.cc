#include "training/lab/report/inline_markup.h"

#include <gtest/gtest.h>

#include <string>

#include "training/lab/report/markup.h"

namespace tandem {
namespace {

// Pieces in brackets that can't be confused with the markers.
std::string shown(const std::string& marked) {
  const auto text = [](std::string_view piece) { return std::string(piece); };
  const auto code = [](std::string_view piece) { return "(c:" + std::string(piece) + ")"; };
  return inline_text(marked, {text, code, "(b:", ")", "(i:", ")"});
}

TEST(InlineMarkup, MarksBoldItalicAndCode) {
  EXPECT_EQ(shown("a **b c** d *e* f `g h`."), "a (b:b c) d (i:e) f (c:g h).");
  EXPECT_EQ(shown("**a** and **b**"), "(b:a) and (b:b)");
  EXPECT_EQ(shown("x*y*z"), "x(i:y)z");
}

TEST(InlineMarkup, Nests) {
  EXPECT_EQ(shown("**`TREE` is *here***"), "(b:(c:TREE) is (i:here))");
  EXPECT_EQ(shown("***x***"), "(b:(i:x))");
  EXPECT_EQ(shown("*a **b***"), "(i:a (b:b))");
}

TEST(InlineMarkup, NothingIsMarkedInsideCode) {
  EXPECT_EQ(shown("`**a**`"), "(c:**a**)");
  EXPECT_EQ(shown("*a `*` b*"), "(i:a (c:*) b)");
}

TEST(InlineMarkup, WhatHasNoPartnerIsText) {
  for (const char* text : {"2 * 3 * 4", "2*3", "**", "****", "``", "a ` b", "** a **", "*a *", "",
                           "***", "**a", "a*"}) {
    EXPECT_EQ(shown(text), text);
  }
}

TEST(InlineMarkup, PlainTextHasNoMarkers) {
  EXPECT_EQ(plain_inline_text("**a** *b* `c` 2 * 3"), "a b c 2 * 3");
}

TEST(InlineMarkup, ManyMarkersDontExhaustTheStack) {
  EXPECT_EQ(shown(std::string(100000, '*')), std::string(100000, '*'));
  const std::string deep = std::string(100001, '*') + "x" + std::string(100001, '*');
  EXPECT_NE(shown(deep).find('x'), std::string::npos);
}

TEST(Markup, EscapesWhatMeansSomething) {
  EXPECT_EQ(escaped_markup("<a href=\"x\">'&'</a>"),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  EXPECT_EQ(escaped_markup("grün, 日本\t\n"), "grün, 日本\t\n");
}

TEST(Markup, ReplacesWhatXmlCantHold) {
  EXPECT_EQ(escaped_markup(std::string("a\0b", 3)), "a\uFFFDb");
  EXPECT_EQ(escaped_markup("\x1b[31m"), "\uFFFD[31m");
  EXPECT_EQ(escaped_markup("\xff\xc3"), "\uFFFD\uFFFD");
  EXPECT_EQ(escaped_markup("\xef\xbf\xbf"), "\uFFFD");
}

TEST(Markup, JoinsLines) {
  EXPECT_EQ(in_one_line("  a\n\n  b\tc "), "a b c");
  EXPECT_EQ(in_one_line(" \n"), "");
}

}  // namespace
}  // namespace tandem
