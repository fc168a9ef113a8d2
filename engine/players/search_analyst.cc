#include <algorithm>
#include <chrono>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "engine/players/search_player.h"
#include "mcts/parallel_search.h"

namespace tandem {
namespace {

MoveAnalysis to_analysis(SearchSnapshot snapshot) {
  MoveAnalysis analysis;
  analysis.visits = snapshot.result.visits;
  for (std::size_t i = 0; i < snapshot.result.actions.size(); ++i) {
    const ActionResult& found = snapshot.result.actions[i];
    analysis.moves.push_back({found.action, found.visits, found.value, found.prior,
                              found.proven.has_value(), std::move(snapshot.lines[i])});
  }
  const Action best = snapshot.result.best;
  std::ranges::stable_sort(analysis.moves, [&](const AnalysedMove& a, const AnalysedMove& b) {
    if ((a.action == best) != (b.action == best)) return a.action == best;
    return a.visits > b.visits;
  });
  return analysis;
}

/// Runs a search in a thread of its own; its end can be waited for.
class Background {
 public:
  template <class Work>
  explicit Background(Work work) {
    thread_ = std::thread([this, work] {
      try {
        work();
      } catch (...) {
        failure_ = std::current_exception();
      }
      const std::scoped_lock lock(mutex_);
      done_ = true;
      changed_.notify_all();
    });
  }
  ~Background() { thread_.join(); }

  /// Whether it ended by then.
  bool ends_within(double seconds) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::duration<double>(seconds), [&] { return done_; });
  }

  /// What it threw; only after its end.
  std::exception_ptr failure() const { return failure_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

class SearchAnalyst : public Analyst {
 public:
  SearchAnalyst(std::shared_ptr<const Game> game, EvaluatorSource source,
                const SearchConfig& config, const SearchLimits& move_limits, int threads)
      : game_(std::move(game)),
        source_(std::move(source)),
        config_(config),
        move_limits_(move_limits),
        threads_(threads) {}

  MoveAnalysis analyse(const Position& position, std::uint64_t seed, const AnalysisLimits& limits,
                       double interval,
                       const std::function<void(const MoveAnalysis&)>& report) override {
    const std::shared_ptr<const Evaluator> evaluator =
        source_.shared ? source_.shared : source_.make(seed);
    ParallelSearch search(*game_, config_, *evaluator,
                          {.threads = threads_, .leaves_per_batch = source_.leaves_per_batch});
    const SearchLimits until = limits_of(limits);
    {
      Background background([&] { search.search(position, until); });
      while (!background.ends_within(interval)) {
        const std::optional<SearchSnapshot> snapshot = search.snapshot();
        if (report && snapshot) report(to_analysis(*snapshot));
      }
      if (background.failure()) std::rethrow_exception(background.failure());
    }
    return to_analysis(search.snapshot().value());
  }

 private:
  SearchLimits limits_of(const AnalysisLimits& limits) const {
    SearchLimits until;
    if (limits.as_for_a_move) until = move_limits_;
    if (limits.seconds) {
      until.seconds = std::min(*limits.seconds, until.seconds.value_or(*limits.seconds));
    }
    until.stop = limits.stop;
    return until;
  }

  std::shared_ptr<const Game> game_;
  EvaluatorSource source_;
  SearchConfig config_;
  SearchLimits move_limits_;
  int threads_;
};

}  // namespace

std::unique_ptr<Analyst> make_search_analyst(std::shared_ptr<const Game> game,
                                             EvaluatorSource source, const SearchConfig& config,
                                             const SearchLimits& move_limits, int threads) {
  return std::make_unique<SearchAnalyst>(std::move(game), std::move(source), config, move_limits,
                                         threads);
}

}  // namespace tandem
