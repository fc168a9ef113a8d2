// Messages in protobuf text format, as people read and write them, and the checksum line with which
// a run protects its own.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/message.h>

namespace tandem {

/// Parses `text` into `message`, replacing what it held. Throws Error "name:line:column: what" for
/// syntax, unknown fields (with the nearest known one), repeated singular fields and values that
/// don't fit their field's type.
void parse_text_message(const std::string& text, const std::string& name,
                        google::protobuf::Message& message);

std::string print_text_message(const google::protobuf::Message& message);

/// Adds a last line, a comment to protobuf, with the CRC-32C of all before it.
std::string seal_text(const std::string& text);

/// The text before that line. Throws Error naming `name` if the line is missing or doesn't fit: the
/// file was truncated or changed. The message says what the line would have to be.
std::string open_sealed_text(const std::string& bytes, const std::string& name);

}  // namespace tandem
