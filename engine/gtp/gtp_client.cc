#include "engine/gtp/gtp_client.h"

#include <algorithm>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

/// As good as for ever, and fits the clock.
constexpr double kLongestPatience = 1e6;

/// The last line of standard error that says anything.
std::string last_words(std::string_view error) {
  while (!error.empty() && (error.back() == '\n' || error.back() == '\r')) error.remove_suffix(1);
  return gtp_excerpt(error.substr(error.rfind('\n') + 1));
}

}  // namespace

GtpClient::GtpClient(const std::vector<std::string>& words, const std::atomic<bool>* stop)
    : name_(gtp_excerpt(words.front())),
      stop_(stop),
      engine_(ProcessSpec{words, {}}, kLongestGtpAnswer) {}

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
  GtpAnswerReader reader;
  for (;;) {
    const std::string line = hear(command, deadline, patience);
    switch (reader.take(line)) {
      case GtpAnswerReader::State::kUnfinished:
        continue;
      case GtpAnswerReader::State::kWhole:
        return reader.answer();
      case GtpAnswerReader::State::kNoResponse:
        throw GtpFault(fmt::format("{} answered \"{}\" to \"{}\", which is no GTP response", name_,
                                   gtp_excerpt(line), command));
      case GtpAnswerReader::State::kTooLong:
        throw GtpFault(fmt::format("{} answered more than {} bytes to \"{}\"", name_,
                                   kLongestGtpAnswer, command));
    }
  }
}

std::string GtpClient::hear(std::string_view command, Conversation::Clock::time_point deadline,
                            Seconds patience) {
  std::string line;
  switch (engine_.hear(line, deadline, stop_)) {
    case Heard::kLine:
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
                                 command, kLongestGtpAnswer));
    case Heard::kStopped:
      throw Interrupted(fmt::format("{} was asked \"{}\" when the stop came", name_, command));
  }
  return line;
}

}  // namespace tandem
