#include "training/lab/parallel/parallel_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "tests/training/run/run_fixture.h"
#include "tests/training/lab/statistics/refusal.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;

const std::string kSample = TANDEM_PARALLEL_SAMPLE "/sample";

class ParallelTextFiles : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& bytes) const {
    const std::string path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  /// What reading a TSV file of these bytes is refused with.
  std::string refused_tsv(const std::string& bytes) const {
    const std::string path = write("pairs.tsv", bytes);
    return refusal([&] { read_parallel_text(path); });
  }

  std::string refused_files(const std::string& source, const std::string& target) const {
    const std::string text = write("source", source) + "," + write("target", target);
    return refusal([&] { read_parallel_text(text); });
  }

  TemporaryFolder folder_;
};

TEST_F(ParallelTextFiles, ReadsATsvFile) {
  const ParallelText text = read_parallel_text(kSample + ".tsv");
  ASSERT_THAT(text, SizeIs(60));
  EXPECT_EQ(text.front(),
            (ParallelPair{"kitchen", "The soup is on the table.", "La sopa está en la mesa."}));
  EXPECT_EQ(text.back(), (ParallelPair{"house", "The lamp on the table is new.",
                                       "La lámpara de la mesa es nueva."}));
  std::map<std::string, int> documents;
  for (const ParallelPair& pair : text) ++documents[pair.document];
  EXPECT_THAT(documents, SizeIs(10));
  for (const auto& [document, lines] : documents) EXPECT_EQ(lines, 6) << document;
}

TEST_F(ParallelTextFiles, TheSameTextAsFilesIsTheSame) {
  EXPECT_EQ(read_parallel_text(kSample + ".en," + kSample + ".es," + kSample + ".documents"),
            read_parallel_text(kSample + ".tsv"));
}

TEST_F(ParallelTextFiles, WithoutNamesTwentyLinesAreADocument) {
  ParallelText expected = read_parallel_text(kSample + ".tsv");
  for (std::size_t i = 0; i < 60; ++i) {
    expected[i].document = i < 20 ? "lines 1-20" : i < 40 ? "lines 21-40" : "lines 41-60";
  }
  EXPECT_EQ(read_parallel_text(kSample + ".en," + kSample + ".es"), expected);
}

TEST_F(ParallelTextFiles, AcceptsTheLineEndsAndTheMarkOfOtherSystems) {
  const ParallelText expected = {{"d", "one", "uno"}, {"d", "two", "dos"}};
  for (const char* bytes :
       {"d\tone\tuno\nd\ttwo\tdos\n", "d\tone\tuno\nd\ttwo\tdos", "d\tone\tuno\r\nd\ttwo\tdos\r\n",
        "\xEF\xBB\xBF"
        "d\tone\tuno\nd\ttwo\tdos\r"}) {
    EXPECT_EQ(read_parallel_text(write("pairs.tsv", bytes)), expected);
  }
}

TEST_F(ParallelTextFiles, RefusesWhatIsNoFile) {
  const std::string missing = folder_.path() / "missing";
  EXPECT_EQ(refusal([&] { read_parallel_text(missing); }), missing + ": no such file");
  EXPECT_EQ(refusal([&] { read_parallel_text(kSample + ".en," + missing); }),
            missing + ": no such file");
  EXPECT_THAT(refusal([&] { read_parallel_text(folder_.path()); }),
              EndsWith(": not a regular file"));
  EXPECT_THAT(refusal([] { read_parallel_text("/dev/zero"); }), EndsWith(": not a regular file"));
  for (const char* names : {"", ",", "a,", ",b", "a,,b", "a,b,c,d"}) {
    EXPECT_THAT(refusal([&] { read_parallel_text(names); }), HasSubstr("expected a TSV file"))
        << names;
  }
}

TEST_F(ParallelTextFiles, RefusesTextWithoutLines) {
  EXPECT_THAT(refused_tsv(""), EndsWith("pairs.tsv: no lines"));
  EXPECT_THAT(refused_files("", ""), EndsWith("source: no lines"));
}

TEST_F(ParallelTextFiles, RefusesUnequalNumbersOfLinesNamingBoth) {
  EXPECT_THAT(refused_files("a\nb\nc\n", "x\ny\n"),
              AllOf(HasSubstr("source has 3 lines"), HasSubstr("target has 2")));
  EXPECT_THAT(refused_files("a\n", "x\ny\n"),
              AllOf(HasSubstr("source has 1 lines"), HasSubstr("target has 2")));
  const std::string three =
      write("s", "a\nb\n") + "," + write("t", "x\ny\n") + "," + write("d", "one\n");
  EXPECT_THAT(refusal([&] { read_parallel_text(three); }),
              AllOf(HasSubstr("s has 2 lines"), HasSubstr("d has 1")));
}

TEST_F(ParallelTextFiles, RefusesAWrongNumberOfTabs) {
  EXPECT_THAT(refused_tsv("d\ta\tb\nd\ta\n"), HasSubstr("pairs.tsv:2: 1 tabs, expected 2"));
  EXPECT_THAT(refused_tsv("d\ta\tb\tc\n"), HasSubstr("pairs.tsv:1: 3 tabs"));
  EXPECT_THAT(refused_tsv("d\ta\tb\n\nd\ta\tb\n"), HasSubstr("pairs.tsv:2: 0 tabs"));
}

TEST_F(ParallelTextFiles, RefusesBlankLinesOnEitherSide) {
  EXPECT_THAT(refused_tsv("d\ta\tb\nd\t\tb\n"), HasSubstr("pairs.tsv:2: the source is blank"));
  EXPECT_THAT(refused_tsv("d\ta\t \n"), HasSubstr("pairs.tsv:1: the target is blank"));
  EXPECT_THAT(refused_tsv("d\ta\t\r\n"), HasSubstr("pairs.tsv:1: the target is blank"));
  EXPECT_THAT(refused_tsv("\ta\tb\n"), HasSubstr("pairs.tsv:1: the document is blank"));
  EXPECT_THAT(refused_files("a\n\nc\n", "x\ny\nz\n"), HasSubstr("source:2: the source is blank"));
  EXPECT_THAT(refused_files("a\nb\n", "x\n\u00A0\t\n"), HasSubstr("target:2: the target is blank"));
  EXPECT_THAT(refused_files("a\nb\n\n", "x\ny\n\n"), HasSubstr("source:3: the source is blank"));
}

TEST_F(ParallelTextFiles, RefusesInvalidUtf8NamingTheByte) {
  EXPECT_THAT(refused_files("fine\n\u00E9t\xE9\n", "x\ny\n"),
              HasSubstr("source:2:4: invalid UTF-8 (byte 0xE9)"));
  EXPECT_THAT(refused_files("a\nb\n", "x\n\xC0\xAF\n"), HasSubstr("target:2:1: invalid UTF-8"));
  EXPECT_THAT(refused_tsv("d\ta\tb\xED\xA0\x80\n"), HasSubstr("pairs.tsv:1:6: invalid UTF-8"));
  EXPECT_THAT(refused_tsv("d\ta\tb\xE2\x82"), HasSubstr("pairs.tsv:1:6: invalid UTF-8"));
}

TEST_F(ParallelTextFiles, RefusesNulBytes) {
  using std::string_literals::operator""s;
  EXPECT_THAT(refused_tsv("d\ta\tb\nd\ta\0\tb\n"s), HasSubstr("pairs.tsv:2: a NUL byte"));
  EXPECT_THAT(refused_files("a\n", "\0\n"s), HasSubstr("target:1: a NUL byte"));
}

TEST_F(ParallelTextFiles, RefusesLinesAboveTheLimit) {
  const std::string longest(kLongestLine, 'a');
  EXPECT_THAT(refused_files("x\n" + longest + "\n", "y\n" + longest + "\r\n"), "");
  EXPECT_THAT(refused_files("\xEF\xBB\xBF" + longest + "\r\n", longest), "");
  EXPECT_THAT(refused_files("x\n" + longest + "a\n", "y\nz\n"),
              HasSubstr("source:2: a line of more than 100000 bytes"));
  for (const std::size_t more : {1u, 2u, 3u, 4u, 5u, 6u, 900'000u}) {
    EXPECT_THAT(refused_files("x\ny\n", "x\n" + longest + std::string(more, 'a')),
                HasSubstr("target:2: a line of more than 100000 bytes"))
        << more;
  }
}

// Sixteen gigabytes that take no room on the disk: reading all of it would not end well.
TEST_F(ParallelTextFiles, RefusesALongLineWithoutReadingAllOfIt) {
  const std::string path = write("pairs.tsv", "d\ta\tb\n");
  std::filesystem::resize_file(path, std::uintmax_t{1} << 34);
  EXPECT_THAT(refusal([&] { read_parallel_text(path); }),
              HasSubstr("pairs.tsv:2: a line of more than 100000 bytes"));
}

}  // namespace
}  // namespace tandem
