#include "training/lab/text/unicode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Unicode, DecodesSequencesOfEveryLength) {
  EXPECT_EQ(code_points(""), U"");
  EXPECT_EQ(code_points("aß€😀"), U"aß€😀");
  // The first and the last code point of each length, and the neighbours of the surrogates.
  EXPECT_EQ(code_points("\u007F\u0080\u07FF\u0800\uD7FF\uE000\uFFFF\U00010000\U0010FFFF"),
            U"\u007F\u0080\u07FF\u0800\uD7FF\uE000\uFFFF\U00010000\U0010FFFF");
}

std::u32string malformed(std::initializer_list<unsigned> bytes) {
  std::u32string points;
  for (const unsigned byte : bytes) points += static_cast<char32_t>(0xDC00 + byte);
  return points;
}

TEST(Unicode, EveryByteOfAMalformedSequenceStandsForItself) {
  EXPECT_EQ(code_points("\x80"), malformed({0x80}));                      // no lead
  EXPECT_EQ(code_points("\xFF\xFE"), malformed({0xFF, 0xFE}));            // never in UTF-8
  EXPECT_EQ(code_points("\xE2\x82"), malformed({0xE2, 0x82}));            // cut at the end
  EXPECT_EQ(code_points("\xE2\x82z"), malformed({0xE2, 0x82}) + U"z");    // cut before the end
  EXPECT_EQ(code_points("\xC3\xC3\xA9"), malformed({0xC3}) + U"é");       // then a good one
  EXPECT_EQ(code_points("\xC0\xAF"), malformed({0xC0, 0xAF}));            // overlong '/'
  EXPECT_EQ(code_points("\xE0\x9F\xBF"), malformed({0xE0, 0x9F, 0xBF}));  // overlong U+7FF
  EXPECT_EQ(code_points("\xED\xA0\x80"), malformed({0xED, 0xA0, 0x80}));  // surrogate U+D800
  EXPECT_EQ(code_points("\xF4\x90\x80\x80"), malformed({0xF4, 0x90, 0x80, 0x80}));  // U+110000
  EXPECT_EQ(code_points(std::string("a\0b", 3)), std::u32string(U"a\0b", 3));
}

TEST(Unicode, SplitsAtEveryKindOfWhitespace) {
  EXPECT_THAT(split_at_whitespace(""), IsEmpty());
  EXPECT_THAT(split_at_whitespace(" \t\r\n"), IsEmpty());
  EXPECT_THAT(split_at_whitespace("one"), ElementsAre("one"));
  // No-break space, ideographic space, line separator; the zero-width space is none.
  EXPECT_THAT(split_at_whitespace("  a\u00A0b\u3000c\u2028d\u200Be "),
              ElementsAre("a", "b", "c", "d\u200Be"));
  // A bad byte is no whitespace, though 0xA0 and 0x85 are the numbers of whitespace characters.
  EXPECT_THAT(split_at_whitespace("a\xA0\x85"), ElementsAre("a\xA0\x85"));
}

TEST(Unicode, DropsWhitespaceAtTheEndAlone) {
  EXPECT_EQ(without_trailing_whitespace(" a b \u00A0\n"), " a b");
  EXPECT_EQ(without_trailing_whitespace(" a"), " a");
  EXPECT_EQ(without_trailing_whitespace(" \n"), "");
  EXPECT_EQ(without_trailing_whitespace(""), "");
}

}  // namespace
}  // namespace tandem
