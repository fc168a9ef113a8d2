// TFRecord framing: little-endian length, masked CRC-32C of it, bytes, masked CRC-32C of them. Read by
// TensorFlow, TensorBoard and the tfrecord packages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

void append_tfrecord(std::string& file, std::string_view record);

/// All records of a file's bytes. Throws Error naming `name`, the record's number and its offset when one is
/// truncated or its checksum is wrong.
std::vector<std::string> parse_tfrecords(std::string_view bytes, const std::string& name);

}  // namespace tandem
