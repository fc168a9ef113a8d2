#include "tools/command_line.h"

#include <fmt/core.h>
#include <gflags/gflags.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <exception>
#include <map>
#include <set>

#include "games/error.h"
#include "games/registry.h"

namespace tandem {
namespace {

std::atomic<bool> stop_flag{false};
static_assert(std::atomic<bool>::is_always_lock_free, "set from a signal handler");

std::map<std::string, std::vector<std::string>>& given_values() {
  static std::map<std::string, std::vector<std::string>> values;
  return values;
}

extern "C" void on_stop_signal(int) { stop_flag.store(true, std::memory_order_relaxed); }

void install_stop_handler() {
  struct sigaction action = {};
  action.sa_handler = on_stop_signal;
  sigemptyset(&action.sa_mask);
  // No SA_RESTART: a blocked read of the terminal returns. SA_RESETHAND: the second signal kills.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

// The flags that the program's own source defines; libraries may define others.
std::vector<gflags::CommandLineFlagInfo> own_flags(const Program& program) {
  std::vector<gflags::CommandLineFlagInfo> all;
  gflags::GetAllFlags(&all);
  std::erase_if(all, [&](const auto& flag) { return flag.filename != program.source; });
  return all;
}

// Number of single-character edits between two names, for "did you mean".
int edit_distance(const std::string& a, const std::string& b) {
  std::vector<int> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

std::string nearest_flag(const std::vector<gflags::CommandLineFlagInfo>& flags,
                         const std::string& name) {
  std::string best;
  int best_distance = 3;
  for (const auto& flag : flags) {
    const int distance = edit_distance(flag.name, name);
    if (distance < best_distance) {
      best = flag.name;
      best_distance = distance;
    }
  }
  return best;
}

std::string wrapped(const std::string& text, int indent, int width) {
  std::string out;
  std::size_t column = 0;
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = text.find(' ', begin);
    if (end == std::string::npos) end = text.size();
    const std::string word = text.substr(begin, end - begin);
    if (column > 0 && column + 1 + word.size() > static_cast<std::size_t>(width - indent)) {
      out += '\n';
      column = 0;
    }
    if (column == 0) {
      out += std::string(static_cast<std::size_t>(indent), ' ');
    } else {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    begin = end + 1;
  }
  return out + "\n";
}

void print_help(const Program& program) {
  fmt::print("{}: {}\n\nExamples:\n{}\n", program.name, program.summary, program.examples);
  if (program.examples.empty() || program.examples.back() != '\n') fmt::print("\n");
  fmt::print("Flags:\n");
  for (const auto& flag : own_flags(program)) {
    const std::string standard =
        flag.default_value.empty() ? "" : fmt::format(" (default {})", flag.default_value);
    fmt::print("  --{} [{}]{}\n{}", flag.name, flag.type, standard,
               wrapped(flag.description, 6, 100));
  }
  fmt::print("  --help\n      Prints this and ends.\n");
  if (!program.details.empty()) fmt::print("\n{}", program.details);
  if (!program.details.empty() && program.details.back() != '\n') fmt::print("\n");
  fmt::print(
      "\nExit codes: {} ok, {} internal failure, {} bad input or usage, {} interrupted "
      "(Ctrl-C, SIGTERM) after a clean stop.\n",
      kExitOk, kExitFailure, kExitUsage, kExitInterrupted);
}

bool repeatable(const Program& program, const std::string& name) {
  return std::find(program.repeatable.begin(), program.repeatable.end(), name) !=
         program.repeatable.end();
}

// Reads argv[i], and argv[i + 1] where that is its value; returns how many words were used.
int parse_flag(int argc, char** argv, int i, const Program& program,
               const std::vector<gflags::CommandLineFlagInfo>& flags) {
  const std::string word = argv[i];
  if (word.size() < 2 || word[0] != '-') {
    throw Error(
        fmt::format("unexpected argument \"{}\": flags are written --name=value (see {} --help)",
                    word, program.name));
  }
  const std::string body = word.substr(word[1] == '-' ? 2 : 1);
  const std::size_t equals = body.find('=');
  std::string name = body.substr(0, equals);
  const auto find = [&](const std::string& wanted) {
    return std::find_if(flags.begin(), flags.end(),
                        [&](const auto& f) { return f.name == wanted; });
  };
  auto flag = find(name);
  std::string value;
  int used = 1;
  if (flag == flags.end() && equals == std::string::npos && name.starts_with("no")) {
    flag = find(name.substr(2));
    if (flag != flags.end() && flag->type != "bool") flag = flags.end();
    value = "false";
  } else if (flag != flags.end() && equals != std::string::npos) {
    value = body.substr(equals + 1);
  } else if (flag != flags.end() && flag->type == "bool") {
    value = "true";
  } else if (flag != flags.end()) {
    if (i + 1 >= argc) throw Error(fmt::format("--{} needs a value", name));
    value = argv[i + 1];
    used = 2;
  }
  if (flag == flags.end()) {
    const std::string nearest = nearest_flag(flags, name);
    throw Error(fmt::format("unknown flag --{}{}; {} --help lists all", name,
                            nearest.empty() ? "" : fmt::format(" (did you mean --{}?)", nearest),
                            program.name));
  }
  auto& values = given_values()[flag->name];
  if (!values.empty() && !repeatable(program, flag->name)) {
    throw Error(
        fmt::format("--{} is given twice: \"{}\" and \"{}\"", flag->name, values.back(), value));
  }
  values.push_back(value);
  if (gflags::SetCommandLineOption(flag->name.c_str(), value.c_str()).empty()) {
    throw Error(fmt::format("--{}={}: \"{}\" is not a {}", flag->name, value, value, flag->type));
  }
  return used;
}

// True if the program has been answered already (--help, --version).
bool parse_command_line(int argc, char** argv, const Program& program) {
  const auto flags = own_flags(program);
  given_values().clear();
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--help" || word == "-help" || word == "-h") {
      print_help(program);
      return true;
    }
    if (word == "--version") {
      fmt::print("{} {}\n", program.name, TANDEM_VERSION);
      return true;
    }
  }
  for (int i = 1; i < argc;) i += parse_flag(argc, argv, i, program, flags);
  return false;
}

}  // namespace

int run_program(int argc, char** argv, const Program& program, const std::function<int()>& body) {
  try {
    if (parse_command_line(argc, argv, program)) return kExitOk;
    install_stop_handler();
    return body();
  } catch (const Interrupted& interrupted) {
    fmt::print(stderr, "{}: interrupted: {}\n", program.name, interrupted.what());
    return kExitInterrupted;
  } catch (const Error& error) {
    fmt::print(stderr, "{}: {}\n", program.name, error.what());
    return kExitUsage;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: internal failure: {}\n", program.name, error.what());
    return kExitFailure;
  }
}

const std::vector<std::string>& repeated_flag(const std::string& name) {
  return given_values()[name];
}

bool flag_given(const std::string& name) { return !given_values()[name].empty(); }

const std::atomic<bool>& stop_requested() { return stop_flag; }

std::string games_help() {
  std::string text = "Games, with their parameters' defaults and ranges:\n";
  for (const std::string& game : registered_games()) text += "  " + game + "\n";
  return text;
}

std::vector<std::string> parse_list(const std::string& flag, const std::string& text) {
  if (text.empty()) {
    throw Error(fmt::format("--{} is empty; leave it out, or name something", flag));
  }
  std::vector<std::string> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t comma = text.find(',', begin);
    parts.push_back(text.substr(begin, comma - begin));
    if (parts.back().empty()) {
      throw Error(fmt::format("--{}={}: an entry between the commas is empty", flag, text));
    }
    if (comma == std::string::npos) return parts;
    begin = comma + 1;
  }
}

std::vector<int> parse_int_list(const std::string& flag, const std::string& text, int min,
                                int max) {
  std::vector<int> numbers;
  for (const std::string& part : parse_list(flag, text)) {
    int number = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error != std::errc() || end != part.data() + part.size() || number < min || number > max) {
      throw Error(fmt::format("--{}={}: \"{}\" is not a whole number from {} to {}", flag, text,
                              part, min, max));
    }
    numbers.push_back(number);
  }
  return numbers;
}

}  // namespace tandem
