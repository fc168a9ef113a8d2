#include "engine/gtp/gtp_answer.h"

#include <algorithm>

namespace tandem {
namespace {

constexpr std::size_t kExcerpt = 60;

}  // namespace

std::string gtp_excerpt(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::string result;
  for (const char c : line.substr(0, kExcerpt)) {
    const auto byte = static_cast<unsigned char>(c);
    result += byte < ' ' || byte >= 0x7f ? '?' : c;
  }
  return result + (line.size() > kExcerpt ? "..." : "");
}

GtpAnswerReader::State GtpAnswerReader::take(std::string_view line) {
  std::string clean(line);
  std::erase_if(clean, [](unsigned char c) { return c < ' ' && c != '\t'; });
  if (clean.empty()) return begun_ ? State::kWhole : State::kUnfinished;
  if (begun_) {
    answer_.text += '\n' + clean;
  } else if (clean[0] == '=' || clean[0] == '?') {
    begin(clean);
  } else {
    return State::kNoResponse;
  }
  return answer_.text.size() > kLongestGtpAnswer ? State::kTooLong : State::kUnfinished;
}

void GtpAnswerReader::begin(std::string_view line) {
  begun_ = true;
  answer_.success = line[0] == '=';
  const std::size_t text = line.find_first_not_of("0123456789", 1);
  const std::size_t begin = line.find_first_not_of(" \t", text);
  if (begin != std::string_view::npos) answer_.text = line.substr(begin);
}

}  // namespace tandem
