#include "training/run/tfrecord.h"

#include <cstdint>

#include <fmt/format.h>

#include "engine/files.h"
#include "games/error.h"

namespace tandem {
namespace {

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kHeaderBytes = kLengthBytes + kChecksumBytes;

/// The format masks checksums, because the CRC of data that contain their own CRC is weak.
std::uint32_t masked_crc32c(std::string_view bytes) {
  const std::uint32_t crc = crc32c(bytes);
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

template <typename Integer>
void append_little_endian(std::string& file, Integer value) {
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    file.push_back(static_cast<char>(value >> (8 * i)));
  }
}

template <typename Integer>
Integer read_little_endian(std::string_view bytes) {
  Integer value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    value |= static_cast<Integer>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return value;
}

/// One record as it lies in a file.
struct Frame {
  enum State {
    kWhole,
    kDataDamaged,  ///< the next record can still be found
    kLost,         ///< nothing after this can be found
  };
  State state = kLost;
  std::string_view data{};
  std::size_t size = 0;  ///< in the file, framing included
  const char* problem = nullptr;
};

Frame lost(const char* problem) {
  Frame frame;
  frame.problem = problem;
  return frame;
}

Frame read_frame(std::string_view rest) {
  if (rest.size() < kHeaderBytes) return lost("is truncated in its header");
  const auto length = read_little_endian<std::uint64_t>(rest);
  if (read_little_endian<std::uint32_t>(rest.substr(kLengthBytes)) !=
      masked_crc32c(rest.substr(0, kLengthBytes))) {
    return lost("has a damaged length (wrong checksum)");
  }
  const std::string_view body = rest.substr(kHeaderBytes);
  if (body.size() < kChecksumBytes || body.size() - kChecksumBytes < length) {
    return lost("is truncated in its data");
  }
  const std::string_view data = body.substr(0, length);
  const bool whole = read_little_endian<std::uint32_t>(body.substr(length)) == masked_crc32c(data);
  return {.state = whole ? Frame::kWhole : Frame::kDataDamaged,
          .data = data,
          .size = kHeaderBytes + length + kChecksumBytes,
          .problem = whole ? nullptr : "has damaged data (wrong checksum)"};
}

}  // namespace

void append_tfrecord(std::string& file, std::string_view record) {
  const std::size_t start = file.size();
  append_little_endian(file, static_cast<std::uint64_t>(record.size()));
  append_little_endian(file, masked_crc32c(std::string_view(file).substr(start)));
  file.append(record);
  append_little_endian(file, masked_crc32c(record));
}

std::vector<std::string> parse_tfrecords(std::string_view bytes, const std::string& name) {
  std::vector<std::string> records;
  for (std::size_t offset = 0; offset < bytes.size();) {
    const Frame frame = read_frame(bytes.substr(offset));
    if (frame.state != Frame::kWhole) {
      throw Error(
          fmt::format("{}: record {} at byte {} {}", name, records.size(), offset, frame.problem));
    }
    records.emplace_back(frame.data);
    offset += frame.size;
  }
  return records;
}

std::vector<std::string> salvage_tfrecords(std::string_view bytes) {
  std::vector<std::string> records;
  for (std::size_t offset = 0; offset < bytes.size();) {
    const Frame frame = read_frame(bytes.substr(offset));
    if (frame.state == Frame::kLost) break;
    if (frame.state == Frame::kWhole) records.emplace_back(frame.data);
    offset += frame.size;
  }
  return records;
}

}  // namespace tandem
