#include "training/lab/translator/apertium.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "tests/training/lab/statistics/refusal.h"
#include "training/lab/translator/process_translator.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Lines = std::vector<std::string>;

std::string with_nul(std::string text) {
  std::ranges::replace(text, '|', '\0');
  return text;
}

TEST(Apertium, IsKnownByItsName) {
  EXPECT_TRUE(is_apertium({"apertium", "eng-spa"}));
  EXPECT_TRUE(is_apertium({"/opt/bin/apertium"}));
  EXPECT_FALSE(is_apertium({"apertium-get"}));
  EXPECT_FALSE(is_apertium({"cat", "apertium"}));
  EXPECT_FALSE(is_apertium({}));
}

TEST(Apertium, EscapesItsStreamFormat) {
  EXPECT_EQ(Apertium::encode({"a cat", "[b] ^c$ d@e/f \\ {g} <h> ~ * #", "i."}),
            with_nul("a cat.[]|"
                     "\\[b\\] \\^c\\$ d\\@e\\/f \\\\ \\{g\\} \\<h\\> [~] * #.[]|"
                     "i..[]|"));
}

TEST(Apertium, TakesItsStreamFormatApart) {
  const std::string output = with_nul("un gato.[]|\\[b\\] \\^c\\$ [~] \\\\ *x.[]|i..[]|||||");
  EXPECT_THAT(Apertium::decode(output, 3), ElementsAre("un gato", "[b] ^c$ ~ \\ *x", "i."));
}

TEST(Apertium, CountsWhatItAnswered) {
  EXPECT_THAT(Apertium::decode(with_nul("a.[]|b.[]|||"), 4), ElementsAre("a", "b", "", ""));
  EXPECT_THAT(Apertium::decode(with_nul("a.[]|"), 2), ElementsAre("a"));
  EXPECT_THAT(Apertium::decode(with_nul("a.[]|b.[]|c.[]|"), 2), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Apertium::decode(with_nul("a.[]|cut of"), 2), ElementsAre("a", "cut of"));
}

TEST(Apertium, UndoesItsOwnEscapes) {
  std::string line;
  for (char c = ' '; c < 127; ++c) line += c;
  const Lines lines{line, "ends in \\", ".[]", "[]", "~~", "ñ"};
  EXPECT_EQ(Apertium::decode(Apertium::encode(lines), lines.size()), lines);
}

TEST(Apertium, RefusesOptionsThatMixLines) {
  for (const std::string option : {"-n", "-z", "-f", "-fhtml", "-nu"}) {
    EXPECT_THAT(refusal([&] {
                  Apertium({"apertium", option, "eng-spa"});
                }),
                HasSubstr("the option " + option));
  }
  EXPECT_THAT(refusal([] { Apertium({"apertium", "-d", "-f", "-u", "eng-spa"}); }), "");
}

TEST(Apertium, LeavesNoFolderBehind) {
  std::filesystem::path folder;
  {
    const Apertium apertium({"apertium", "eng-spa"});
    for (const auto& [name, value] : apertium.process().environment) {
      if (name == "TMPDIR") folder = value;
    }
    EXPECT_TRUE(std::filesystem::exists(folder / "apertium-tagger"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST(HasUnknownMarks, TellsWhatApertiumMarks) {
  EXPECT_TRUE(has_unknown_marks("el *xyzzy"));
  EXPECT_TRUE(has_unknown_marks("@lemma"));
  EXPECT_TRUE(has_unknown_marks("un #forma"));
  EXPECT_FALSE(has_unknown_marks("La casa es roja."));
  EXPECT_FALSE(has_unknown_marks(""));
}

// With the real program.
class RealApertium : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("apertium -l 2>/dev/null | grep -qw eng-spa") != 0) {
      GTEST_SKIP() << "apertium with its mode eng-spa is not here. " << apertium_packages();
    }
  }

  static Lines translate(const Lines& lines, int largest_batch = 1000,
                         const std::string& command = "apertium eng-spa") {
    ProcessTranslatorConfig config;
    config.command = command;
    config.largest_batch = largest_batch;
    return make_process_translator(config)->translate(lines);
  }
};

TEST_F(RealApertium, Translates) {
  EXPECT_THAT(translate({"The house is red.", "the house is red", "I frobnicate the house."}),
              ElementsAre("La casa es roja.", "La casa es roja", HasSubstr("*frobnicate")));
}

TEST_F(RealApertium, TranslatesEachLineByItself) {
  // Each would change another if lines were one text, or only NUL-terminated: words that move or
  // join over line ends ("New", "York"), sentences without an end, and "Till", whose four readings
  // aren't known as a set to the tagger, which then reads "promises" after an unknown word as a
  // noun.
  Lines lines{"The house is red",
              "the big dog",
              "New",
              "York is big",
              "in spite",
              "of the rain",
              "Copyright: Till Adam",
              "Guzzle promises library.",
              "the green table that",
              "walks",
              "He sees the old man .",
              "Print [bold] {x} <b>no</b> a^b$ c@d e/f \\ back",
              "   two  spaces\tand a tab ",
              "a # b * c ~ d",
              ".",
              "[",
              "\\",
              "]]> $^/@",
              "-u",
              "fl\u00fcchtig \u4e2d\u6587",
              "is. Otherwise like v:beval_winnr."};
  const Lines singly = translate(lines, 1);
  EXPECT_EQ(translate(lines), singly);

  std::vector<std::size_t> order(lines.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::mt19937 random(1);
  for (int round = 0; round < 3; ++round) {
    std::ranges::shuffle(order, random);
    Lines asked;
    Lines expected;
    for (const std::size_t i : order) {
      asked.push_back(lines[i]);
      expected.push_back(singly[i]);
    }
    EXPECT_EQ(translate(asked, 8), expected);
  }
}

TEST_F(RealApertium, KeepsOddCharacters) {
  Lines asked;
  std::vector<testing::Matcher<std::string>> answers;
  for (const char odd : std::string("[]{}<>^$/\\@~*#|")) {
    asked.push_back(std::string("the house ") + odd);
    answers.push_back(HasSubstr(std::string("casa ") + odd));
  }
  EXPECT_THAT(translate(asked), testing::ElementsAreArray(answers));
}

TEST_F(RealApertium, NamesAModeThatIsMissing) {
  EXPECT_THAT(refusal([] { translate({"a cat"}, 1000, "apertium eng-xyz"); }),
              testing::AllOf(HasSubstr("Mode eng-xyz does not exist"),
                             HasSubstr("apt-get install apertium apertium-eng-spa")));
}

}  // namespace
}  // namespace tandem
