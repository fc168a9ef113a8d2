#include "training/learning/training_loop.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/network/threads.h"
#include "engine/progress.h"
#include "training/learning/precision_check.h"
#include "training/learning/schedule.h"
#include "training/learning/strength.h"
#include "training/learning/training_report.h"
#include "training/learning/training_run.h"
#include "training/run/metrics.h"

namespace tandem {
namespace {

using Clock = std::chrono::steady_clock;

// A generation that needs longer than this after a request to stop is abandoned.
constexpr double kPatience = 30;

constexpr int kAgreementPositions = 1024;

double process_cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Wall and CPU seconds of this process, and of the whole run.
class RunClock {
 public:
  void set_before(const Manifest& manifest) {
    wall_before_ = manifest.wall_seconds();
    cpu_before_ = manifest.cpu_seconds();
  }
  double elapsed() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }
  double run_wall() const { return wall_before_ + elapsed(); }
  double run_cpu() const { return cpu_before_ + process_cpu_seconds() - cpu_start_; }

 private:
  Clock::time_point start_ = Clock::now();
  double cpu_start_ = process_cpu_seconds();
  double wall_before_ = 0;
  double cpu_before_ = 0;
};

/// Runs one piece of work on a thread of its own while the calling thread looks after progress and
/// signals.
class Background {
 public:
  explicit Background(std::function<void()> work)
      : thread_([this, work = std::move(work)] {
          try {
            work();
          } catch (...) {
            error_ = std::current_exception();
          }
          const std::lock_guard lock(mutex_);
          done_ = true;
          changed_.notify_all();
        }) {}
  ~Background() {
    if (thread_.joinable()) thread_.join();
  }

  /// Waits for the end at most a tenth of a second; true at the end.
  bool wait() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::milliseconds(100), [this] { return done_; });
  }

  /// After the end: throws what the work threw.
  void finish() {
    thread_.join();
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  std::exception_ptr error_;
  std::thread thread_;
};

class TrainingLoop {
 public:
  TrainingLoop(RunDirectory& directory, const RunConfig& config, const TrainingOptions& options)
      : options_(options),
        threads_(options.threads > 0 ? options.threads
                                     : static_cast<int>(std::thread::hardware_concurrency())),
        parallelism_(tbb::global_control::max_allowed_parallelism, threads_),
        arena_(threads_),
        meter_(RunGames(config), config.measure(), config.seed()),
        run_(directory, config),
        metrics_(directory.path()),
        budget_(options.max_seconds, expected_generation(run_.manifest())) {
    clock_.set_before(run_.manifest());
    announce(directory);
  }

  TrainingOutcome run() {
    if (!run_.resumed()) measure();
    while (another_generation()) {
      if (!play_generation()) break;
      if (meter_.due(clock_.elapsed())) measure();
    }
    if (measured_generation_ != generation() && !stopping()) measure();
    status_.clear();
    return {generation(), stopping()};
  }

 private:
  static double expected_generation(const Manifest& manifest) {
    return manifest.generation() > 0 ? manifest.wall_seconds() / manifest.generation() : 0;
  }

  int generation() const { return run_.manifest().generation(); }
  bool stopping() const { return options_.stop != nullptr && options_.stop->load(); }

  /// Says what happens and on what, to people and to the metrics.
  void announce(const RunDirectory& directory) {
    for (const std::string& report : run_.reports()) status_.print("note: " + report);
    announce_changes();
    status_.print(fmt::format("{}: {} {}, generation {}, {} threads", directory.path().string(),
                              run_.games().names(), run_.resumed() ? "goes on" : "begins",
                              generation(), threads_));
    const std::string training =
        choose_training_hardware(run_.config().trainer().precision()).precision == BF16 ? "bf16"
                                                                                        : "fp32";
    status_.print(fmt::format("self-play on {}; training on CPU in {}",
                              run_.self_play_hardware().description, training));
    std::map<std::string, std::string> texts = {{"hardware", run_.self_play_hardware().description},
                                                {"training_precision", training}};
    if (run_.self_play_hardware().precision == BF16) {
      texts["bf16_agreement"] = announce_agreement();
    }
    metrics_.write("start", generation(), {{"threads", threads_}}, texts);
  }

  void announce_changes() {
    std::map<std::string, std::string> changes;
    for (const FieldChange& change : run_.changes()) {
      changes[change.field] = change.before + " -> " + change.after;
      status_.print(fmt::format("changed from here on: {} {} -> {}", change.field, change.before,
                                change.after));
    }
    if (!changes.empty()) metrics_.write("config_change", generation(), {}, changes);
  }

  /// A sentence for each game, which is named where there are several.
  std::string announce_agreement() {
    const RunGames& games = run_.games();
    std::vector<std::string> texts;
    for (int i = 0; i < games.size(); ++i) {
      const Agreement agreement = check_bf16(*games[i], run_.checkpoint(), run_.games_in_flight(),
                                             kAgreementPositions / games.size());
      const std::string of = games.size() > 1 ? games[i]->info().name + ": " : "";
      texts.push_back(of + agreement.to_text());
      status_.print("bf16 against fp32: " + texts.back());
      const std::string warning = agreement_warning(agreement);
      if (!warning.empty()) status_.print("warning: " + of + warning);
    }
    return fmt::format("{}", fmt::join(texts, "; "));
  }

  bool another_generation() {
    if (stopping()) return false;
    if (options_.max_generations && generation() >= *options_.max_generations) return false;
    return budget_.allows_generation(clock_.elapsed(), meter_.last_seconds());
  }

  /// False if the generation was abandoned.
  bool play_generation() {
    GenerationWatch watch;
    GenerationResult result;
    const double begun = clock_.elapsed();
    Background work([&] { arena_.execute([&] { result = run_.play_generation(watch); }); });
    double stop_seen = -1;
    while (!work.wait()) {
      if (stopping() && stop_seen < 0) stop_seen = begin_stopping(begun, watch);
      if (stop_seen >= 0 && clock_.elapsed() - stop_seen > kPatience) watch.cancel = true;
      if (status_.due()) status_.show(status_text(watch, begun));
    }
    try {
      work.finish();
    } catch (const Cancelled&) {
      status_.print(fmt::format("generation {} abandoned; the run goes on from its last commit",
                                generation() + 1));
      return false;
    }
    finish_generation(std::move(result), clock_.elapsed() - begun);
    return true;
  }

  /// The moment of the request, in elapsed seconds.
  double begin_stopping(double begun, GenerationWatch& watch) {
    const double now = clock_.elapsed();
    const double left = budget_.expected_generation() - (now - begun);
    if (left > kPatience) {
      watch.cancel = true;
    } else {
      status_.print(fmt::format(
          "stopping: finishing generation {} first (at most {:.0f} s; once more to stop at once)",
          generation() + 1, kPatience));
    }
    return now;
  }

  void finish_generation(GenerationResult result, double seconds) {
    GenerationSummary summary;
    summary.counters = result.counters;
    summary.training = result.training;
    summary.prediction = result.prediction;
    summary.health = measure_health(run_.games(), result.finished_games, result.counters,
                                    result.training.staleness);
    summary.seconds = seconds;
    summary.trainer_cpu_seconds = result.trainer_cpu_seconds;
    summary.self_play_cpu_seconds = result.self_play_cpu_seconds;
    run_.commit(std::move(result), clock_.run_wall(), clock_.run_cpu());
    summary.manifest = run_.manifest();
    summary.window_positions = run_.window().size();
    summary.bootstrap_steps_left = run_.bootstrap_steps_left();
    budget_.add_generation(seconds);
    last_evaluations_ = summary.counters.evaluations;

    std::map<std::string, std::string> texts;
    status_.print(generation_line(summary));
    const std::vector<std::string> warnings = health_warnings(summary.health);
    for (const std::string& warning : warnings) status_.print("  health: " + warning);
    metrics_.write("generation", generation(), generation_scalars(summary),
                   {{"health", fmt::format("{}", fmt::join(warnings, "; "))}});
  }

  void measure() {
    if (!meter_.configured()) return;
    std::optional<Strength> strength;
    arena_.execute([&] {
      strength =
          meter_.measure(run_.checkpoint(), run_.self_play_hardware().precision, options_.stop);
    });
    if (!strength) return;
    strength_ = strength;
    measured_generation_ = generation();
    status_.print(strength_line(*strength, generation(), meter_.visits()));
    metrics_.write("strength", generation(),
                   strength_scalars(*strength, run_.manifest(), meter_.total_seconds()));
  }

  std::string status_text(const GenerationWatch& watch, double begun) const {
    const double seconds = clock_.elapsed() - begun;
    const std::int64_t evaluations = watch.evaluations;
    std::string text = fmt::format("generation {}", generation() + 1);
    if (last_evaluations_ > 0) {
      text += fmt::format(" {:.0f} %", std::min(99.0, 100.0 * static_cast<double>(evaluations) /
                                                          static_cast<double>(last_evaluations_)));
    }
    text += fmt::format(" | {:.0f} evaluations/s, {} training steps",
                        static_cast<double>(evaluations) / std::max(seconds, 1e-3),
                        watch.training_steps.load());
    const std::string note = strength_note(strength_);
    if (!note.empty()) text += " | " + note;
    return text + " | " + time_text();
  }

  std::string time_text() const {
    const std::string run = format_duration(clock_.run_wall());
    if (options_.max_seconds > 0) {
      return fmt::format("{}, {} left", run,
                         format_duration(std::max(0.0, options_.max_seconds - clock_.elapsed())));
    }
    if (options_.max_generations && budget_.expected_generation() > 0) {
      const double left =
          (*options_.max_generations - generation()) * budget_.expected_generation();
      return fmt::format("{}, about {} left", run, format_duration(std::max(0.0, left)));
    }
    return run + ", until stopped";
  }

  RunClock clock_;
  TrainingOptions options_;
  int threads_;
  tbb::global_control parallelism_;
  tbb::task_arena arena_;
  StatusLine status_;
  StrengthMeter meter_;  // before the run, which stores its config once it opens
  TrainingRun run_;
  MetricsWriter metrics_;
  TimeBudget budget_;
  std::optional<Strength> strength_;
  int measured_generation_ = -1;
  std::int64_t last_evaluations_ = 0;
};

}  // namespace

TrainingOutcome run_training(RunDirectory& directory, const RunConfig& config,
                             const TrainingOptions& options) {
  const OneThread one_thread;
  return TrainingLoop(directory, config, options).run();
}

}  // namespace tandem
