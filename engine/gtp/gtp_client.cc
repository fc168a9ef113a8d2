#include "engine/gtp/gtp_client.h"

#include <algorithm>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

constexpr std::size_t kLongestAnswer = std::size_t{1} << 20;
constexpr std::size_t kExcerpt = 60;
/// As good as for ever, and fits the clock.
constexpr double kLongestPatience = 1e6;

/// The last line of standard error that says anything.
std::string last_words(std::string_view error) {
  while (!error.empty() && (error.back() == '\n' || error.back() == '\r')) error.remove_suffix(1);
  return gtp_excerpt(error.substr(error.rfind('\n') + 1));
}

}  // namespace

std::string gtp_excerpt(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  std::string result;
  for (const char c : line.substr(0, kExcerpt)) {
    const auto byte = static_cast<unsigned char>(c);
    result += byte < ' ' || byte >= 0x7f ? '?' : c;
  }
  return result + (line.size() > kExcerpt ? "..." : "");
}

GtpClient::GtpClient(const std::vector<std::string>& words, const std::atomic<bool>* stop)
    : name_(gtp_excerpt(words.front())),
      stop_(stop),
      engine_(ProcessSpec{words, {}}, kLongestAnswer) {}

GtpAnswer GtpClient::ask(std::string_view command, Seconds patience) {
  engine_.say(command);
  engine_.say("\n");
  const Seconds most(std::min(patience.count(), kLongestPatience));
  const auto deadline =
      Conversation::Clock::now() + std::chrono::duration_cast<Conversation::Clock::duration>(most);
  return read_answer(command, deadline, patience);
}

GtpAnswer GtpClient::read_answer(std::string_view command, Conversation::Clock::time_point deadline,
                                 Seconds patience) {
  std::string line;
  while (line.empty()) line = hear(command, deadline, patience);
  if (line[0] != '=' && line[0] != '?') {
    throw GtpFault(fmt::format("{} answered \"{}\" to \"{}\", which is no GTP response", name_,
                               gtp_excerpt(line), command));
  }
  GtpAnswer answer;
  answer.success = line[0] == '=';
  const std::size_t text = line.find_first_not_of("0123456789", 1);
  const std::size_t begin = text == std::string::npos ? text : line.find_first_not_of(" \t", text);
  if (begin != std::string::npos) answer.text = line.substr(begin);
  for (;;) {
    line = hear(command, deadline, patience);
    if (line.empty()) return answer;
    answer.text += '\n' + line;
    if (answer.text.size() > kLongestAnswer) {
      throw GtpFault(
          fmt::format("{} answered more than {} bytes to \"{}\"", name_, kLongestAnswer, command));
    }
  }
}

std::string GtpClient::hear(std::string_view command, Conversation::Clock::time_point deadline,
                            Seconds patience) {
  std::string line;
  switch (engine_.hear(line, deadline, stop_)) {
    case Heard::kLine:
      std::erase_if(line, [](unsigned char c) { return c < ' ' && c != '\t'; });
      return line;
    case Heard::kEnd: {
      const std::string how = engine_.how_it_ended();
      const std::string said = last_words(engine_.error_tail());
      throw GtpFault(fmt::format("{} {} before it answered \"{}\"{}", name_, how, command,
                                 said.empty() ? "" : fmt::format(" (it said: {})", said)));
    }
    case Heard::kTimeout:
      throw GtpFault(
          fmt::format("{} didn't answer \"{}\" within {} s", name_, command, patience.count()));
    case Heard::kFlood:
      throw GtpFault(fmt::format("{} answered \"{}\" with a line of more than {} bytes", name_,
                                 command, kLongestAnswer));
    case Heard::kStopped:
      throw Interrupted(fmt::format("{} was asked \"{}\" when the stop came", name_, command));
  }
  return line;
}

}  // namespace tandem
