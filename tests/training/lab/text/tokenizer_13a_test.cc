#include "training/lab/text/tokenizer_13a.h"

#include <gtest/gtest.h>

namespace tandem {
namespace {

/// The tokens with a space between them.
std::string tokens(std::string_view line) {
  std::string joined;
  for (const std::string& token : tokenize_13a(line)) {
    joined += (joined.empty() ? "" : " ") + token;
  }
  return joined;
}

TEST(Tokenizer13a, KeepsItsDocumentedExample) {
  EXPECT_EQ(tokens("It's 3.5%, well-known (1990-95)."), "It's 3.5 % , well-known ( 1990 - 95 ) .");
}

TEST(Tokenizer13a, SplitsAsciiPunctuationButFourMarks) {
  EXPECT_EQ(tokens("a!b\"c#d$e%f&g(h)i*j+k/l:m;n<o=p>q?r@s[t\\u]v^w_x`y{z|A}B~C"),
            "a ! b \" c # d $ e % f & g ( h ) i * j + k / l : m ; n < o = p > q ? r @ s [ t \\ u ] "
            "v ^ w _ x ` y { z | A } B ~ C");
  EXPECT_EQ(tokens("don't well-known"), "don't well-known");
}

TEST(Tokenizer13a, SplitsPeriodsAndCommasUnlessBetweenDigits) {
  EXPECT_EQ(tokens("1,234.56"), "1,234.56");
  EXPECT_EQ(tokens("3. 4, 5"), "3 . 4 , 5");
  EXPECT_EQ(tokens(".5 a.5 5.a 5."), ". 5 a . 5 5 . a 5 .");
  EXPECT_EQ(tokens("Wait... U.S.A., yes"), "Wait . . . U . S . A . , yes");
  EXPECT_EQ(tokens("1,,2 1.,2"), "1 , , 2 1 . , 2");
}

TEST(Tokenizer13a, SplitsAHyphenAfterADigit) {
  EXPECT_EQ(tokens("1990-95 5-a a-5 1-2-3 -7 1--2"), "1990 - 95 5 - a a-5 1 - 2 - 3 -7 1 - -2");
}

TEST(Tokenizer13a, UndoesEntitiesAndLineBreaks) {
  EXPECT_EQ(tokens("&quot;R&amp;D&quot; &lt;b&gt;"), "\" R & D \" < b >");
  EXPECT_EQ(tokens("&amp;lt;"), "<");       // & first, then &lt;
  EXPECT_EQ(tokens("&apos;"), "& apos ;");  // not one of the four
  EXPECT_EQ(tokens("one<skipped> two"), "one two");
  EXPECT_EQ(tokens("well-\nknown one\ntwo"), "wellknown one two");
  EXPECT_EQ(tokens("well-\n"), "well-");  // the end of the text goes first
}

TEST(Tokenizer13a, LeavesOtherCharactersAlone) {
  EXPECT_EQ(tokens("»Ça va?« – dit-il…"), "»Ça va ? « – dit-il…");
  EXPECT_EQ(tokens("né."), "né .");
  EXPECT_EQ(tokens("10\u00A0000\u3000x"), "10 000 x");  // Unicode's whitespace separates
  EXPECT_EQ(tokens("a\xFF.\xC3"), "a\xFF . \xC3");      // malformed UTF-8 too
  EXPECT_EQ(tokens(""), "");
  EXPECT_EQ(tokens(" \n"), "");
}

}  // namespace
}  // namespace tandem
