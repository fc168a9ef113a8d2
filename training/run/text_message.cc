#include "training/run/text_message.h"

#include <optional>

#include <fmt/format.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include "engine/files.h"
#include "games/error.h"
#include "training/run/config_fields.h"

namespace tandem {
namespace {

namespace pb = google::protobuf;

/// Keeps the first error: what the parser says after it is mostly its echo.
class FirstError : public pb::io::ErrorCollector {
 public:
  void AddError(int line, pb::io::ColumnNumber column, const std::string& message) override {
    if (!text_) text_ = fmt::format("{}:{}: {}", line + 1, column + 1, message);
  }
  void AddWarning(int, pb::io::ColumnNumber, const std::string&) override {}

  const std::optional<std::string>& text() const { return text_; }

 private:
  std::optional<std::string> text_;
};

/// The part of `text` between `before` and the next quotation mark; empty if there is none.
std::string quoted_after(const std::string& text, std::string_view before) {
  const std::size_t found = text.find(before);
  if (found == std::string::npos) return {};
  const std::size_t start = found + before.size();
  return text.substr(start, text.find('"', start) - start);
}

/// For protobuf's 'Message type "T" has no field named "x".': the field of T that was meant, or
/// else of the whole message; nothing for other errors.
std::string suggestion_for(const pb::Descriptor& whole, const std::string& error) {
  const std::string field = quoted_after(error, "has no field named \"");
  if (field.empty()) return {};
  const std::string type_name = quoted_after(error, "Message type \"");
  const pb::Descriptor* type = whole.file()->pool()->FindMessageTypeByName(type_name);
  return suggest_field(type && nearest_field(*type, field) ? *type : whole, field);
}

std::string seal_line(std::string_view text) {
  return fmt::format("# crc32c of the lines above: {:08x}\n", crc32c(text));
}

}  // namespace

void parse_text_message(const std::string& text, const std::string& name, pb::Message& message) {
  FirstError errors;
  pb::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  if (parser.ParseFromString(text, &message)) return;
  std::string reason = errors.text().value_or("1:1: not a protobuf text file");
  reason += suggestion_for(*message.GetDescriptor(), reason);
  throw Error(fmt::format("{}:{}", name, reason));
}

std::string print_text_message(const pb::Message& message) {
  std::string text;
  pb::TextFormat::PrintToString(message, &text);
  return text;
}

std::string seal_text(const std::string& text) { return text + seal_line(text); }

std::string open_sealed_text(const std::string& bytes, const std::string& name) {
  const std::size_t size = seal_line("").size();
  const std::size_t start = bytes.size() < size ? 0 : bytes.size() - size;
  const std::string text = bytes.substr(0, start);
  if (bytes.substr(start) == seal_line(text)) return text;

  const bool has_line = bytes.substr(start).starts_with("# crc32c");
  throw Error(fmt::format(
      "{} {}: it was truncated or changed after it was written. Restore it from a copy; or, if "
      "you changed it yourself and mean it, end it with the line\n{}",
      name, has_line ? "doesn't fit its checksum" : "doesn't end with its checksum",
      seal_line(has_line ? text : bytes)));
}

}  // namespace tandem
