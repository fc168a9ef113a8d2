// tandem-make-suite: positions with exact labels, as suites for tandem-eval.
#include <fmt/core.h>
#include <gflags/gflags.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "engine/files.h"
#include "engine/progress.h"
#include "games/error.h"
#include "games/position_text.h"
#include "games/registry.h"
#include "tools/command_line.h"
#include "tools/suites/connect_four_candidates.h"
#include "tools/suites/suite_maker.h"

DEFINE_string(game, "connect_four", "The game; it must have an exact solver.");
DEFINE_string(output, "",
              "Folder to write to: OUTPUT/SUITE/PHASE.jsonl, or OUTPUT/SUITE/plies-A-B.jsonl for "
              "other games than connect_four. Files there are kept as they are.");
DEFINE_string(suites, "development,report", "Which suites, of development and report.");
DEFINE_string(phases, "middle,end,begin,opening", "Which phases of connect_four, in this order.");
DEFINE_string(plies, "",
              "Of other games: the plies to draw positions at, such as 2-20; several ranges, "
              "separated by commas, make a file each.");
DEFINE_int32(positions, 1000,
             "Positions in each file; a multiple of 4, of 2 for other games than connect_four.");
DEFINE_uint64(seed, 1, "Seed of the games that the positions are drawn from.");
DEFINE_int32(table_mib, 1024,
             "Memory of connect_four's solver's table, MiB; the power of two below is used.");
DEFINE_string(
    work, "",
    "File of solved values, to go on from after an interruption; default OUTPUT/solved.txt.");

namespace tandem {
namespace {

using Json = nlohmann::ordered_json;

// The one game with phases of its own; its suites have always called it so.
constexpr char kConnectFour[] = "connect_four";

const std::vector<std::string> kSuites = {"development", "report"};

struct SuiteFile {
  int side = 0;
  SuitePhase phase;
  std::filesystem::path path;
};

int suite_side_of(const std::string& name) {
  const auto found = std::find(kSuites.begin(), kSuites.end(), name);
  if (found == kSuites.end()) {
    throw Error(
        fmt::format("--suites: unknown suite \"{}\"; there are development and report", name));
  }
  return static_cast<int>(found - kSuites.begin());
}

SuitePhase connect_four_phase(const std::string& name) {
  for (const SuitePhase& phase : connect_four_phases()) {
    if (phase.name == name) return phase;
  }
  throw Error(fmt::format(
      "--phases: unknown phase \"{}\"; there are opening, begin, middle and end", name));
}

/// "2-20": plies 2 to 20.
SuitePhase plies_phase(const std::string& range, const GameInfo& game) {
  SuitePhase phase;
  const char* const end = range.data() + range.size();
  const auto first = std::from_chars(range.data(), end, phase.first_ply);
  const bool has_last = first.ec == std::errc() && first.ptr != end && *first.ptr == '-';
  const auto last = has_last ? std::from_chars(first.ptr + 1, end, phase.last_ply) : first;
  const bool is_range = has_last && last.ec == std::errc() && last.ptr == end;
  if (!is_range || phase.first_ply < 0 || phase.last_ply < phase.first_ply ||
      phase.last_ply >= game.max_game_length) {
    throw Error(fmt::format(
        "--plies: \"{}\" is not a first and a last ply of {}, such as 2-20, from 0 to {}", range,
        game.name, game.max_game_length - 1));
  }
  phase.name = fmt::format("plies-{}-{}", phase.first_ply, phase.last_ply);
  return phase;
}

/// Refuses a flag that would change nothing.
void refuse_given(const char* flag, const std::string& why) {
  if (flag_given(flag)) throw Error(fmt::format("--{} would change nothing: {}", flag, why));
}

std::vector<SuitePhase> wanted_phases(const Game& game, bool is_connect_four) {
  std::vector<SuitePhase> phases;
  if (is_connect_four) {
    refuse_given("plies", "connect_four has --phases");
    for (const auto& name : parse_list("phases", FLAGS_phases)) {
      phases.push_back(connect_four_phase(name));
    }
    return phases;
  }
  for (const char* flag : {"phases", "table_mib"}) {
    refuse_given(flag, fmt::format("it is for connect_four, not {}", game.info().name));
  }
  if (FLAGS_plies.empty()) {
    throw Error(fmt::format("name the plies to draw positions of {} at, such as --plies=2-20",
                            game.info().name));
  }
  for (const auto& range : parse_list("plies", FLAGS_plies)) {
    phases.push_back(plies_phase(range, game.info()));
  }
  return phases;
}

std::vector<SuiteFile> wanted_files(const Game& game, bool is_connect_four) {
  if (FLAGS_output.empty()) throw Error("give a folder to write to with --output=DIR");
  // Halves by source, in connect_four also by hard.
  const int parts = is_connect_four ? 4 : 2;
  if (FLAGS_positions < parts || FLAGS_positions % parts != 0) {
    throw Error(
        fmt::format("--positions={}: must be a positive multiple of {}", FLAGS_positions, parts));
  }
  if (FLAGS_table_mib < 1) {
    throw Error(fmt::format("--table_mib={}: must be at least 1", FLAGS_table_mib));
  }
  std::vector<SuiteFile> files;
  for (const std::string& suite : parse_list("suites", FLAGS_suites)) {
    for (const SuitePhase& phase : wanted_phases(game, is_connect_four)) {
      files.push_back({suite_side_of(suite), phase,
                       std::filesystem::path(FLAGS_output) / suite / (phase.name + ".jsonl")});
    }
  }
  return files;
}

std::string line_of(const Game& game, const std::string& game_name, const SuiteCandidate& candidate,
                    const std::string& id, const std::vector<SolvedAction>& actions) {
  int value = -1;
  for (const SolvedAction& solved : actions) value = std::max(value, solved.value);
  Json best = Json::array();
  for (const SolvedAction& solved : actions) {
    if (solved.value == value) best.push_back(game.action_text(solved.action));
  }
  Json line = {{"id", id},
               {"game", game_name},
               {"position", moves_text(game, candidate.moves)},
               {"value", value},
               {"best", best}};
  if (candidate.hard) line["hard"] = *candidate.hard;
  line["source"] = candidate.source == SuiteSource::kRandom ? "random" : "player";
  return line.dump() + "\n";
}

/// The order in which to solve: games that begin alike stand together and share the solver's table.
/// But the shortest comes first, so that a solver to which it is too early says so at once.
std::vector<int> solving_order(const std::vector<SuiteCandidate>& candidates) {
  std::vector<int> order(candidates.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return candidates[a].moves < candidates[b].moves; });
  const auto shortest = std::min_element(order.begin(), order.end(), [&](int a, int b) {
    return candidates[a].moves.size() < candidates[b].moves.size();
  });
  std::rotate(order.begin(), shortest, shortest + 1);
  return order;
}

/// Throws Interrupted.
void make_file(const Game& game, const std::string& game_name, const SuiteFile& file,
               SuiteMaker& maker) {
  const auto drawn =
      maker.draw(file.phase, file.side, FLAGS_positions, FLAGS_seed, &stop_requested());
  if (!drawn) throw Interrupted("stopped while positions were drawn");
  const std::vector<SuiteCandidate>& candidates = *drawn;
  const auto before = std::count_if(candidates.begin(), candidates.end(),
                                    [&](const SuiteCandidate& c) { return maker.knows(c); });
  const std::string name = kSuites[file.side] + "/" + file.phase.name;
  Progress progress(name, "positions", FLAGS_positions, before);
  std::vector<std::string> lines(candidates.size());
  std::int64_t done = before;
  for (const int i : solving_order(candidates)) {
    const bool known = maker.knows(candidates[i]);
    const auto actions = maker.action_values(candidates[i]);
    lines[i] = line_of(game, game_name, candidates[i], fmt::format("{}/{}", name, i + 1), actions);
    progress.update(done += !known);
  }
  progress.clear();
  std::filesystem::create_directories(file.path.parent_path());
  write_file_atomically(file.path, std::accumulate(lines.begin(), lines.end(), std::string()));
  fmt::print("{}: {} positions\n", file.path.string(), lines.size());
}

int make_suites() {
  const auto game = make_game(FLAGS_game);
  const bool is_connect_four = game->info().name == make_game(kConnectFour)->info().name;
  const std::string game_name = is_connect_four ? kConnectFour : game->info().name;
  const std::vector<SuiteFile> files = wanted_files(*game, is_connect_four);
  const std::filesystem::path work = FLAGS_work.empty()
                                         ? std::filesystem::path(FLAGS_output) / "solved.txt"
                                         : std::filesystem::path(FLAGS_work);
  std::filesystem::create_directories(FLAGS_output);
  const auto maker = is_connect_four ? make_connect_four_maker(
                                           *game, static_cast<std::size_t>(FLAGS_table_mib) << 20,
                                           work, &stop_requested())
                                     : make_game_maker(game, work, &stop_requested());
  try {
    for (const SuiteFile& file : files) {
      if (std::filesystem::exists(file.path)) {
        fmt::print("{}: kept\n", file.path.string());
      } else {
        make_file(*game, game_name, file, *maker);
      }
    }
  } catch (const Interrupted&) {
    throw Interrupted("the same command goes on from here");
  }
  return kExitOk;
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const tandem::Program program{
      .name = "tandem-make-suite",
      .summary = "Makes suites: positions labelled by a game's exact solver.",
      .examples =
          "  tandem-make-suite --output=/tmp/suites --phases=end --positions=100\n"
          "  tandem-make-suite --output=/tmp/suites --table_mib=4096   # all; 20 minutes of one "
          "core\n"
          "  tandem-make-suite --output=/tmp/hex6 --game='hex(size=6)' --plies=4-20 "
          "--positions=100\n",
      .details =
          "Half of each file's positions come from games of uniformly random moves, half from "
          "games of\n"
          "mid-strength players. The two suites share no position, nor an image of one under the\n"
          "game's symmetries. The files are the same for the same seed and number of positions,\n"
          "whatever the memory and however often the program was stopped. Solved values are kept "
          "in\n"
          "the work file: after Ctrl-C the same command goes on.\n"
          "\n"
          "connect_four (7x6) has phases: opening (plies 0-7), begin (8-14), middle (15-28), end "
          "(29\n"
          "and more). Its players search 2 to 6 plies, count threats and make up to 40 % random\n"
          "moves; in begin and middle half of each source's positions are hard: the result lies "
          "more\n"
          "than 14 plies ahead. None has an immediate win.\n"
          "\n"
          "Every other game with an exact solver has --plies, drawn from uniformly. Its players "
          "are\n"
          "mcts with 32 to 256 visits, with up to 40 % random moves. No position has a single "
          "legal\n"
          "action. A solver may refuse early plies, or take very long there.\n"
          "\n"
          "Each line: {\"id\", \"game\", \"position\", \"value\" (1 win, 0 draw, -1 loss for the "
          "side\n"
          "to move), \"best\" (every action that keeps it), \"hard\" (connect_four), \"source\"}. "
          "Measure a\n"
          "player on them with tandem-eval --suite.\n\n" +
          tandem::games_help(),
      .source = __FILE__,
      .repeatable = {},
  };
  return tandem::run_program(argc, argv, program, tandem::make_suites);
}
