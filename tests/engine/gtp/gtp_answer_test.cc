#include "engine/gtp/gtp_answer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tandem {
namespace {

using State = GtpAnswerReader::State;

/// The state after the last of these lines; those before it must leave the response unfinished.
State read(GtpAnswerReader& reader, const std::vector<std::string>& lines) {
  State state = State::kUnfinished;
  for (const std::string& line : lines) {
    EXPECT_EQ(state, State::kUnfinished) << line;
    state = reader.take(line);
  }
  return state;
}

TEST(GtpAnswer, IsReadUpToItsEmptyLine) {
  GtpAnswerReader one;
  EXPECT_EQ(read(one, {"", "\r", "=12 \t D4\r", "\r"}), State::kWhole);
  EXPECT_TRUE(one.answer().success);
  EXPECT_EQ(one.answer().text, "D4");
  GtpAnswerReader board;
  EXPECT_EQ(read(board, {"?", " A\tB", "\x01 1 .", ""}), State::kWhole);
  EXPECT_FALSE(board.answer().success);
  EXPECT_EQ(board.answer().text, "\n A\tB\n 1 .");
  GtpAnswerReader id_alone;
  EXPECT_EQ(read(id_alone, {"=7", ""}), State::kWhole);
  EXPECT_EQ(id_alone.answer().text, "");
}

TEST(GtpAnswer, OtherTextIsNone) {
  GtpAnswerReader reader;
  EXPECT_EQ(read(reader, {"", " = D4"}), State::kNoResponse);
}

TEST(GtpAnswer, EndsWhenItIsTooLong) {
  GtpAnswerReader reader;
  EXPECT_EQ(read(reader, {"= " + std::string(kLongestGtpAnswer - 1, 'a')}), State::kUnfinished);
  EXPECT_EQ(reader.take(""), State::kWhole);
  GtpAnswerReader longer;
  EXPECT_EQ(read(longer, {"= " + std::string(kLongestGtpAnswer - 1, 'a'), "b"}), State::kTooLong);
}

TEST(GtpAnswer, ItsExcerptIsOnePrintableLine) {
  EXPECT_EQ(gtp_excerpt("Hello\r\nworld"), "Hello");
  EXPECT_EQ(gtp_excerpt("a\tb\xff"), "a?b?");
  EXPECT_EQ(gtp_excerpt(std::string(61, 'x')), std::string(60, 'x') + "...");
}

}  // namespace
}  // namespace tandem
