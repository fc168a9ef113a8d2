// tandem-solve: labelled positions, solved exactly and compared with their labels.
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <gflags/gflags.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/progress.h"
#include "games/error.h"
#include "games/position_text.h"
#include "games/registry.h"
#include "games/solver.h"
#include "tools/command_line.h"
#include "tools/labelled_positions.h"

DEFINE_string(positions, "", "File of labelled positions, one JSON object a line.");
DEFINE_string(position, "", "One position instead, with --game: \"startpos moves d3 c5\".");
DEFINE_string(game, "", "The game of --position, or of lines that name none.");
DEFINE_int32(limit, 0, "At most so many positions of the file, from its beginning; 0: all.");
DEFINE_double(max_seconds, 0, "Give up a position after so long; 0: never.");

namespace tandem {
namespace {

using Clock = std::chrono::steady_clock;

LabelledPosition position_of_flags() {
  if (FLAGS_game.empty()) throw Error("--position needs --game");
  LabelledPosition problem;
  problem.where = "--position";
  problem.game = make_game(FLAGS_game);
  problem.position = parse_position_text(*problem.game, FLAGS_position).position;
  if (problem.position->is_terminal()) {
    throw Error(fmt::format("--position={}: the game is over there", FLAGS_position));
  }
  return problem;
}

/// Sets a flag when the person asks to stop, or when a position's time is over.
class Watch {
 public:
  Watch() : thread_([this](const std::stop_token& token) { run(token); }) {}

  const std::atomic<bool>* flag() const { return &flag_; }

  /// The next position's time begins.
  void restart() {
    const std::lock_guard lock(mutex_);
    start_ = Clock::now();
    flag_ = stop_requested().load();
  }

 private:
  void run(const std::stop_token& token) {
    while (!token.stop_requested()) {
      check();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  void check() {
    const std::lock_guard lock(mutex_);
    const std::chrono::duration<double> seconds = Clock::now() - start_;
    const bool late = FLAGS_max_seconds > 0 && seconds.count() > FLAGS_max_seconds;
    if (late || stop_requested()) flag_ = true;
  }

  std::mutex mutex_;
  Clock::time_point start_ = Clock::now();
  std::atomic<bool> flag_ = false;
  std::jthread thread_;  // last: it uses the others
};

/// Of each legal action, ascending: margins where the game counts points and they are asked for,
/// else values.
using Solved = std::vector<std::pair<Action, int>>;

Solved solve(Solver& solver, const LabelledPosition& problem, bool with_margins) {
  Solved solved;
  if (with_margins) {
    if (const auto margins = solver.margins(*problem.position)) {
      for (const SolvedMargin& move : *margins) solved.emplace_back(move.action, move.margin);
      return solved;
    }
    if (problem.has_margins()) {
      throw Error(fmt::format("\"value_discs\" and \"discs\": the solver of {} knows no margins",
                              problem.game->info().name));
    }
  }
  for (const SolvedAction& move : solver.solve(*problem.position)) {
    solved.emplace_back(move.action, move.value);
  }
  return solved;
}

int best_of(const Solved& solved) {
  return std::ranges::max_element(solved, {}, &Solved::value_type::second)->second;
}

std::vector<Action> best_actions(const Solved& solved) {
  std::vector<Action> best;
  for (const auto& [action, score] : solved) {
    if (score == best_of(solved)) best.push_back(action);
  }
  return best;
}

std::string moves_list(const Game& game, const std::vector<Action>& actions) {
  std::vector<std::string> texts;
  for (const Action action : actions) texts.push_back(game.action_text(action));
  return fmt::format("{}", fmt::join(texts, " "));
}

/// What of the labels is not so; empty if all of it is.
std::vector<std::string> contradictions(const LabelledPosition& problem, const Solved& solved) {
  const Labels& labels = problem.labels;
  const int score = best_of(solved);
  std::vector<std::string> wrong;
  const int value = (score > 0) - (score < 0);
  if (labels.value && *labels.value != value) {
    wrong.push_back(fmt::format("value {}, solved {}", *labels.value, value));
  }
  if (labels.value_discs && *labels.value_discs != score) {
    wrong.push_back(fmt::format("value_discs {}, solved {}", *labels.value_discs, score));
  }
  for (const auto& [action, discs] : solved) {
    const auto label = labels.discs.find(action);
    if (label != labels.discs.end() && label->second != discs) {
      wrong.push_back(
          fmt::format("{} {}, solved {}", problem.game->action_text(action), label->second, discs));
    }
  }
  if (!labels.best.empty() && labels.best != best_actions(solved)) {
    wrong.push_back(fmt::format("best {}, solved {}", moves_list(*problem.game, labels.best),
                                moves_list(*problem.game, best_actions(solved))));
  }
  return wrong;
}

std::string cost_text(std::uint64_t nodes, double seconds) {
  if (nodes == 0) return fmt::format("{:.2f} s", seconds);
  return fmt::format("{:.2f} s, {} nodes, {:.2f} M nodes/s", seconds, nodes,
                     static_cast<double>(nodes) / seconds / 1e6);
}

/// Solves problems with one solver for each game.
class Session {
 public:
  /// None if its time was over. Throws Interrupted if the person stopped it.
  std::optional<Solved> solve(const LabelledPosition& problem, bool with_margins) {
    watch_.restart();
    Solver& solver = solver_of(problem);
    const std::uint64_t before = solver.nodes();
    const Clock::time_point start = Clock::now();
    std::optional<Solved> solved;
    try {
      solved = tandem::solve(solver, problem, with_margins);
    } catch (const Interrupted&) {
      if (stop_requested()) throw;
    } catch (const Error& error) {
      throw Error(fmt::format("{}: {}", problem.where, error.what()));
    }
    seconds_ = std::chrono::duration<double>(Clock::now() - start).count();
    nodes_ = solver.nodes() - before;
    return solved;
  }

  /// What the last solve() took.
  double seconds() const { return seconds_; }
  std::uint64_t nodes() const { return nodes_; }

 private:
  Solver& solver_of(const LabelledPosition& problem) {
    const std::string& name = problem.game->info().name;
    std::unique_ptr<Solver>& solver = solvers_[name];
    if (!solver) {
      games_.push_back(problem.game);
      solver = make_solver(*problem.game, watch_.flag());
      if (!solver) {
        throw Error(fmt::format("{}: there is no exact solver for {}", problem.where, name));
      }
    }
    return *solver;
  }

  Watch watch_;
  std::vector<std::shared_ptr<const Game>> games_;  // outlive their solvers
  std::map<std::string, std::unique_ptr<Solver>> solvers_;
  double seconds_ = 0;
  std::uint64_t nodes_ = 0;
};

/// Prints the values of one position's actions.
int solve_position() {
  const LabelledPosition problem = position_of_flags();
  Session session;
  const std::optional<Solved> solved = session.solve(problem, true);
  if (!solved) {
    fmt::print("not solved in {} s\n", FLAGS_max_seconds);
    return kExitOk;
  }
  for (const auto& [action, score] : *solved) {
    fmt::print("{} {:+}\n", problem.game->action_text(action), score);
  }
  fmt::print("{}\n", cost_text(session.nodes(), session.seconds()));
  return kExitOk;
}

int solve_file() {
  const std::vector<LabelledPosition> problems =
      read_labelled_positions(FLAGS_positions, FLAGS_game, FLAGS_limit);
  Session session;
  Progress progress("solve", "positions", static_cast<std::int64_t>(problems.size()));
  std::size_t reproduced = 0;
  double seconds = 0;
  std::uint64_t nodes = 0;
  for (std::size_t i = 0; i < problems.size(); ++i) {
    const LabelledPosition& problem = problems[i];
    if (stop_requested()) throw Interrupted(fmt::format("before {}", problem.id));
    progress.update(static_cast<std::int64_t>(i), problem.id);
    const std::optional<Solved> solved = session.solve(problem, problem.has_margins());
    seconds += session.seconds();
    nodes += session.nodes();
    std::string verdict = fmt::format("not solved in {} s", FLAGS_max_seconds);
    if (solved) {
      const std::vector<std::string> wrong = contradictions(problem, *solved);
      reproduced += wrong.empty();
      verdict =
          wrong.empty() ? "reproduced" : fmt::format("NOT reproduced: {}", fmt::join(wrong, "; "));
    }
    progress.clear();
    fmt::print("{}: {}, {}\n", problem.id, verdict, cost_text(session.nodes(), session.seconds()));
    std::fflush(stdout);
  }
  fmt::print("{} of {} reproduced, {}\n", reproduced, problems.size(), cost_text(nodes, seconds));
  return kExitOk;
}

int solve_all() {
  if (FLAGS_positions.empty() == FLAGS_position.empty()) {
    throw Error("give either a file, --positions=FILE, or one position, --position and --game");
  }
  if (FLAGS_limit < 0) throw Error(fmt::format("--limit={}: must not be negative", FLAGS_limit));
  if (!(FLAGS_max_seconds >= 0 && FLAGS_max_seconds < 1e9)) {
    throw Error(fmt::format("--max_seconds={}: must be from 0 to a billion", FLAGS_max_seconds));
  }
  return FLAGS_positions.empty() ? solve_position() : solve_file();
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const tandem::Program program{
      .name = "tandem-solve",
      .summary = "Solves labelled positions exactly and compares the results with their labels.",
      .examples =
          "  tandem-solve --positions=problems.jsonl --max_seconds=600\n"
          "  tandem-solve --game='othello(size=4)' --position=startpos\n",
      .details =
          "Each line of the file: {\"id\", \"game\", \"position\"} and any of the labels \"value\" "
          "(1 win,\n"
          "0 draw, -1 loss for the side to move), \"best\" (every move that keeps it),\n"
          "\"value_discs\" and \"discs\" ({move: final difference for the side to move}; \"best\" "
          "are\n"
          "then the moves of the greatest). A position counts as reproduced if all its labels "
          "are\n"
          "what the game's exact solver finds.\n\n" +
          tandem::games_help(),
      .source = __FILE__,
      .repeatable = {},
  };
  return tandem::run_program(argc, argv, program, tandem::solve_all);
}
