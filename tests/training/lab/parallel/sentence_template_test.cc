#include "training/lab/parallel/sentence_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <clocale>

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SentenceWords, AreInLowerCaseWithoutPunctuation) {
  EXPECT_THAT(words_of(""), IsEmpty());
  EXPECT_THAT(words_of(" ... -- !? "), IsEmpty());
  EXPECT_THAT(words_of("The cat, the DOG; and/or (both)."),
              ElementsAre("the", "cat", "the", "dog", "and", "or", "both"));
  EXPECT_THAT(words_of("GCC's libfoo-dev (4.8)!"), ElementsAre("gcc", "s", "libfoo-dev", "#", "#"));
}

TEST(SentenceWords, KnowTheLettersOfOtherAlphabets) {
  EXPECT_THAT(words_of("¿Dónde ESTÁ el Ñandú?"), ElementsAre("dónde", "está", "el", "ñandú"));
  EXPECT_THAT(words_of("«Ελλάδα» — Это ЁЖ"), ElementsAre("ελλάδα", "это", "ёж"));
  EXPECT_THAT(words_of("한국어 文字。"), ElementsAre("한국어", "文字"));
  EXPECT_THAT(words_of("𝒳 Ɐ"), ElementsAre("𝒳", "ɐ"));
}

TEST(SentenceWords, KeepHyphensInside) {
  EXPECT_THAT(words_of("--real-time - end- -begin a--b x-1"),
              ElementsAre("real-time", "end", "begin", "a", "b", "x-1"));
}

TEST(SentenceWords, OfDigitsAloneAreOneWord) {
  EXPECT_THAT(words_of("3.5 or 1,000 in 1990-95 of v2"),
              ElementsAre("#", "#", "or", "#", "#", "in", "1990-95", "of", "v2"));
}

TEST(SentenceWords, AreTheSameInAnyLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  std::setlocale(LC_ALL, "C");
  EXPECT_THAT(words_of("ÁRBOL"), ElementsAre("árbol"));
  std::setlocale(LC_ALL, before.c_str());
}

TEST(SentenceWords, OfMalformedTextAreThoseBetween) {
  EXPECT_THAT(words_of("A\xFF"
                       "B \xC3"),
              ElementsAre("a", "b"));
}

TEST(SentenceWords, LikeNamesHaveADigitOrAHyphen) {
  for (const char* name : {"libfoo-dev", "v2", "1990-95", "real-time", "é2"}) {
    EXPECT_TRUE(is_name_like(name)) << name;
  }
  for (const char* word : {"#", "word", "ñandú"}) EXPECT_FALSE(is_name_like(word)) << word;
}

TEST(SentenceTemplate, IsSharedByNearDuplicates) {
  EXPECT_EQ(template_of("GCC's libfoo-dev (4.8)!"), "gcc s @ # #");
  EXPECT_EQ(template_of("gcc's libbar2 (5.1)."), "gcc s @ # #");
  EXPECT_EQ(template_of("The train leaves at 8:15."), template_of("the train leaves at 23:59!"));
  EXPECT_EQ(template_of("  ...  "), "");
}

TEST(SentenceTemplate, DiffersWhereAWordDoes) {
  EXPECT_NE(template_of("The train leaves."), template_of("The train arrives."));
  EXPECT_NE(template_of("The train leaves."), template_of("The trains leave."));
  EXPECT_NE(template_of("The train."), template_of("The train train."));
  EXPECT_NE(template_of("Version 2"), template_of("Version two"));
}

}  // namespace
}  // namespace tandem
