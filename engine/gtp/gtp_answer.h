// What another program answers to a GTP command, put together line by line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tandem {

/// Longer answers, and longer lines, are none.
inline constexpr std::size_t kLongestGtpAnswer = std::size_t{1} << 20;

struct GtpAnswer {
  bool success = false;  ///< "=", else "?"
  std::string text;      ///< without the id; lines joined by newlines
};

/// What an engine wrote, as it may stand in a message: its first line, printable, not too long.
std::string gtp_excerpt(std::string_view text);

/// Reads one response. It begins with '=' or '?' after any number of empty lines, and an empty line
/// ends it; control characters other than tabs don't count.
class GtpAnswerReader {
 public:
  enum class State {
    kUnfinished,
    kWhole,
    kNoResponse,  ///< what came is none
    kTooLong,
  };

  /// Takes any bytes: the engine's next line, without its newline. Not called again after another
  /// state than kUnfinished.
  State take(std::string_view line);

  const GtpAnswer& answer() const { return answer_; }

 private:
  void begin(std::string_view line);

  GtpAnswer answer_;
  bool begun_ = false;
};

}  // namespace tandem
