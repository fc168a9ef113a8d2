// TFRecord framing: little-endian length, masked CRC-32C of it, bytes, masked CRC-32C of them. Read
// by TensorFlow, TensorBoard and the tfrecord packages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

void append_tfrecord(std::string& file, std::string_view record);

/// All records of a file's bytes. Throws Error naming `name`, the record's number (from 0) and its
/// offset when one is truncated or its checksum is wrong.
std::vector<std::string> parse_tfrecords(std::string_view bytes, const std::string& name);

/// What is still good in a damaged file: every record whose own checksums hold, in order. Records
/// after a damaged one are found as long as its length is whole.
std::vector<std::string> salvage_tfrecords(std::string_view bytes);

}  // namespace tandem
