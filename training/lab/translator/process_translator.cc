#include "training/lab/translator/process_translator.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/process/child_process.h"
#include "engine/process/command_words.h"
#include "games/error.h"
#include "training/lab/text/unicode.h"
#include "training/lab/translator/apertium.h"

namespace tandem {
namespace {

using Clock = std::chrono::steady_clock;
using Lines = std::vector<std::string>;

std::string joined(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

/// The last line may lack its newline.
Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// One run of the program.
struct Answer {
  Lines lines;        ///< as many as were asked, if there is no fault
  std::string fault;  ///< what went wrong, for a sentence that begins with "it"; empty if nothing
  std::string explanation;  ///< sentences: what the program said, what may be missing
  bool hopeless = false;    ///< another run won't help
};

class ProcessTranslator final : public Translator {
 public:
  explicit ProcessTranslator(const ProcessTranslatorConfig& config) : config_(config) {
    if (config.timeout <= std::chrono::milliseconds{0} || config.tries < 1 ||
        config.largest_batch < 1) {
      throw Error(
          fmt::format("The translator '{}' needs a timeout above 0 (is {} ms), tries of at "
                      "least 1 (is {}) and a largest batch of at least 1 (is {})",
                      config.command, config.timeout.count(), config.tries, config.largest_batch));
    }
    plain_.words = split_command(config.command);
    if (is_apertium(plain_.words)) apertium_.emplace(plain_.words);
  }

  const std::string& command() const override { return config_.command; }

  Lines translate(const Lines& lines) override {
    check_lines(lines);
    Lines translations(lines.size());
    std::vector<std::size_t> asked;  // blank lines need no program
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!is_blank(lines[i])) asked.push_back(i);
    }
    const auto largest = static_cast<std::size_t>(config_.largest_batch);
    for (std::size_t begin = 0; begin < asked.size(); begin += largest) {
      const std::size_t count = std::min(largest, asked.size() - begin);
      const std::span<const std::size_t> places(asked.data() + begin, count);
      Lines batch;
      for (const std::size_t place : places) batch.push_back(lines[place]);
      Lines answers = translate_batch(batch);
      for (std::size_t i = 0; i < count; ++i) translations[places[i]] = std::move(answers[i]);
    }
    return translations;
  }

 private:
  Lines translate_batch(const Lines& batch) const {
    Answer answer;
    int tries = 0;
    do {
      // A program that lacked memory or a file gets a moment until it is tried again.
      if (tries > 0) std::this_thread::sleep_for(std::chrono::milliseconds{50});
      answer = ask(batch, Clock::now() + config_.timeout);
      if (answer.fault.empty()) return std::move(answer.lines);
      ++tries;
    } while (tries < config_.tries && !answer.hopeless);
    std::string message =
        fmt::format("The translator '{}' failed on {} line{}: it {}.", config_.command,
                    batch.size(), batch.size() == 1 ? "" : "s", answer.fault);
    if (tries > 1) message += fmt::format(" That was the last of {} tries.", tries);
    if (!answer.hopeless) message += " " + blame(batch);
    throw Error(message + answer.explanation);
  }

  /// Which line is at fault, and what to do.
  std::string blame(const Lines& batch) const {
    const Clock::time_point deadline = Clock::now() + 2 * config_.timeout;
    Lines suspects = batch;
    bool any_good = false;  // without a run that succeeds, it is the program and not a line
    while (suspects.size() > 1) {
      const auto half = suspects.begin() + static_cast<std::ptrdiff_t>(suspects.size() / 2);
      Lines first(suspects.begin(), half);
      Lines second(half, suspects.end());
      const bool second_good = ask(second, deadline).fault.empty();
      if (Clock::now() >= deadline) break;  // which may have cut the run short
      any_good = any_good || second_good || ask(first, deadline).fault.empty();
      suspects = second_good ? std::move(first) : std::move(second);
    }
    if (suspects.size() > 1) {
      return fmt::format(
          "The line to blame is one of {} that begin with {}; try the command on "
          "them by hand, or allow it more time.",
          suspects.size(), excerpt(suspects.front()));
    }
    if (batch.size() == 1 || !any_good) {
      return fmt::format(
          "It fails on single lines, too, such as {}: try the command on it by hand.",
          excerpt(suspects.front()));
    }
    const Answer alone = ask(suspects, Clock::now() + config_.timeout);
    if (alone.fault.empty()) {
      return "It answers smaller batches: ask for fewer lines at once.";
    }
    return fmt::format("The line to blame is {}: leave it out, or mend the program (it {}).",
                       excerpt(suspects.front()), alone.fault);
  }

  /// Throws Interrupted.
  Answer ask(const Lines& batch, Clock::time_point deadline) const {
    const std::string input = apertium_ ? Apertium::encode(batch) : joined(batch);
    ProcessLimits limits;
    limits.timeout =
        std::max(std::chrono::milliseconds{1},
                 std::min(config_.timeout,
                          std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now())));
    limits.output_bytes = (std::size_t{1} << 20) + 64 * input.size();
    limits.stop = config_.stop;
    const ProcessResult result =
        run_process(apertium_ ? apertium_->process() : plain_, input, limits);
    if (result.end == ProcessEnd::kStopped) {
      throw Interrupted(fmt::format("The translator '{}' was stopped", config_.command));
    }
    Answer answer;
    if (result.end == ProcessEnd::kExited && result.status == 0) {
      answer.lines =
          apertium_ ? Apertium::decode(result.output, batch.size()) : split(result.output);
      answer.fault = fault_of(batch, answer.lines);
    } else {
      answer.fault = describe_end(result, limits);
    }
    if (!answer.fault.empty()) answer.explanation = explanation(result);
    answer.hopeless = result.end == ProcessEnd::kNotStarted;
    return answer;
  }

  static std::string fault_of(const Lines& asked, const Lines& answered) {
    if (answered.size() != asked.size()) {
      return fmt::format("answered {} line{} of text with {}", asked.size(),
                         asked.size() == 1 ? "" : "s", answered.size());
    }
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const std::string& line = answered[i];
      if (!is_utf8(line) || line.find('\0') != std::string::npos) {
        return fmt::format("answered {} with {}, which isn't UTF-8 text", excerpt(asked[i]),
                           excerpt(line));
      }
      if (line.find('\n') != std::string::npos) {
        return fmt::format("answered {} with a newline in it", excerpt(asked[i]));
      }
      if (is_blank(line)) {
        return fmt::format("answered {} with nothing", excerpt(asked[i]));
      }
    }
    return {};
  }

  /// What the program said, and what may be missing.
  std::string explanation(const ProcessResult& result) const {
    std::string text;
    if (result.end == ProcessEnd::kNotStarted) {
      text += fmt::format(" Install '{}', or name another program.", plain_.words.front());
    }
    if (apertium_) text += fmt::format(" {}.", apertium_packages());
    const std::string_view said = without_trailing_whitespace(result.error_tail);
    if (!said.empty()) text += fmt::format(" Its standard error ends:\n{}", said);
    return text;
  }

  ProcessTranslatorConfig config_;
  ProcessSpec plain_;                 ///< the command as it was given
  std::optional<Apertium> apertium_;  ///< if that is what it runs
};

}  // namespace

std::unique_ptr<Translator> make_process_translator(const ProcessTranslatorConfig& config) {
  return std::make_unique<ProcessTranslator>(config);
}

}  // namespace tandem
