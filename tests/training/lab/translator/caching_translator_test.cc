#include "training/lab/translator/caching_translator.h"

#include <gmock/gmock.h>

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/files.h"
#include "games/error.h"
#include "tests/engine/process/script_folder.h"
#include "tests/training/lab/statistics/refusal.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

using Lines = std::vector<std::string>;

/// How often each line was asked for.
using Counts = std::map<std::string, int>;

std::string bracketed(const std::string& line) { return "<" + line + ">"; }

/// Translates "line" to "<line>" and counts; fails on "bad".
class Bracketing final : public Translator {
 public:
  Bracketing(Counts& counts, std::string command) : counts_(counts), command_(std::move(command)) {}

  Lines translate(const Lines& lines) override {
    Lines result;
    for (const std::string& line : lines) {
      if (line == "bad") throw Error("bad was asked");
      ++counts_[line];
      result.push_back(bracketed(line));
    }
    return result;
  }
  const std::string& command() const override { return command_; }

 private:
  Counts& counts_;
  std::string command_;
};

class CachingTranslatorTest : public testing::Test {
 protected:
  std::unique_ptr<Translator> in_memory() {
    return make_caching_translator(std::make_unique<Bracketing>(counts_, "rev"));
  }
  std::unique_ptr<Translator> with_file(const std::string& command = "rev") {
    return make_caching_translator(std::make_unique<Bracketing>(counts_, command),
                                   folder_.at("cache"));
  }

  /// What opening the file and asking for `lines` says on standard error. They must come out right.
  std::string said_when_asked(const Lines& lines) {
    testing::internal::CaptureStderr();
    const Lines answers = with_file()->translate(lines);
    const std::string said = testing::internal::GetCapturedStderr();
    Lines right;
    for (const std::string& line : lines) right.push_back(bracketed(line));
    EXPECT_EQ(answers, right);
    return said;
  }

  ScriptFolder folder_;
  Counts counts_;
};

TEST_F(CachingTranslatorTest, AsksForEachLineOnce) {
  const auto translator = in_memory();
  EXPECT_THAT(translator->translate({"ab", "cd", "ab"}), ElementsAre("<ab>", "<cd>", "<ab>"));
  EXPECT_THAT(translator->translate({"ef", "cd", ""}), ElementsAre("<ef>", "<cd>", "<>"));
  EXPECT_THAT(counts_, AllOf(SizeIs(4), Each(Pair(testing::_, 1))));
  EXPECT_EQ(translator->command(), "rev");
}

TEST_F(CachingTranslatorTest, KeepsWhatCameBeforeAnError) {
  const auto translator = in_memory();
  Lines lines;
  for (int i = 0; i < 1000; ++i) lines.push_back(std::to_string(i));
  lines.push_back("bad");
  EXPECT_THROW(translator->translate(lines), Error);
  lines.pop_back();
  EXPECT_THAT(translator->translate(lines), SizeIs(1000));
  EXPECT_THAT(counts_, AllOf(SizeIs(1000), Each(Pair(testing::_, 1))));
}

TEST_F(CachingTranslatorTest, RefusesLinesByTheirPlaceInTheCall) {
  const auto translator = in_memory();
  EXPECT_THAT(refusal([&] {
                translator->translate({"a", "a", "a\nb"});
              }),
              HasSubstr("line 3 of 3"));
  EXPECT_THAT(counts_, IsEmpty());
}

TEST_F(CachingTranslatorTest, ServesThreadsAndStillAsksOnce) {
  const auto translator = with_file();
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 200; ++i) {
          const std::string line = "line " + std::to_string((i * 7 + t * 50) % 300);
          wrong += translator->translate({line}).front() != bracketed(line);
        }
      });
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_THAT(counts_, AllOf(SizeIs(300), Each(Pair(testing::_, 1))));
  EXPECT_EQ(said_when_asked({"line 0", "line 299"}), "");
  EXPECT_THAT(counts_, Each(Pair(testing::_, 1)));
}

TEST_F(CachingTranslatorTest, GoesOnFromItsFile) {
  with_file()->translate({"ab", "\"q\" \\ \t\x01", "más \U0001F600", ""});
  counts_.clear();
  EXPECT_EQ(said_when_asked({"ab", "\"q\" \\ \t\x01", "más \U0001F600", ""}), "");
  EXPECT_THAT(counts_, IsEmpty());
  EXPECT_EQ(said_when_asked({"ab", "new"}), "");
  EXPECT_THAT(counts_, ElementsAre(Pair("new", 1)));
}

TEST_F(CachingTranslatorTest, KeepsCommandsApart) {
  with_file("rev")->translate({"ab"});
  with_file("rev --fast")->translate({"ab"});
  EXPECT_THAT(counts_, ElementsAre(Pair("ab", 2)));
  with_file("rev")->translate({"ab"});
  with_file("rev --fast")->translate({"ab"});
  EXPECT_THAT(counts_, ElementsAre(Pair("ab", 2)));
}

TEST_F(CachingTranslatorTest, WritesTheFormatItDocuments) {
  with_file()->translate({"ab"});
  const auto entry = nlohmann::json::parse(folder_.read("cache"));
  EXPECT_EQ(entry["command"], "rev");
  EXPECT_EQ(entry["line"], "ab");
  EXPECT_EQ(entry["translation"], "<ab>");
  EXPECT_EQ(entry["crc"], crc32c(std::string("rev\0ab\0<ab>\0", 12)));
  EXPECT_THAT(entry, SizeIs(4));
}

TEST_F(CachingTranslatorTest, SurvivesACrashAtAnyByte) {
  for (const std::string line : {"ab", "cd"}) with_file()->translate({line});
  const std::string whole = folder_.read("cache");
  const std::size_t first_end = whole.find('\n') + 1;
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    folder_.write("cache", whole.substr(0, size));
    counts_.clear();
    // An entry that lacks its newline alone is whole.
    const bool whole_lines =
        size == 0 || size + 1 == first_end || size == first_end || size + 1 >= whole.size();
    // So short that it might be anything.
    if (size > 0 && size < std::string(R"({"command":)").size()) continue;
    EXPECT_EQ(said_when_asked({"ab", "cd"}).empty(), whole_lines) << size;
    EXPECT_EQ(counts_.contains("ab"), size + 1 < first_end) << size;
    EXPECT_EQ(counts_.contains("cd"), size + 1 < whole.size()) << size;
    counts_.clear();
    said_when_asked({"ab", "cd"});  // what was asked again has been kept, after the damage
    EXPECT_THAT(counts_, IsEmpty()) << size;
  }
}

TEST_F(CachingTranslatorTest, NeverAnswersWithAChangedByte) {
  with_file()->translate({"ab"});
  with_file()->translate({"cd"});
  const std::string whole = folder_.read("cache");
  for (std::size_t place = whole.find('\n') + 1; place < whole.size(); ++place) {
    std::string changed = whole;
    changed[place] = static_cast<char>(changed[place] ^ 4);
    folder_.write("cache", changed);
    said_when_asked({"ab", "cd"});  // checks the answers
  }
}

TEST_F(CachingTranslatorTest, NamesDamage) {
  with_file()->translate({"ab"});
  folder_.write("cache", folder_.read("cache") + "junk\n{}\n[1]\n");
  const std::string said = said_when_asked({"ab"});
  EXPECT_THAT(said, AllOf(HasSubstr(folder_.at("cache").string()), HasSubstr("3 of 4 lines"),
                          HasSubstr("line 2")));
}

TEST_F(CachingTranslatorTest, LeavesOtherFilesAlone) {
  folder_.write("cache", "The quick brown fox\njumps\n");
  EXPECT_THAT(refusal([&] { with_file(); }),
              AllOf(HasSubstr("some other file"), HasSubstr(folder_.at("cache").string())));
  EXPECT_EQ(folder_.read("cache"), "The quick brown fox\njumps\n");
}

TEST_F(CachingTranslatorTest, RefusesAPlaceThatCannotBeWritten) {
  const auto open = [&](const std::filesystem::path& path) {
    return refusal(
        [&] { make_caching_translator(std::make_unique<Bracketing>(counts_, "rev"), path); });
  };
  EXPECT_THAT(open(folder_.path()), HasSubstr("no regular file"));
  EXPECT_THAT(open(folder_.at("missing/cache")), HasSubstr("there is no folder"));
}

TEST_F(CachingTranslatorTest, GoesOnWithoutAFileThatIsGone) {
  const auto translator = with_file();
  std::filesystem::create_directory(folder_.at("cache"));  // can't be opened for writing
  testing::internal::CaptureStderr();
  EXPECT_THAT(translator->translate({"ab"}), ElementsAre("<ab>"));
  EXPECT_THAT(translator->translate({"cd"}), ElementsAre("<cd>"));
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_THAT(said, HasSubstr("not kept"));
  EXPECT_EQ(said.find("not kept"), said.rfind("not kept"));
}

}  // namespace
}  // namespace tandem
