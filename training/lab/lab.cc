#include "training/lab/lab.h"

#include <omp.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <mutex>
#include <utility>

#include "engine/evaluation/lanes.h"
#include "engine/files.h"
#include "engine/progress.h"
#include "games/error.h"
#include "training/lab/statistics/interval.h"
#include "training/run/text_message.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

void claim_folder(const LabConfig& config, const fs::path& folder) {
  for (const char* part : {"starts", "results"}) {
    std::error_code error;
    fs::create_directories(folder / part, error);
    if (error) {
      throw Error(
          fmt::format("can't make the folder {}: {}", (folder / part).string(), error.message()));
    }
  }
  const fs::path file = folder / "config.textproto";
  const std::string text = print_text_message(config);
  if (!fs::exists(file)) return write_file_atomically(file, text);
  LabConfig stored;
  parse_text_message(read_file(file), file.string(), stored);
  if (print_text_message(stored) != text) {
    throw Error(fmt::format(
        "{} holds a lab of another config; name a new folder, or run the one that is stored: "
        "--config={}",
        folder.string(), file.string()));
  }
}

Json json_of(const std::vector<Iteration>& iterations) {
  Json list = Json::array();
  for (const Iteration& i : iterations) {
    list.push_back({{"iteration", i.number},
                    {"known", i.scores.known},
                    {"novel", i.scores.novel},
                    {"rare", i.scores.rare},
                    {"idioms", i.scores.idioms},
                    {"reward", i.reward},
                    {"true_reward", i.true_reward},
                    {"evaluations", i.evaluations},
                    {"policy_loss", i.policy_loss},
                    {"cpu_seconds", i.cpu_seconds}});
  }
  return list;
}

std::vector<Iteration> iterations_of(const fs::path& file) {
  std::vector<Iteration> iterations;
  try {
    for (const Json& entry : Json::parse(read_file(file))) {
      Iteration& i = iterations.emplace_back();
      i.number = entry.at("iteration");
      i.scores = {entry.at("known"), entry.at("novel"), entry.at("rare"), entry.at("idioms")};
      i.reward = entry.at("reward");
      i.true_reward = entry.at("true_reward");
      i.evaluations = entry.at("evaluations");
      i.policy_loss = entry.at("policy_loss");
      i.cpu_seconds = entry.at("cpu_seconds");
    }
  } catch (const Json::exception& error) {
    throw Error(fmt::format("{} is no result of the lab ({}); remove it to have it made again",
                            file.string(), error.what()));
  }
  return iterations;
}

/// What one seed's arms share, made when the first of them needs it.
class SharedStart {
 public:
  SharedStart(const LabConfig& config, const fs::path& folder, std::uint64_t seed)
      : config_(config), folder_(folder / "starts"), seed_(seed) {}

  const LabTask& task() {
    prepare();
    return *task_;
  }
  const StartPoint& point() {
    prepare();
    return point_;
  }

 private:
  void prepare() {
    const std::scoped_lock lock(mutex_);
    if (task_) return;
    auto task = std::make_unique<LabTask>(make_task(config_, seed_));
    const fs::path forward = folder_ / fmt::format("{}.forward.safetensors", seed_);
    const fs::path backward = folder_ / fmt::format("{}.backward.safetensors", seed_);
    if (fs::exists(forward) && fs::exists(backward)) {
      point_ = {read_file(forward), read_file(backward)};
    } else {
      point_ = train_start(*task, config_, seed_);
      write_file_atomically(forward, point_.forward);
      write_file_atomically(backward, point_.backward);
    }
    task_ = std::move(task);
  }

  const LabConfig& config_;
  const fs::path folder_;
  const std::uint64_t seed_;
  std::mutex mutex_;
  std::unique_ptr<LabTask> task_;
  StartPoint point_;
};

struct Piece {
  const ArmConfig* arm;
  std::uint64_t seed;
  SharedStart* start;
  fs::path file;
};

class Runner {
 public:
  Runner(const LabConfig& config, const std::atomic<bool>& stop, std::int64_t total,
         std::int64_t before)
      : config_(config),
        stop_(stop),
        progress_("lab", "iterations", total, before),
        done_(before) {}

  void run(const Piece& piece) {
    omp_set_num_threads(1);
    throw_if_stopped();
    Arm arm(piece.start->task(), config_, *piece.arm, piece.seed, piece.start->point());
    std::vector<Iteration> iterations = {arm.start()};
    while (static_cast<int>(iterations.size()) <= config_.iterations()) {
      throw_if_stopped();
      iterations.push_back(arm.iterate());
      progress_.update(++done_, fmt::format("{} {}: known {:.1f} %", piece.arm->name(), piece.seed,
                                            100 * iterations.back().scores.known));
    }
    write_file_atomically(piece.file, json_of(iterations).dump(1) + "\n");
  }

 private:
  void throw_if_stopped() const {
    if (stop_)
      throw Interrupted("stopped; the same command goes on from the arms that are finished");
  }

  const LabConfig& config_;
  const std::atomic<bool>& stop_;
  Progress progress_;
  std::atomic<std::int64_t> done_;
};

std::vector<double> final_scores(const ArmResults& results, double Scores::*score) {
  std::vector<double> values;
  for (const auto& [seed, iterations] : results) {
    values.push_back(100 * (iterations.back().scores.*score));
  }
  return values;
}

std::string interval_text(const MeanInterval& mean) {
  return fmt::format("{:.1f} ({:.1f} to {:.1f})", mean.mean, mean.interval.low, mean.interval.high);
}

std::string mean_text(const std::vector<double>& values) {
  return values.size() < 2 ? fmt::format("{:.1f}", values.front())
                           : interval_text(mean_interval(values));
}

const ArmConfig* control_of(const LabConfig& config) {
  for (const ArmConfig& arm : config.arms()) {
    if (arm.candidates() == ArmConfig::NONE) return &arm;
  }
  return nullptr;
}

}  // namespace

LabResults run_lab(const LabConfig& config, const fs::path& folder, const std::atomic<bool>& stop) {
  claim_folder(config, folder);
  std::map<std::uint64_t, std::unique_ptr<SharedStart>> starts;
  std::vector<Piece> pieces;
  std::int64_t finished = 0;
  // Arm by arm, so that early arms are complete early.
  for (const ArmConfig& arm : config.arms()) {
    for (const std::uint64_t seed : config.seeds()) {
      std::unique_ptr<SharedStart>& start = starts[seed];
      if (!start) start = std::make_unique<SharedStart>(config, folder, seed);
      const fs::path file = folder / "results" / fmt::format("{}.{}.json", arm.name(), seed);
      if (fs::exists(file)) {
        ++finished;
      } else {
        pieces.push_back({&arm, seed, start.get(), file});
      }
    }
  }
  const std::int64_t each = config.iterations();
  Runner runner(config, stop, each * (finished + static_cast<std::int64_t>(pieces.size())),
                each * finished);
  run_in_lanes(0, pieces.size(), [&](std::size_t i) { runner.run(pieces[i]); });

  LabResults results;
  for (const ArmConfig& arm : config.arms()) {
    for (const std::uint64_t seed : config.seeds()) {
      results[arm.name()][seed] =
          iterations_of(folder / "results" / fmt::format("{}.{}.json", arm.name(), seed));
    }
  }
  return results;
}

std::string lab_csv(const LabConfig& config, const LabResults& results) {
  std::string text =
      "arm,seed,iteration,known,novel,rare,idioms,reward,true_reward,evaluations,policy_loss,"
      "cpu_seconds\n";
  for (const ArmConfig& arm : config.arms()) {
    for (const auto& [seed, iterations] : results.at(arm.name())) {
      for (const Iteration& i : iterations) {
        text += fmt::format("{},{},{},{:.4f},{:.4f},{:.4f},{:.4f},{:.4f},{:.4f},{},{:.5f},{:.2f}\n",
                            arm.name(), seed, i.number, i.scores.known, i.scores.novel,
                            i.scores.rare, i.scores.idioms, i.reward, i.true_reward, i.evaluations,
                            i.policy_loss, i.cpu_seconds);
      }
    }
  }
  return text;
}

std::string lab_table(const LabConfig& config, const LabResults& results) {
  const ArmConfig* control = control_of(config);
  std::string text = fmt::format(
      "| arm | known % | novel % | rare % | idioms % | known, minus {} "
      "|\n|---|---|---|---|---|---|\n",
      control ? control->name() : "control");
  for (const ArmConfig& arm : config.arms()) {
    const ArmResults& of_arm = results.at(arm.name());
    std::string difference = "-";
    if (control && control != &arm && config.seeds_size() > 1) {
      difference = interval_text(
          paired_difference(final_scores(of_arm, &Scores::known),
                            final_scores(results.at(control->name()), &Scores::known)));
    }
    text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", arm.name(),
                        mean_text(final_scores(of_arm, &Scores::known)),
                        mean_text(final_scores(of_arm, &Scores::novel)),
                        mean_text(final_scores(of_arm, &Scores::rare)),
                        mean_text(final_scores(of_arm, &Scores::idioms)), difference);
  }
  return text;
}

}  // namespace tandem
