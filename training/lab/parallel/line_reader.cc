#include "training/lab/parallel/line_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "games/error.h"
#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Bytes that a line may have beyond its text: the mark, CR, and the end that getline() writes.
constexpr std::size_t kBeyondText = kByteOrderMark.size() + 2;

}  // namespace

LineReader::LineReader(const std::filesystem::path& path, std::size_t longest)
    : path_(path), buffer_(longest + kBeyondText) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    throw Error(fmt::format("{}: no such file", path.string()));
  }
  // A pipe could make reading wait for ever, and a study reads its text again when it goes on.
  if (!std::filesystem::is_regular_file(status)) {
    throw Error(fmt::format("{}: not a regular file", path.string()));
  }
  file_.open(path, std::ios::binary);
  if (!file_)
    throw Error(fmt::format("{}: can't be read: {}", path.string(), std::strerror(errno)));
}

bool LineReader::next() {
  file_.getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  auto size = static_cast<std::size_t>(file_.gcount());
  if (file_.bad()) throw Error(fmt::format("{}: reading failed", path_.string()));
  if (size == 0 && file_.eof()) return false;
  ++number_;
  const bool cut = file_.fail();
  if (!cut && !file_.eof()) --size;  // the LF, which getline() counts
  line_ = {buffer_.data(), size};
  if (number_ == 1 && line_.starts_with(kByteOrderMark)) line_.remove_prefix(kByteOrderMark.size());
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  const std::size_t longest = buffer_.size() - kBeyondText;
  if (cut || line_.size() > longest) {
    throw Error(fmt::format("{}: a line of more than {} bytes; is this line-aligned text?", place(),
                            longest));
  }
  if (line_.find('\0') != std::string_view::npos) {
    throw Error(fmt::format("{}: a NUL byte; is this a text file, in UTF-8?", place()));
  }
  check_utf8();
  return true;
}

std::string LineReader::place() const { return fmt::format("{}:{}", path_.string(), number_); }

void LineReader::check_utf8() const {
  for (std::size_t at = 0; at < line_.size();) {
    const CodePoint point = first_code_point(line_.substr(at));
    if (point.value >= 0xD800 && point.value <= 0xDFFF) {
      throw Error(
          fmt::format("{}:{}: invalid UTF-8 (byte 0x{:02X}); convert the file, for example "
                      "with iconv",
                      place(), at + 1, static_cast<unsigned char>(line_[at])));
    }
    at += point.bytes;
  }
}

}  // namespace tandem
