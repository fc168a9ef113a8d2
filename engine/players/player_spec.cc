#include "engine/players/player_spec.h"

#include <fmt/core.h>

#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "games/error.h"

namespace tandem {
namespace {

constexpr int kMostVisits = 10'000'000;
constexpr double kMostSeconds = 3600;
constexpr int kMostThreads = 256;

// One key=value of a player, as the person wrote it.
struct Option {
  std::string key;
  std::string value;
  std::string player;
};

[[noreturn]] void refuse(const Option& option, const std::string& expected) {
  throw Error(fmt::format("player \"{}\": {}={} is not {}", option.player, option.key, option.value,
                          expected));
}

double parse_double(const Option& option, double min, double max, const std::string& expected) {
  double number = 0;
  const char* end = option.value.data() + option.value.size();
  const auto [rest, error] = std::from_chars(option.value.data(), end, number);
  if (error != std::errc() || rest != end || !(number >= min && number <= max)) {
    refuse(option, expected);
  }
  return number;
}

int parse_int(const Option& option, int min, int max) {
  int number = 0;
  const char* end = option.value.data() + option.value.size();
  const auto [rest, error] = std::from_chars(option.value.data(), end, number);
  if (error != std::errc() || rest != end || number < min || number > max) {
    refuse(option, fmt::format("a whole number from {} to {}", min, max));
  }
  return number;
}

void set_visits(const Option& option, PlayerSpec& spec) {
  const int visits = parse_int(option, spec.kind == PlayerKind::kNetwork ? 0 : 1, kMostVisits);
  spec.network_alone = visits == 0;
  if (visits > 0) spec.search.set_visits(visits);
}

void set_time(const Option& option, PlayerSpec& spec) {
  spec.seconds =
      parse_double(option, 0.001, kMostSeconds, "a number of seconds from 0.001 to 3600");
}

void set_threads(const Option& option, PlayerSpec& spec) {
  spec.threads = parse_int(option, 1, kMostThreads);
}

void set_solver(const Option& option, PlayerSpec& spec) {
  if (option.value != "true" && option.value != "false") refuse(option, "true or false");
  spec.search.set_solver(option.value == "true");
}

void set_algorithm(const Option& option, PlayerSpec& spec) {
  if (option.value != "gumbel" && option.value != "puct") refuse(option, "gumbel or puct");
  spec.search.set_algorithm(option.value == "puct" ? SearchConfig::PUCT : SearchConfig::GUMBEL);
}

void set_precision(const Option& option, PlayerSpec& spec) {
  const std::map<std::string, Precision> names = {{"auto", AUTO}, {"fp32", FP32}, {"bf16", BF16}};
  const auto found = names.find(option.value);
  if (found == names.end()) refuse(option, "auto, fp32 or bf16");
  spec.precision = found->second;
}

void set_symmetry(const Option& option, PlayerSpec& spec) {
  if (option.value != "average" && option.value != "random") refuse(option, "average or random");
  spec.symmetry = option.value == "average" ? SymmetryMode::kAverage : SymmetryMode::kRandom;
}

void set_c_scale(const Option& option, PlayerSpec& spec) {
  spec.search.set_c_scale(parse_double(option, 0, 100, "a number from 0 to 100"));
}

void set_c_puct(const Option& option, PlayerSpec& spec) {
  spec.search.set_c_puct(parse_double(option, 0, 100, "a number from 0 to 100"));
}

void set_answer_seconds(const Option& option, PlayerSpec& spec) {
  spec.answer_seconds =
      parse_double(option, 0.001, kMostSeconds, "a number of seconds from 0.001 to 3600");
}

using Setter = std::function<void(const Option&, PlayerSpec&)>;
using Setters = std::map<std::string, Setter>;

struct Kind {
  PlayerKind kind;
  Setters options;
};

const std::map<std::string, Kind>& kinds() {
  static const auto* const kKinds = [] {
    const Setters search = {{"visits", set_visits},   {"time", set_time},
                            {"solver", set_solver},   {"search", set_algorithm},
                            {"c_scale", set_c_scale}, {"c_puct", set_c_puct},
                            {"threads", set_threads}};
    Setters network = search;
    network.emplace("precision", set_precision);
    network.emplace("symmetry", set_symmetry);
    return new std::map<std::string, Kind>{
        {"net", {PlayerKind::kNetwork, network}},
        {"mcts", {PlayerKind::kRollouts, search}},
        {"uniform", {PlayerKind::kUniform, search}},
        {"random", {PlayerKind::kRandom, {}}},
        {"gtp", {PlayerKind::kGtp, {{"timeout", set_answer_seconds}}}},
        {"solver", {PlayerKind::kSolver, {}}}};
  }();
  return *kKinds;
}

template <typename Map>
std::string names(const Map& map) {
  std::string text;
  for (const auto& entry : map) text += (text.empty() ? "" : ", ") + entry.first;
  return text;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t comma = text.find(',', begin);
    parts.emplace_back(text.substr(begin, comma - begin));
    if (comma == std::string_view::npos) return parts;
    begin = comma + 1;
  }
}

// A command may hold commas itself; what ends it and looks like an option is one.
std::vector<std::string> split_gtp(std::string_view text) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t comma = text.rfind(',');
    if (comma == std::string_view::npos || !text.substr(comma + 1).starts_with("timeout")) break;
    parts.emplace(parts.begin(), text.substr(comma + 1));
    text = text.substr(0, comma);
  }
  parts.emplace(parts.begin(), text);
  return parts;
}

void set_defaults(PlayerSpec& spec) {
  spec.search.set_noise(0);
  spec.search.set_sampled_plies(0);
  spec.search.set_visits(spec.kind == PlayerKind::kRollouts ? 1000 : 200);
  if (spec.kind != PlayerKind::kRollouts) return;
  // Rollouts are noisy and have no policy: visits in proportion to promise serve them better than
  // halving, which trusts early means. The constant is the strongest in Connect Four (+50 Elo over
  // the network's).
  spec.search.set_algorithm(SearchConfig::PUCT);
  spec.search.set_c_puct(3);
}

// Refuses options that this player would not use, so that nobody measures what they didn't change.
void check_options_are_used(const PlayerSpec& spec, const std::set<std::string>& given) {
  const auto refuse_unused = [&](const char* key, const std::string& why) {
    if (!given.contains(key)) return;
    throw Error(
        fmt::format("player \"{}\": option {} would change nothing: {}", spec.text, key, why));
  };
  if (spec.network_alone) {
    for (const char* key : {"search", "c_scale", "c_puct"}) {
      refuse_unused(key, "with visits=0 the network plays without search");
    }
  }
  if (!spec.seconds) {
    refuse_unused("threads", "only with time=S do several threads search one tree");
  }
  if (spec.seconds) {
    refuse_unused("c_scale", "it is gumbel's constant, and under a clock the search is puct");
  } else if (spec.search.algorithm() == SearchConfig::PUCT) {
    refuse_unused("c_scale", "it is gumbel's constant, and this player searches by puct");
  } else {
    refuse_unused("c_puct", "it is puct's constant, and this player searches by gumbel");
  }
}

}  // namespace

PlayerSpec parse_player(std::string_view text) {
  PlayerSpec spec;
  spec.text = text;
  const std::vector<std::string> parts = text.starts_with("gtp:") ? split_gtp(text) : split(text);
  const std::size_t colon = parts[0].find(':');
  const std::string kind_name = parts[0].substr(0, colon);
  const auto kind = kinds().find(kind_name);
  if (kind == kinds().end()) {
    throw Error(fmt::format("player \"{}\": there is no kind of player \"{}\"; known are {}", text,
                            kind_name, names(kinds())));
  }
  spec.kind = kind->second.kind;
  const bool has_argument = colon != std::string::npos;
  if (spec.kind == PlayerKind::kNetwork) {
    if (has_argument) spec.checkpoint = parts[0].substr(colon + 1);
    if (spec.checkpoint.empty()) {
      throw Error(
          fmt::format("player \"{}\": write net:DIR with a checkpoint's or run's folder", text));
    }
  } else if (spec.kind == PlayerKind::kGtp) {
    if (has_argument) spec.command = parts[0].substr(colon + 1);
    if (spec.command.empty()) {
      throw Error(
          fmt::format("player \"{}\": write gtp:COMMAND with the engine's command line", text));
    }
  } else if (has_argument) {
    throw Error(fmt::format("player \"{}\": {} takes nothing after a colon", text, kind_name));
  }
  set_defaults(spec);

  std::set<std::string> seen;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::size_t equals = parts[i].find('=');
    const std::string key = parts[i].substr(0, equals);
    const auto setter = kind->second.options.find(key);
    if (setter == kind->second.options.end()) {
      throw Error(fmt::format(
          "player \"{}\": {} has no option \"{}\"{}", text, kind_name, key,
          kind->second.options.empty() ? "" : "; its options are " + names(kind->second.options)));
    }
    if (equals == std::string::npos) {
      throw Error(fmt::format("player \"{}\": option {} needs a value: {}=...", text, key, key));
    }
    if (!seen.insert(key).second) {
      throw Error(fmt::format("player \"{}\": option {} is given twice", text, key));
    }
    setter->second({key, parts[i].substr(equals + 1), spec.text}, spec);
  }
  if (seen.contains("visits") && seen.contains("time")) {
    throw Error(fmt::format("player \"{}\": give visits or time, not both", text));
  }
  if (spec.seconds && seen.contains("search") && spec.search.algorithm() != SearchConfig::PUCT) {
    throw Error(
        fmt::format("player \"{}\": gumbel must know its visits beforehand; under a clock "
                    "the search is puct",
                    text));
  }
  check_options_are_used(spec, seen);
  return spec;
}

}  // namespace tandem
