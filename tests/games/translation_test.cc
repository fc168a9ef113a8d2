#include "games/translation/translation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/conformance.h"
#include "games/error.h"
#include "games/perft.h"
#include "games/position_text.h"
#include "games/registry.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const TokenShape kSmall = {
    .source_length = 2, .target_length = 3, .source_vocabulary = 4, .target_vocabulary = 5};

std::string refusal(std::string_view text) {
  try {
    make_translation(kSmall)->parse_position(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Translation, KeepsTheContractAtManySizes) {
  for (const TokenShape& shape : {kSmall, TokenShape{1, 1, 2, 2}, TokenShape{5, 2, 30, 3},
                                  TokenShape{3, 9, 2, 40}, TokenShape{255, 255, 300, 200}}) {
    const int games = shape.source_length > 100 ? 2 : 30;
    EXPECT_THAT(
        check_conformance(*make_translation(shape), {.games = games, .judged_by_rules = false}),
        IsEmpty());
  }
}

// Sentences of exactly k tokens over n words are n^k many; a path is a prefix of "source, end,
// target, end", where the last end is left out of a target of full length.
TEST(Translation, HasAsManyPathsAsThereAreSentences) {
  const int words_in = kSmall.source_vocabulary - 1;
  const int words_out = kSmall.target_vocabulary - 1;
  const std::uint64_t sources[] = {0, 3, 9};        // by length
  const std::uint64_t prefixes[] = {1, 4, 16, 64};  // unfinished (full length: finished) targets
  ASSERT_EQ(words_in, 3);
  ASSERT_EQ(words_out, 4);
  std::vector<std::uint64_t> expected(kSmall.source_length + 1 + kSmall.target_length + 1, 0);
  expected[0] = 1;
  for (int s = 1; s <= 2; ++s) {
    expected[s] += sources[s];
    for (int t = 0; t <= 3; ++t) {
      expected[s + 1 + t] += sources[s] * prefixes[t];
      if (t < 3) expected[s + 2 + t] += sources[s] * prefixes[t];  // its end
    }
  }
  const auto game = make_translation(kSmall);
  const int depth = game->info().max_game_length;
  EXPECT_EQ(count_paths(*game, *game->initial_position(), depth).paths, expected);
}

TEST(Translation, AFinishedSentenceHasNoOutcome) {
  const auto game = make_game(
      "translation(source_length=4,target_length=2,source_vocabulary=9,target_vocabulary=9)");
  auto position = game->initial_position();
  const Token source[] = {7, 3};
  for (const Action action : source_actions(source)) position->apply(action);
  EXPECT_EQ(position->to_text(), "7 3 > ?");
  for (const Action action : {5, 6}) position->apply(action);
  EXPECT_TRUE(position->is_terminal());
  EXPECT_FALSE(position->outcome());
  EXPECT_EQ(position->to_text(), "7 3 > 5 6 .");
  const auto& translation = dynamic_cast<const TranslationPosition&>(*position);
  EXPECT_THAT(translation.source(), ElementsAre(7, 3));
  EXPECT_THAT(translation.target(), ElementsAre(5, 6));
}

TEST(Translation, EncodesSourceItsEndAndTarget) {
  const auto game = make_translation(kSmall);
  std::vector<float> row(game->info().features.size());
  game->parse_position("2 ?")->encode(row);
  EXPECT_THAT(row, ElementsAre(2, 0, 0, 0, 0, 0));
  game->parse_position("2 3 > 4 1 ?")->encode(row);
  EXPECT_THAT(row, ElementsAre(2, 3, 1, 4, 1, 0));
  EXPECT_THAT(refusal("2 3 > 4 1 ?"), "accepted");
}

TEST(Translation, RefusalsSayWhatIsWrong) {
  EXPECT_THAT(refusal(""), HasSubstr("expected \"?\""));
  EXPECT_THAT(refusal("2 3"), HasSubstr("expected \"?\""));
  EXPECT_THAT(refusal("> ?"), HasSubstr("the source sentence is empty"));
  EXPECT_THAT(refusal("2 > > ?"), HasSubstr("stands twice"));
  EXPECT_THAT(refusal("2 ."), HasSubstr("there is no \">\""));
  EXPECT_THAT(refusal("4 ?"), HasSubstr("\"4\" is no source token, expected a number from 1 to 3"));
  EXPECT_THAT(refusal("2 > 0 ?"), HasSubstr("\"0\" is no target token"));
  EXPECT_THAT(refusal("2 > 02 ?"), HasSubstr("\"02\" is no target token"));
  EXPECT_THAT(refusal("2 > -1 ?"), HasSubstr("\"-1\" is no target token"));
  EXPECT_THAT(refusal("2  > ?"), HasSubstr("\"\" is no source token"));
  EXPECT_THAT(refusal(" 2 > ?"), HasSubstr("\"\" is no source token"));
  EXPECT_THAT(refusal("2 > ? "), HasSubstr("expected \"?\""));
  EXPECT_THAT(refusal("2 1 1 ?"), HasSubstr("more than 2 source tokens"));
  EXPECT_THAT(refusal("2 > 1 1 1 1 ."), HasSubstr("more than 3 target tokens"));
  EXPECT_THAT(refusal("2 > 1 1 1 ?"), HasSubstr("must end in \".\""));
}

}  // namespace
}  // namespace tandem
