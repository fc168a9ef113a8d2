#include "engine/network/safetensors.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/files.h"
#include "games/error.h"
#include "tests/engine/network/temporary_folder.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

TensorMap example() {
  return {{"a.weight", at::arange(6, at::kFloat).reshape({2, 3}) / 4},
          {"b.count", at::full({}, int64_t{1} << 40, at::kLong)},
          {"c.odd", at::tensor({-1.5f, 0.25f, 1e-30f})},
          {"d.empty", at::empty({0, 3}, at::kFloat)}};
}

/// A file with the header `json` and `data_bytes` zero bytes of data.
std::string file_with(const std::string& json, std::size_t data_bytes) {
  const std::uint64_t length = json.size();
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &length, 8);
  return bytes + json + std::string(data_bytes, '\0');
}

void expect_refused(const std::string& bytes, const std::string& because) {
  EXPECT_THAT([&] { from_safetensors(bytes, "weights.safetensors"); },
              ThrowsMessage<Error>(AllOf(HasSubstr("weights.safetensors"), HasSubstr(because))));
}

TEST(Safetensors, RoundTripsEveryBit) {
  const TensorMap tensors = example();
  const TensorMap read = from_safetensors(to_safetensors(tensors, {{"game", "x"}}), "file");
  ASSERT_EQ(read.size(), tensors.size());
  for (const auto& [name, tensor] : tensors) {
    ASSERT_TRUE(read.contains(name)) << name;
    EXPECT_EQ(read.at(name).sizes(), tensor.sizes()) << name;
    EXPECT_EQ(read.at(name).scalar_type(), tensor.scalar_type()) << name;
    EXPECT_TRUE(at::equal(read.at(name), tensor)) << name;
  }
}

TEST(Safetensors, StoresTransposedTensorsByTheirMeaning) {
  const at::Tensor transposed = at::arange(6, at::kFloat).reshape({2, 3}).t();
  const TensorMap read = from_safetensors(to_safetensors({{"t", transposed}}, {}), "file");
  EXPECT_TRUE(at::equal(read.at("t"), transposed));
}

TEST(Safetensors, SameTensorsGiveTheSameBytes) {
  EXPECT_EQ(to_safetensors(example(), {{"k", "v"}}), to_safetensors(example(), {{"k", "v"}}));
}

TEST(Safetensors, RefusesToStoreOtherTypes) {
  EXPECT_THAT(
      [] {
        to_safetensors({{"half", at::zeros({2}, at::kHalf)}}, {});
      },
      ThrowsMessage<Error>(HasSubstr("'half'")));
}

TEST(Safetensors, AnIndependentReaderSeesTheSame) {
  if (std::system("python3 -c '' 2>/dev/null") != 0) {
    GTEST_SKIP() << "SKIPPED: python3 is not installed, so no independent reader ran";
  }
  TemporaryFolder folder;
  const auto path = folder.path() / "weights.safetensors";
  write_file_atomically(path, to_safetensors(example(), {{"game", "connect_four"}}));

  const std::string command = "python3 " TANDEM_SAFETENSORS_READER " " + path.string() + " 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string output;
  std::array<char, 4096> buffer;
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), got);
  }
  EXPECT_EQ(pclose(pipe), 0) << output;
  // 0 + 1/4 + .. + 5/4 = 3.75; 1e-30 as the nearest float.
  EXPECT_EQ(output,
            "metadata game=connect_four\n"
            "a.weight F32 [2, 3] 0x1.e000000000000p+1 0x1.4000000000000p+0\n"
            "b.count I64 [] 1099511627776 1099511627776\n"
            "c.odd F32 [3] -0x1.4000000000000p+0 0x1.4484c00000000p-100\n"
            "d.empty F32 [0, 3] 0x0.0p+0 0x0.0p+0\n");
}

TEST(Safetensors, RefusesEveryTruncation) {
  const std::string bytes = to_safetensors(example(), {});
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THROW(from_safetensors(bytes.substr(0, length), "file"), Error) << length;
  }
  EXPECT_THROW(from_safetensors(bytes + "x", "file"), Error);
}

TEST(Safetensors, NeverCrashesOnAFlippedHeaderBit) {
  const std::string bytes = to_safetensors(example(), {});
  std::uint64_t header = 0;
  std::memcpy(&header, bytes.data(), 8);
  for (std::size_t bit = 0; bit < (8 + header) * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    try {
      from_safetensors(flipped,
                       "file");  // a letter of a name may change unseen; the manifest's CRC sees it
    } catch (const Error&) {
    }
  }
}

TEST(Safetensors, NamesWhatIsWrongWithTheHeader) {
  expect_refused("", "only 0 bytes");
  expect_refused(std::string(8, '\xff') + "{}", "claims");
  expect_refused(file_with("not json", 0), "not JSON");
  expect_refused(file_with("[]", 0), "not a JSON object");
  expect_refused(file_with(R"({"__metadata__":{"a":1}})", 0), "__metadata__");
  expect_refused(file_with(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                           R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
                           4),
                 "'a' stands in it twice");
}

TEST(Safetensors, NamesWhatIsWrongWithATensor) {
  expect_refused(file_with(R"({"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}})", 4),
                 "\"F16\"");
  expect_refused(file_with(R"({"a":{"dtype":1,"shape":[2],"data_offsets":[0,4]}})", 4),
                 "'a' has dtype 1");
  expect_refused(file_with(R"({"a":{"dtype":"F32","shape":[2]}})", 8), "exactly dtype");
  expect_refused(file_with(R"({"a":3})", 8), "exactly dtype");
  expect_refused(file_with(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4), "-1");
  expect_refused(file_with(R"({"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", 4),
                 "1.5");
  expect_refused(file_with(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4),
                 "don't fit");
  expect_refused(file_with(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4),
                 "don't fit");
  expect_refused(
      file_with(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", 0),
      "don't fit");
}

TEST(Safetensors, NamesOverlapGapAndLeftover) {
  const auto two = [](int begin, int end, std::size_t data) {
    return file_with(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                     R"("b":{"dtype":"F32","shape":[1],"data_offsets":[)" +
                         std::to_string(begin) + "," + std::to_string(end) + "]}}",
                     data);
  };
  EXPECT_EQ(from_safetensors(two(4, 8, 8), "file").size(), 2u);
  expect_refused(two(2, 6, 8), "overlaps");
  expect_refused(two(0, 4, 4), "overlaps");
  expect_refused(two(8, 12, 12), "gap");
  expect_refused(two(4, 8, 12), "left over");
  expect_refused(two(4, 8, 6), "truncated");
}

}  // namespace
}  // namespace tandem
