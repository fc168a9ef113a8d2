#include "engine/gtp/gtp_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/random.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(GtpCommand, IsReadAsTheProtocolSays) {
  const auto command = parse_gtp_line(" 12\tplay  b\x01lack D4 # a comment\r");
  ASSERT_TRUE(command);
  EXPECT_EQ(command->id, "12");
  EXPECT_EQ(command->name, "play");
  EXPECT_THAT(command->arguments, ElementsAre("black", "D4"));
  const auto plain = parse_gtp_line("quit");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->id, "");
  EXPECT_EQ(plain->name, "quit");
  EXPECT_THAT(plain->arguments, IsEmpty());
  const auto number = parse_gtp_line("7");
  ASSERT_TRUE(number);
  EXPECT_EQ(number->id, "7");
  EXPECT_EQ(number->name, "");
  EXPECT_EQ(parse_gtp_line("7a")->name, "7a");
}

TEST(GtpCommand, LinesThatAskNothingAreNone) {
  for (const char* line : {"", " \t ", "\r", "# comment", "  # b", "\x01\x7f"}) {
    EXPECT_FALSE(parse_gtp_line(line)) << line;
  }
}

TEST(GtpCommand, ResponsesEndInOneEmptyLine) {
  EXPECT_EQ(gtp_response(true, "", ""), "= \n\n");
  EXPECT_EQ(gtp_response(true, "3", "D4"), "=3 D4\n\n");
  EXPECT_EQ(gtp_response(false, "", "illegal move"), "? illegal move\n\n");
  EXPECT_EQ(gtp_response(true, "1", "\na\r\n\n\nb\n\n"), "=1 \na\nb\n\n");
}

TEST(GtpCommand, ReadsColours) {
  for (const char* word : {"b", "B", "black", "Black", "BLACK"}) {
    EXPECT_EQ(parse_gtp_colour(word), 'b') << word;
  }
  EXPECT_EQ(parse_gtp_colour("White"), 'w');
  for (const char* word : {"", "bl", "red", "blackk", "\xff"}) {
    EXPECT_FALSE(parse_gtp_colour(word)) << word;
  }
}

TEST(GtpCommand, AnyBytesGiveWordsWithoutSpace) {
  Random random(1);
  for (int i = 0; i < 20000; ++i) {
    std::string line;
    for (int c = random.below(20); c > 0; --c) line += static_cast<char>(random.below(256));
    const auto command = parse_gtp_line(line);
    if (!command) continue;
    EXPECT_FALSE(command->id.empty() && command->name.empty());
    for (const std::string& word : command->arguments) {
      EXPECT_FALSE(word.empty());
      EXPECT_EQ(word.find_first_of(std::string(" \t\r\n#\0", 6)), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace tandem
