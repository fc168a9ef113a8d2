#include "training/lab/lab_config.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "engine/files.h"
#include "games/error.h"
#include "games/registry.h"
#include "games/solver.h"
#include "training/lab/arm.h"
#include "training/lab/lab.h"
#include "training/run/config.h"
#include "training/run/text_message.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;

bool is_file_name(const std::string& name) {
  return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == '-';
  });
}

void check_arm(const ArmConfig& arm) {
  if (!is_file_name(arm.name())) {
    throw Error(
        fmt::format("an arm is called '{}': its name must be letters, digits, '_' and '-', since "
                    "files carry it",
                    arm.name()));
  }
  try {
    check_ranges(arm);
  } catch (const Error& error) {
    throw Error(fmt::format("arm {}: {}", arm.name(), error.what()));
  }
  if (arm.lie() > 0 && arm.judge() != ArmConfig::EXACT) {
    throw Error(
        fmt::format("arm {}: only judge EXACT can lie, but lie is {}", arm.name(), arm.lie()));
  }
  if (arm.visits() > 0 && (!makes_candidates(arm) || arm.candidates() == ArmConfig::SAMPLE)) {
    throw Error(fmt::format("arm {}: visits are for candidates TREE, BEST and BEAM", arm.name()));
  }
  if (!makes_candidates(arm) && arm.has_root_uniform_fraction()) {
    throw Error(
        fmt::format("arm {}: root_uniform_fraction is for candidates of its own, and it makes none",
                    arm.name()));
  }
  if (!makes_candidates(arm) && arm.has_judge()) {
    throw Error(
        fmt::format("arm {}: without candidates of its own it has no use for a judge", arm.name()));
  }
  if (arm.judge() == ArmConfig::SHUFFLED && arm.candidates() == ArmConfig::TREE) {
    throw Error(fmt::format(
        "arm {}: a tree search asks its judge while it searches, so verdicts can't be dealt out "
        "afterwards; use candidates BEST, BEAM or SAMPLE with judge SHUFFLED",
        arm.name()));
  }
  if (arm.name() == kBoardName) {
    throw Error(fmt::format("an arm is called {}, as the closed game's results are", kBoardName));
  }
  if (arm.candidates() == ArmConfig::NONE && arm.seed_share() == 0) {
    throw Error(
        fmt::format("arm {}: without candidates and seed pairs there is nothing to train "
                    "on; set seed_share",
                    arm.name()));
  }
}

/// What would have no effect, or another one than it says.
void check_fixed_settings(const LabConfig& config) {
  if (config.search().algorithm() != SearchConfig::GUMBEL) {
    throw Error("search.algorithm: the lab draws its samples by Gumbel's trick, so it is GUMBEL");
  }
  if (config.search().has_solver() && config.search().solver()) {
    throw Error("search.solver: judgements prove nothing, so the lab's solver is off");
  }
  if (config.board().search().has_solver() && config.board().search().solver()) {
    throw Error("board.search.solver: the lab's solver is off, on the board as in the arms");
  }
  if (config.trainer().has_whole_games() && !config.trainer().whole_games()) {
    throw Error("trainer.whole_games: the lab trains on whole sentences, so it is true");
  }
  if (config.trainer().has_reply_policy_weight() && config.trainer().reply_policy_weight() > 0) {
    throw Error("trainer.reply_policy_weight: the lab's network has no such head; leave it out");
  }
}

/// Of real text nobody knows the one right translation, unless a program says it.
void check_parallel(const LabConfig& config) {
  if (!config.has_parallel()) return;
  if (config.has_language()) {
    throw Error("language and parallel are both set, but only one can be the task");
  }
  if (config.parallel().text().empty()) {
    throw Error(
        "parallel.text is empty: name a TSV file of document, source and target, such as "
        "tools/make_debian_corpus makes, or files with commas between");
  }
  if (config.parallel().has_translator()) return;
  for (const ArmConfig& arm : config.arms()) {
    if (makes_candidates(arm) &&
        (arm.judge() == ArmConfig::EXACT || arm.judge() == ArmConfig::SHUFFLED)) {
      throw Error(
          fmt::format("arm {}: judge {} needs somebody who knows the right translation; set "
                      "parallel.translator",
                      arm.name(), ArmConfig::Judge_Name(arm.judge())));
    }
  }
}

/// Now, and not after hours of arms.
void check_board(const LabConfig& config) {
  if (!config.has_board()) return;
  const std::shared_ptr<const Game> game = make_game(config.board().game());
  if (!make_solver(*game)) {
    throw Error(fmt::format("board.game: {} has no exact solver to measure by", game->info().name));
  }
}

}  // namespace

LabConfig read_lab_config(const std::string& source) {
  const bool file = source.find('/') != std::string::npos || source.ends_with(".textproto");
  const fs::path path =
      file ? fs::path(source) : find_data(fs::path("configs/lab") / (source + ".textproto"), {});
  LabConfig config;
  parse_text_message(read_file(path), path.string(), config);
  return config;
}

void check_lab_config(const LabConfig& config) {
  check_ranges(config);
  check_fixed_settings(config);
  check_parallel(config);
  if (config.arms().empty()) throw Error("arms: there is none");
  if (config.seeds().empty()) throw Error("seeds: there is none");
  check_board(config);
  std::set<std::string> names;
  for (const ArmConfig& arm : config.arms()) {
    check_arm(arm);
    if (!names.insert(arm.name()).second) {
      throw Error(fmt::format("two arms are called {}", arm.name()));
    }
  }
  if (std::set<std::uint64_t>(config.seeds().begin(), config.seeds().end()).size() !=
      static_cast<std::size_t>(config.seeds_size())) {
    throw Error("seeds: one is given twice");
  }
}

}  // namespace tandem
