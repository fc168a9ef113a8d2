#include "engine/files.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "games/error.h"
#include "tests/engine/file_size_limit.h"
#include "tests/engine/network/temporary_folder.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Crc32c, MatchesTheVectorsOfRfc3720) {
  std::string ascending;
  for (int i = 0; i < 32; ++i) ascending.push_back(static_cast<char>(i));
  const std::string descending(ascending.rbegin(), ascending.rend());
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62A8AB43u);
  EXPECT_EQ(crc32c(ascending), 0x46DD794Eu);
  EXPECT_EQ(crc32c(descending), 0x113FDB5Cu);
  EXPECT_EQ(crc32c("123456789"), 0xE3069283u);
  EXPECT_EQ(crc32c(""), 0u);
}

TEST(WriteFileAtomically, ReplacesTheFileAndLeavesNothingElse) {
  TemporaryFolder folder;
  const fs::path path = folder.path() / "file";
  write_file_atomically(path, "old");
  write_file_atomically(path, "new content");
  EXPECT_EQ(read_file(path), "new content");
  EXPECT_EQ(folder.file_count(), 1);
}

TEST(WriteFileAtomically, KeepsEveryByteValue) {
  TemporaryFolder folder;
  std::string bytes;
  for (int i = 0; i < 100'000; ++i) bytes.push_back(static_cast<char>(i * 31 + i / 256));
  write_file_atomically(folder.path() / "file", bytes);
  EXPECT_EQ(read_file(folder.path() / "file"), bytes);
}

TEST(WriteFileAtomically, KeepsTheOldContentWhenTheDiskIsFull) {
  TemporaryFolder folder;
  const fs::path path = folder.path() / "file";
  write_file_atomically(path, "old");
  {
    FileSizeLimit limit(1000);
    EXPECT_THAT([&] { write_file_atomically(path, std::string(5000, 'x')); },
                ThrowsMessage<Error>(HasSubstr(path.string())));
  }
  EXPECT_EQ(read_file(path), "old");
  EXPECT_EQ(folder.file_count(), 1) << "the temporary file was left behind";
}

TEST(WriteFileAtomically, NamesAFolderThatIsMissingOrNoFolder) {
  TemporaryFolder folder;
  EXPECT_THAT(
      [&] { write_file_atomically(folder.path() / "missing" / "file", "x"); },
      ThrowsMessage<Error>(testing::AllOf(HasSubstr("missing/file"), HasSubstr("No such file"))));
  write_file_atomically(folder.path() / "plain", "x");
  EXPECT_THAT([&] { write_file_atomically(folder.path() / "plain" / "file", "x"); },
              ThrowsMessage<Error>(HasSubstr("Not a directory")));
}

TEST(WriteFileAtomically, NamesAFolderThatMayNotBeWritten) {
  if (geteuid() == 0) GTEST_SKIP() << "SKIPPED: root may write everywhere";
  TemporaryFolder folder;
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_THAT([&] { write_file_atomically(folder.path() / "file", "x"); },
              ThrowsMessage<Error>(HasSubstr("Permission denied")));
  fs::permissions(folder.path(), fs::perms::owner_all);
}

TEST(WriteFileAtomically, OverwritesWhatACrashLeftBehind) {
  TemporaryFolder folder;
  std::ofstream(folder.path() / ".file.tmp") << "half of a longer file that was never renamed";
  write_file_atomically(folder.path() / "file", "new");
  EXPECT_EQ(read_file(folder.path() / "file"), "new");
  EXPECT_EQ(folder.file_count(), 1);
}

TEST(CheckCanWrite, AcceptsNewAndRegularFiles) {
  TemporaryFolder folder;
  const fs::path path = folder.path() / "file";
  check_can_write(path);
  EXPECT_EQ(folder.file_count(), 0) << "only looks";
  write_file_atomically(path, "old");
  check_can_write(path);
  EXPECT_EQ(read_file(path), "old");
  check_can_write("a_new_file_in_the_present_folder");
}

TEST(CheckCanWrite, RefusesWhatWouldBeLostOrFail) {
  TemporaryFolder folder;
  write_file_atomically(folder.path() / "file", "x");
  fs::create_symlink("file", folder.path() / "link");
  fs::create_directory(folder.path() / "below");
  for (const fs::path& path : {folder.path() / "link", folder.path() / "below",
                               fs::path("/dev/null"), fs::path("/dev/stdout")}) {
    EXPECT_THAT([&] { check_can_write(path); }, ThrowsMessage<Error>(HasSubstr(path.string())));
  }
  EXPECT_TRUE(fs::is_symlink(folder.path() / "link"));
  EXPECT_THAT([&] { check_can_write(folder.path() / "missing" / "file"); },
              ThrowsMessage<Error>(HasSubstr("make it first")));
  EXPECT_THAT([&] { check_can_write(folder.path() / "file" / "file"); },
              ThrowsMessage<Error>(HasSubstr("there is no folder")));
}

TEST(CheckCanWrite, RefusesAFolderThatMayNotBeWritten) {
  if (geteuid() == 0) GTEST_SKIP() << "SKIPPED: root may write everywhere";
  TemporaryFolder folder;
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_THAT([&] { check_can_write(folder.path() / "file"); },
              ThrowsMessage<Error>(HasSubstr("may not be written to (Permission denied)")));
  fs::permissions(folder.path(), fs::perms::owner_all);
}

TEST(ReadFile, NamesWhatCannotBeRead) {
  TemporaryFolder folder;
  EXPECT_THAT(
      [&] { read_file(folder.path() / "missing"); },
      ThrowsMessage<Error>(testing::AllOf(HasSubstr("missing"), HasSubstr("No such file"))));
  EXPECT_THAT([&] { read_file(folder.path()); }, ThrowsMessage<Error>(HasSubstr("directory")));
}

TEST(CommittedFile, RoundTripsBelowItsRoot) {
  TemporaryFolder folder;
  fs::create_directories(folder.path() / "a");
  const FileEntry entry = write_committed_file(folder.path(), "a/file", "123456789");
  EXPECT_EQ(entry.path(), "a/file");
  EXPECT_EQ(entry.bytes(), 9u);
  EXPECT_EQ(entry.crc32c(), 0xE3069283u);
  EXPECT_EQ(read_committed_file(folder.path(), entry), "123456789");
}

TEST(CommittedFile, TellsMissingTruncatedAndChangedApart) {
  TemporaryFolder folder;
  const FileEntry entry = write_committed_file(folder.path(), "file", "123456789");
  const fs::path path = folder.path() / "file";
  const auto read = [&] { read_committed_file(folder.path(), entry); };

  write_file_atomically(path, "12345678");
  EXPECT_THAT(
      read, ThrowsMessage<Error>(testing::AllOf(HasSubstr(path.string()), HasSubstr("truncated"))));
  write_file_atomically(path, "1234567890");
  EXPECT_THAT(read, ThrowsMessage<Error>(HasSubstr("extended")));
  fs::remove(path);
  EXPECT_THAT(read,
              ThrowsMessage<Error>(testing::AllOf(HasSubstr(path.string()), HasSubstr("missing"))));
}

TEST(CommittedFile, CatchesEverySingleFlippedBit) {
  TemporaryFolder folder;
  const std::string bytes = "every bit of this counts";
  const FileEntry entry = write_committed_file(folder.path(), "file", bytes);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    std::ofstream(folder.path() / "file", std::ios::binary) << flipped;
    EXPECT_THAT([&] { read_committed_file(folder.path(), entry); },
                ThrowsMessage<Error>(HasSubstr("changed")))
        << "bit " << bit;
  }
}

TEST(CommittedFile, RefusesPathsThatLeadOutOfTheRoot) {
  TemporaryFolder folder;
  for (const char* path : {"../file", "/etc/passwd", "a/../../b", ""}) {
    FileEntry entry;
    entry.set_path(path);
    EXPECT_THAT([&] { read_committed_file(folder.path(), entry); },
                ThrowsMessage<Error>(HasSubstr("not a path below")))
        << path;
  }
}

}  // namespace
}  // namespace tandem
