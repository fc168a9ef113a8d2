#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/training/lab/language/small_language.h"

// The language of small_config(). Source words, with what they mean:
//   nouns: vuvama pajake, gase kotu, saho luzeka or bebo, husumi zokabo, hose jilo, gagamu putibe
//   verbs: damasi kejize, masi jule, rugu kuba; adjectives: medo polofi, mesa takuba; sigu pekako
//   gi PLURAL, nu PAST, mi NOT, ra PASSIVE, ha BY
// Genders: kotu and luzeka 1, the others 0. Endings and articles in the order singular 0, singular
// 1, plural 0, plural 1:
//   articles pi zo pu tu, of objects ta to pe fi; adjectives -ko -fa -ti -jo
//   verbs -ju -bi -te -lo, in the past -fe -fu -fo -ka; ba NOT, je PASSIVE, ke BY

namespace tandem {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class TranslationByHand : public testing::Test {
 protected:
  std::string translate(const std::string& source) const {
    return language_.target_text(language_.translate(read(source)));
  }
  Categories categories(const std::string& source) const {
    return language_.describe(read(source)).categories;
  }
  /// With "#" in place of the wrong token's number, which is random.
  std::string refused(const std::string& source) const {
    std::string text = refusal([&] { language_.translate(read(source)); });
    const std::size_t place = text.find(" is ");
    if (place == std::string::npos) return text;
    const std::size_t number = place + 4;
    return text.replace(number, text.find(' ', number) - number, "#");
  }
  std::vector<Token> read(const std::string& source) const {
    return tokens_of(language_.lexicon().source_words, source);
  }

  const Language language_{small_config()};
};

TEST_F(TranslationByHand, Shortest) {
  EXPECT_EQ(translate("vuvama damasi gase"), "kejize -ju pi pajake to kotu");
}

TEST_F(TranslationByHand, Longest) {
  EXPECT_EQ(translate("medo gase gi mi nu rugu mesa husumi gi sigu"),
            "pekako kuba -ka tu kotu polofi -jo pe zokabo takuba -ti ba");
}

TEST_F(TranslationByHand, TheVerbDecidesAHomographAndSoItsGender) {
  EXPECT_EQ(translate("saho damasi vuvama"), "kejize -ju pi bebo ta pajake");
  EXPECT_EQ(translate("saho masi vuvama"), "jule -bi zo luzeka ta pajake");
  EXPECT_EQ(translate("vuvama rugu medo saho"), "kuba -ju pi pajake ta bebo polofi -ko");
  EXPECT_EQ(translate("vuvama masi medo saho"), "jule -ju pi pajake to luzeka polofi -fa");
}

TEST_F(TranslationByHand, AnIdiomIsItsVerbWithItsBareObject) {
  EXPECT_EQ(translate("gase masi hose"), "kejize -bi zo kotu lufe");
  EXPECT_EQ(translate("gase gi mi nu masi hose sigu"), "pekako kejize -ka tu kotu lufe ba");
  EXPECT_EQ(translate("gase masi hose gi"), "jule -bi zo kotu pe jilo");
  EXPECT_EQ(translate("gase masi medo hose"), "jule -bi zo kotu ta jilo polofi -ko");
  EXPECT_EQ(translate("hose masi gase"), "jule -ju pi jilo to kotu");
  EXPECT_EQ(translate("gase rugu hose"), "kuba -bi zo kotu ta jilo");
}

// masi is of the other kind than damasi, whose kejize the idiom writes.
TEST_F(TranslationByHand, BesideAnIdiomTheSourceVerbDecidesAHomograph) {
  EXPECT_EQ(translate("saho masi hose"), "kejize -bi zo luzeka lufe");
}

TEST_F(TranslationByHand, Passive) {
  EXPECT_EQ(translate("mesa hose gi nu ra masi ha gase"),
            "jule je -fo pu jilo takuba -ti ke to kotu");
  EXPECT_EQ(translate("gase mi ra damasi ha saho gi"), "kejize je -bi zo kotu ke pe bebo ba");
  EXPECT_EQ(translate("hose ra masi ha gase"), "jule je -ju pi jilo ke to kotu");
  EXPECT_EQ(translate("gase ra masi ha hose"), "jule je -bi zo kotu ke ta jilo");
}

TEST_F(TranslationByHand, NovelWord) {
  EXPECT_EQ(translate("gagamu rugu gagamu gi"), "kuba -ju pi putibe pe putibe");
}

TEST_F(TranslationByHand, KnowsCategories) {
  EXPECT_EQ(categories("vuvama damasi gase"), Categories());
  EXPECT_EQ(categories("vuvama damasi gagamu"), Categories{.novel_word = true});
  EXPECT_EQ(categories("gase ra masi ha hose"), Categories{.rare_construction = true});
  EXPECT_EQ(categories("gase masi hose gi"), Categories());
  EXPECT_EQ(categories("saho masi hose"), (Categories{.idiom = true, .homograph = true}));
  EXPECT_EQ(categories("gagamu ra masi ha saho"),
            (Categories{.novel_word = true, .rare_construction = true, .homograph = true}));
}

TEST_F(TranslationByHand, SentencesAlikeShareATemplate) {
  const auto number = [&](const std::string& source) {
    return language_.describe(read(source)).template_number;
  };
  EXPECT_EQ(number("medo vuvama rugu gase"), number("mesa vuvama rugu gase"));
  const std::uint64_t plain = number("vuvama rugu gase");
  for (const char* other :
       {"vuvama gi rugu gase", "medo vuvama rugu gase", "vuvama rugu gase gi",
        "vuvama rugu medo gase", "vuvama mi rugu gase", "vuvama nu rugu gase",
        "vuvama rugu gase sigu", "vuvama ra rugu ha gase", "vuvama masi gase"}) {
    EXPECT_NE(number(other), plain) << other;
  }
  const auto differing = [&](const std::string& before, const std::string& after) {
    int count = 0;
    for (const std::string noun : {"vuvama", "gase", "saho", "husumi", "hose", "gagamu"}) {
      count += number(before + noun + after) != number("vuvama rugu vuvama");
    }
    return count;
  };
  EXPECT_EQ(differing("", " rugu vuvama"), differing("vuvama rugu ", ""));
  EXPECT_THAT(differing("", " rugu vuvama"), testing::AnyOf(4, 5));  // 6 nouns, 4 groups
}

TEST_F(TranslationByHand, RefusalsNameTheToken) {
  EXPECT_THAT(refused(""), HasSubstr("ends where the grammar expects an adjective or a noun"));
  EXPECT_THAT(refused("damasi gase"), HasSubstr("token 1 of 2 is # (damasi), expected an adj"));
  EXPECT_THAT(refused("medo mesa gase"), HasSubstr("token 2 of 3 is # (mesa), expected a noun"));
  EXPECT_THAT(refused("gase gase gase"), HasSubstr("token 2 of 3 is # (gase), expected a verb"));
  EXPECT_THAT(refused("gase gi gi"), HasSubstr("token 3 of 3 is # (gi), expected a verb"));
  EXPECT_THAT(refused("gase nu mi"), HasSubstr("token 3 of 3 is # (mi), expected a verb"));
  EXPECT_THAT(refused("gase damasi"), HasSubstr("expects an adjective or a noun"));
  EXPECT_THAT(refused("gase damasi medo"), HasSubstr("ends where the grammar expects a noun"));
  EXPECT_THAT(refused("gase damasi gase sigu sigu"), HasSubstr("token 5 of 5 is # (sigu)"));
  EXPECT_THAT(refused("gase ra damasi gase"), HasSubstr("expected the particle of the passive's"));
  EXPECT_THAT(refused("gase ra damasi ha medo"), HasSubstr("(medo), expected a noun"));
  EXPECT_THAT(refused("gase ra damasi ha gase sigu"), HasSubstr("(sigu), expected its end"));
  const Token gase = read("gase")[0];
  for (const Token token : {Token{0}, Token{18}, Token{65535}}) {
    EXPECT_THAT(refusal([&] {
                  language_.translate(std::vector<Token>{gase, token, gase});
                }),
                AllOf(HasSubstr("token 2 of 3 is " + std::to_string(token)),
                      HasSubstr("not in the vocabulary")));
  }
}

TEST_F(TranslationByHand, TextRefusesWhatIsNoToken) {
  EXPECT_EQ(language_.source_text(std::vector<Token>{}), "");
  EXPECT_THAT(
      refusal([&] {
        language_.source_text(std::vector<Token>{1, 18});
      }),
      HasSubstr("source sentence \"1 18\": 18 is no token, expected a number from 1 to 17"));
  EXPECT_THAT(refusal([&] { language_.target_text(std::vector<Token>{0}); }),
              HasSubstr("target sentence \"0\": 0 is no token"));
}

}  // namespace
}  // namespace tandem
