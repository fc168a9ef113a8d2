#include "training/run/tfrecord.h"

#include <gtest/gtest.h>

#include "engine/files.h"
#include "tests/training/run/run_fixture.h"

namespace tandem {
namespace {

const std::vector<std::string> kRecords = {"", "a", std::string("\0\xff\n", 3),
                                           std::string(300, 'q')};

std::string framed(const std::vector<std::string>& records) {
  std::string bytes;
  for (const std::string& record : records) append_tfrecord(bytes, record);
  return bytes;
}

std::string hex(std::string_view bytes) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

TEST(TfrecordTest, FramesZerosAsRfc3720AndTheMaskSay) {
  // RFC 3720, B.4: the CRC-32C of 32 zero bytes is 8a9136aa. Rotated right by 15 and increased by
  // a282ead8, that is 0fd7fffa.
  const std::string bytes = framed({std::string(32, '\0')});
  ASSERT_EQ(bytes.size(), 8u + 4 + 32 + 4);
  EXPECT_EQ(hex(bytes.substr(0, 8)), "2000000000000000");
  EXPECT_EQ(hex(bytes.substr(44)), "faffd70f");
}

TEST(TfrecordTest, IsReadByAnIndependentReader) {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "a.tfrecord";
  write_bytes(path, framed(kRecords));
  std::string expected;
  for (const std::string& record : kRecords) expected += hex(record) + '\n';
  EXPECT_EQ(run_reader({"records", path}), expected);
}

TEST(TfrecordTest, ReadsWhatAnIndependentWriterWrote) {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "a.tfrecord";
  std::vector<std::string> arguments = {"write", path};
  for (const std::string& record : kRecords) arguments.push_back(hex(record));
  run_reader(arguments);
  EXPECT_EQ(parse_tfrecords(read_file(path), path), kRecords);
}

TEST(TfrecordTest, NamesTheRecordThatIsTruncatedAtEveryLength) {
  const std::vector<std::string> records = {"first", "", "the third"};
  const std::string bytes = framed(records);
  std::vector<std::size_t> ends = {0};
  for (const std::string& record : records) ends.push_back(ends.back() + 16 + record.size());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto next_end = std::upper_bound(ends.begin(), ends.end(), size);
    const std::size_t whole = static_cast<std::size_t>(next_end - ends.begin()) - 1;
    const std::string torn = bytes.substr(0, size);
    const std::vector<std::string> good(records.begin(),
                                        records.begin() + static_cast<long>(whole));
    EXPECT_EQ(salvage_tfrecords(torn), good);
    if (ends[whole] == size) {
      EXPECT_EQ(parse_tfrecords(torn, "x"), good);
    } else {
      EXPECT_TRUE(mentions(error_text([&] { parse_tfrecords(torn, "games.tfrecord"); }),
                           {"games.tfrecord", "record " + std::to_string(whole) + " ",
                            "byte " + std::to_string(ends[whole]) + " ", "truncated"}));
    }
  }
}

TEST(TfrecordTest, NamesTheRecordWithAFlippedBitAtEveryPlace) {
  const std::vector<std::string> records = {"first", "", "the third"};
  const std::string bytes = framed(records);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    const int record = bit / 8 < 21 ? 0 : bit / 8 < 37 ? 1 : 2;
    EXPECT_TRUE(mentions(error_text([&] { parse_tfrecords(flipped, "games.tfrecord"); }),
                         {"games.tfrecord: record " + std::to_string(record) + " "}));
  }
}

TEST(TfrecordTest, SalvagesTheRecordsAroundDamagedData) {
  std::string bytes = framed({"first", "second", "third"});
  bytes[21 + 12] ^= 1;  // the second record's first data byte
  EXPECT_EQ(salvage_tfrecords(bytes), (std::vector<std::string>{"first", "third"}));
  bytes[21] ^= 1;  // its length: nothing behind it can be found
  EXPECT_EQ(salvage_tfrecords(bytes), std::vector<std::string>{"first"});
}

}  // namespace
}  // namespace tandem
