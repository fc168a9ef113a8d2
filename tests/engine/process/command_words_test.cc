#include "engine/process/command_words.h"

#include <gmock/gmock.h>

#include "games/error.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal(const std::string& command) {
  try {
    split_command(command);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(SplitCommand, SplitsAtWhitespace) {
  EXPECT_THAT(split_command("apertium eng-spa"), ElementsAre("apertium", "eng-spa"));
  EXPECT_THAT(split_command("  a\t b\n"), ElementsAre("a", "b"));
}

TEST(SplitCommand, KeepsQuotedWordsTogether) {
  EXPECT_THAT(split_command(R"(sh -c 'tr a-z A-Z | "rev" \n')"),
              ElementsAre("sh", "-c", R"(tr a-z A-Z | "rev" \n)"));
  EXPECT_THAT(split_command(R"(say "it's \"it\" \\ \n")"), ElementsAre("say", R"(it's "it" \ \n)"));
  EXPECT_THAT(split_command(R"(a'b c'"d e"f '' g)"), ElementsAre("ab cd ef", "", "g"));
}

TEST(SplitCommand, TakesAnEscapedCharacterAsItStands) {
  EXPECT_THAT(split_command(R"(my\ program \' \\)"), ElementsAre("my program", "'", "\\"));
}

TEST(SplitCommand, LeavesTheRestOfAShellAlone) {
  EXPECT_THAT(split_command("a $HOME *|b >c"), ElementsAre("a", "$HOME", "*|b", ">c"));
}

TEST(SplitCommand, RefusesWhatIsNoCommand) {
  EXPECT_THAT(refusal("a 'b"), HasSubstr("' isn't closed"));
  EXPECT_THAT(refusal(R"(a "b\")"), HasSubstr("\" isn't closed"));
  EXPECT_THAT(refusal("a \\"), HasSubstr("backslash"));
  EXPECT_THAT(refusal(" \n"), HasSubstr("empty"));
  EXPECT_THAT(refusal(std::string("a\0b", 3)), HasSubstr("NUL"));
}

}  // namespace
}  // namespace tandem
