// tandem-make-suite: Connect Four positions with exact labels, as suites for tandem-eval.
#include <fmt/core.h>
#include <gflags/gflags.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "engine/files.h"
#include "engine/progress.h"
#include "games/connect_four/connect_four.h"
#include "games/connect_four/solver.h"
#include "games/error.h"
#include "games/position_text.h"
#include "games/registry.h"
#include "tools/command_line.h"
#include "tools/suite_candidates.h"
#include "tools/suite_labels.h"

DEFINE_string(output, "",
              "Folder to write to: OUTPUT/SUITE/PHASE.jsonl. Files there are kept as they are.");
DEFINE_string(suites, "development,report", "Which suites, of development and report.");
DEFINE_string(phases, "middle,end,begin,opening", "Which phases, in this order.");
DEFINE_int32(positions, 1000, "Positions in each file; a multiple of 4.");
DEFINE_uint64(seed, 1, "Seed of the games that the positions are drawn from.");
DEFINE_int32(table_mib, 1024, "Memory of the solver's table, MiB; the power of two below is used.");
DEFINE_string(
    work, "",
    "File of solved values, to go on from after an interruption; default OUTPUT/solved.txt.");

namespace tandem {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kGame[] = "connect_four";

const std::vector<std::string> kSuites = {"development", "report"};

struct SuiteFile {
  int side = 0;
  const SuitePhase* phase = nullptr;
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

const SuitePhase& phase_of(const std::string& name) {
  for (const SuitePhase& phase : suite_phases()) {
    if (phase.name == name) return phase;
  }
  throw Error(fmt::format(
      "--phases: unknown phase \"{}\"; there are opening, begin, middle and end", name));
}

std::vector<SuiteFile> wanted_files() {
  if (FLAGS_output.empty()) throw Error("give a folder to write to with --output=DIR");
  if (FLAGS_positions < 4 || FLAGS_positions % 4 != 0) {
    throw Error(fmt::format("--positions={}: must be a positive multiple of 4", FLAGS_positions));
  }
  if (FLAGS_table_mib < 1) {
    throw Error(fmt::format("--table_mib={}: must be at least 1", FLAGS_table_mib));
  }
  std::vector<SuiteFile> files;
  for (const std::string& suite : parse_list("suites", FLAGS_suites)) {
    for (const std::string& name : parse_list("phases", FLAGS_phases)) {
      files.push_back({suite_side_of(suite), &phase_of(name),
                       std::filesystem::path(FLAGS_output) / suite / (name + ".jsonl")});
    }
  }
  return files;
}

std::string line_of(const Game& game, const SuiteCandidate& candidate, const std::string& id,
                    const std::vector<SolvedAction>& actions) {
  int value = -1;
  for (const SolvedAction& solved : actions) value = std::max(value, solved.value);
  Json best = Json::array();
  for (const SolvedAction& solved : actions) {
    if (solved.value == value) best.push_back(game.action_text(solved.action));
  }
  const Json line = {{"id", id},
                     {"game", kGame},
                     {"position", moves_text(game, candidate.moves)},
                     {"value", value},
                     {"best", best},
                     {"hard", candidate.hard},
                     {"source", candidate.source == SuiteSource::kRandom ? "random" : "player"}};
  return line.dump() + "\n";
}

/// The order in which to solve: games that begin alike stand together and share the solver's table.
std::vector<int> solving_order(const std::vector<SuiteCandidate>& candidates) {
  std::vector<int> order(candidates.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return candidates[a].moves < candidates[b].moves; });
  return order;
}

/// False if it was interrupted.
bool make_file(const Game& game, const SuiteFile& file, SuiteSampler& sampler,
               SuiteLabels& labels) {
  const auto drawn =
      sampler.draw(*file.phase, file.side, FLAGS_positions, FLAGS_seed, &stop_requested());
  if (!drawn) return false;
  const std::vector<SuiteCandidate>& candidates = *drawn;
  const auto before = std::count_if(candidates.begin(), candidates.end(),
                                    [&](const SuiteCandidate& c) { return labels.knows(c.board); });
  const std::string name = kSuites[file.side] + "/" + file.phase->name;
  Progress progress(name, "positions", FLAGS_positions, before);
  std::vector<std::string> lines(candidates.size());
  std::int64_t done = before;
  for (const int i : solving_order(candidates)) {
    const bool known = labels.knows(candidates[i].board);
    const auto actions = labels.action_values(candidates[i].board);
    if (!actions || stop_requested()) return false;
    lines[i] = line_of(game, candidates[i], fmt::format("{}/{}", name, i + 1), *actions);
    progress.update(done += !known);
  }
  progress.clear();
  std::filesystem::create_directories(file.path.parent_path());
  write_file_atomically(file.path, std::accumulate(lines.begin(), lines.end(), std::string()));
  fmt::print("{}: {} positions\n", file.path.string(), lines.size());
  return true;
}

int make_suites() {
  const std::vector<SuiteFile> files = wanted_files();
  const auto game = make_game(kGame);
  const auto solver =
      make_connect_four_solver(*game, static_cast<std::size_t>(FLAGS_table_mib) << 20);
  solver->stop_when(&stop_requested());
  const auto geometry = connect_four_geometry(*game);
  std::filesystem::create_directories(FLAGS_output);
  SuiteLabels labels(geometry, *solver,
                     FLAGS_work.empty() ? std::filesystem::path(FLAGS_output) / "solved.txt"
                                        : std::filesystem::path(FLAGS_work));
  SuiteSampler sampler(geometry);
  for (const SuiteFile& file : files) {
    if (std::filesystem::exists(file.path)) {
      fmt::print("{}: kept\n", file.path.string());
    } else if (!make_file(*game, file, sampler, labels)) {
      fmt::print(stderr, "stopped; the same command goes on from here\n");
      return kExitInterrupted;
    }
  }
  return kExitOk;
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const tandem::Program program{
      .name = "tandem-make-suite",
      .summary = "Makes suites: Connect Four positions labelled by the exact solver.",
      .examples =
          "  tandem-make-suite --output=/tmp/suites --phases=end --positions=100\n"
          "  tandem-make-suite --output=/tmp/suites --table_mib=4096   # all; 20 minutes of one "
          "core\n",
      .details =
          "Phases: opening (plies 0-7), begin (8-14), middle (15-28), end (29 and more). Half of\n"
          "each file's positions come from games of uniformly random moves, half from games of\n"
          "mid-strength players (search of 2 to 6 plies that counts threats, up to 40 % random\n"
          "moves); in begin and middle half of each are hard: the result lies more than 14 plies\n"
          "ahead. None has an immediate win. The two suites share no position, nor its mirror\n"
          "image. The files are the same for the same seed and number of positions, whatever the\n"
          "memory and however often the program was stopped. Solved values are kept in the work\n"
          "file: after Ctrl-C the same command goes on.\n"
          "\n"
          "Each line: {\"id\", \"game\", \"position\", \"value\" (1 win, 0 draw, -1 loss for the "
          "side\n"
          "to move), \"best\" (every action that keeps it), \"hard\", \"source\"}. Measure a "
          "player on\n"
          "them with tandem-eval --suite.\n",
      .source = __FILE__,
      .repeatable = {},
  };
  return tandem::run_program(argc, argv, program, tandem::make_suites);
}
