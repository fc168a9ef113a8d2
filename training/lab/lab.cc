#include "training/lab/lab.h"

#include <omp.h>

#include <fmt/format.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluation/lanes.h"
#include "engine/progress.h"
#include "games/error.h"
#include "training/lab/arm.h"
#include "training/lab/board.h"
#include "training/lab/lab_folder.h"
#include "training/lab/task_maker.h"

namespace tandem {
namespace {

/// What one seed's arms share, made when the first of them needs it.
class SharedStart {
 public:
  SharedStart(const LabConfig& config, const TaskMaker& tasks, LabFolder& folder,
              std::uint64_t seed)
      : config_(config), tasks_(tasks), folder_(folder), seed_(seed) {}

  /// Returns when the rest may be asked for.
  void prepare(const std::atomic<bool>& stop) {
    const std::scoped_lock lock(mutex_);
    if (meter_) return;
    if (!task_) task_ = std::make_unique<LabTask>(tasks_.make(seed_));
    if (std::optional<StartPoint> stored = folder_.start(seed_)) {
      point_ = std::move(*stored);
    } else {
      point_ = train_start(*task_, config_, seed_, stop);
      folder_.write_start(seed_, point_);
    }
    meter_ = std::make_unique<NetworkMeter>(*task_);
  }

  const LabTask& task() const { return *task_; }
  const NetworkMeter& meter() const { return *meter_; }
  const StartPoint& point() const { return point_; }

 private:
  const LabConfig& config_;
  const TaskMaker& tasks_;
  LabFolder& folder_;
  const std::uint64_t seed_;
  std::mutex mutex_;
  std::unique_ptr<LabTask> task_;
  std::unique_ptr<NetworkMeter> meter_;
  StartPoint point_;
};

/// One arm, or the board, with one seed.
struct Piece {
  const ArmConfig* arm = nullptr;  ///< null: the board
  std::string name;
  std::uint64_t seed = 0;
  SharedStart* start = nullptr;  ///< of an arm
};

class Runner {
 public:
  Runner(const LabConfig& config, LabFolder& folder, const std::atomic<bool>& stop,
         std::int64_t total, std::int64_t before)
      : config_(config),
        folder_(folder),
        stop_(stop),
        progress_("lab", "iterations", total, before),
        done_(before) {}

  void run(const Piece& piece) {
    omp_set_num_threads(1);
    if (piece.start) piece.start->prepare(stop_);
    try {
      study(piece);
    } catch (const Interrupted&) {
      throw;
    } catch (const Error& error) {
      const std::scoped_lock lock(mutex_);
      failures_.push_back(fmt::format("{}, seed {}: {}", piece.name, piece.seed, error.what()));
    }
  }

  const std::vector<std::string>& failures() const { return failures_; }

 private:
  void study(const Piece& piece) {
    if (piece.arm == nullptr) {
      BoardStudy board(config_, piece.seed);
      return iterate(piece, board);
    }
    Arm arm(piece.start->task(), piece.start->meter(), config_, *piece.arm, piece.seed,
            piece.start->point());
    iterate(piece, arm);
  }

  template <typename Study>
  void iterate(const Piece& piece, Study& study) {
    std::vector<Iteration> iterations = {study.start()};
    while (static_cast<int>(iterations.size()) <= config_.iterations()) {
      if (stop_) {
        throw Interrupted("stopped; the same command goes on from the arms that are finished");
      }
      iterations.push_back(study.iterate());
      progress_.update(++done_, fmt::format("{} {}: known {:.1f} %", piece.name, piece.seed,
                                            100 * iterations.back().measures.at("known.exact")));
    }
    folder_.write_result(piece.name, piece.seed, iterations);
  }

  const LabConfig& config_;
  LabFolder& folder_;
  const std::atomic<bool>& stop_;
  Progress progress_;
  std::atomic<std::int64_t> done_;
  std::mutex mutex_;
  std::vector<std::string> failures_;
};

}  // namespace

std::vector<std::uint64_t> seeds_of(const LabConfig& config, bool headline) {
  std::vector<std::uint64_t> seeds(config.seeds().begin(), config.seeds().end());
  const auto ordinary = static_cast<std::size_t>(config.ordinary_seeds());
  if (!headline && ordinary > 0 && ordinary < seeds.size()) seeds.resize(ordinary);
  return seeds;
}

LabStudy run_lab(const LabConfig& config, const std::filesystem::path& path,
                 const std::atomic<bool>& stop) {
  LabFolder folder(config, path);
  const TaskMaker tasks(config, folder.translations(), stop);
  std::map<std::uint64_t, std::unique_ptr<SharedStart>> starts;
  for (const std::uint64_t seed : config.seeds()) {
    starts[seed] = std::make_unique<SharedStart>(config, tasks, folder, seed);
  }
  // Arm by arm, so that early arms are complete early.
  std::vector<Piece> all;
  for (const ArmConfig& arm : config.arms()) {
    for (const std::uint64_t seed : seeds_of(config, arm.headline())) {
      all.push_back({&arm, arm.name(), seed, starts.at(seed).get()});
    }
  }
  if (config.has_board()) {
    for (const std::uint64_t seed : seeds_of(config, /*headline=*/false)) {
      all.push_back({nullptr, kBoardName, seed});
    }
  }
  std::vector<Piece> left;
  for (const Piece& piece : all) {
    if (!folder.has_result(piece.name, piece.seed)) left.push_back(piece);
  }

  const std::int64_t each = config.iterations();
  const auto total = static_cast<std::int64_t>(all.size());
  Runner runner(config, folder, stop, each * total,
                each * (total - static_cast<std::int64_t>(left.size())));
  run_in_lanes(0, left.size(), [&](std::size_t i) { runner.run(left[i]); });

  LabStudy study{{}, runner.failures()};
  for (const Piece& piece : all) {
    if (!folder.has_result(piece.name, piece.seed)) continue;
    study.results[piece.name][piece.seed] = folder.result(piece.name, piece.seed);
  }
  return study;
}

}  // namespace tandem
