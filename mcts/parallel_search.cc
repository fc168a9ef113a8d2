#include "mcts/parallel_search.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <numeric>

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

#include "games/error.h"
#include "mcts/backup.h"
#include "mcts/leaf.h"
#include "mcts/principal_variation.h"
#include "mcts/proof.h"
#include "mcts/puct.h"
#include "mcts/root_result.h"
#include "mcts/task_handoff.h"
#include "mcts/tree.h"

namespace tandem {
namespace {

using Clock = std::chrono::steady_clock;

/// What one thread owns: its batch, positions and leaves.
struct Worker {
  Worker(const Game& game, const Evaluator& evaluator, int leaves)
      : batch(evaluator.new_batch()),
        root(game.initial_position()),
        scratch(game.initial_position()),
        leaves(leaves, Leaf(game.info())) {}

  std::unique_ptr<EvaluationBatch> batch;
  std::unique_ptr<Position> root;
  std::unique_ptr<Position> scratch;
  std::vector<Leaf> leaves;
};

std::size_t parallelism_for(int threads) {
  return std::max(static_cast<std::size_t>(std::max(1, threads)),
                  tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
}

void check_limits(const Position& root, const SearchLimits& limits) {
  if (root.is_terminal()) {
    throw Error("search was asked for a move in \"" + root.to_text() + "\": the game is over");
  }
  if (!limits.visits && !limits.seconds && limits.stop == nullptr) {
    throw Error("a parallel search needs a limit: a number of visits, seconds, or a stop");
  }
  if (limits.visits && *limits.visits < 1) {
    throw Error("search needs at least 1 visit, got " + std::to_string(*limits.visits));
  }
  if (limits.seconds && !(*limits.seconds >= 0)) {
    throw Error("a search can't take " + std::to_string(*limits.seconds) + " seconds");
  }
}

}  // namespace

class ParallelSearch::Impl {
 public:
  Impl(const Game& game, const SearchConfig& config, const Evaluator& evaluator,
       const ParallelOptions& options);

  SearchResult search(const Position& root, const SearchLimits& limits);
  std::vector<Action> principal_variation() const;
  std::optional<SearchSnapshot> snapshot() const;
  std::int64_t in_flight() const {
    return under_way_ + std::reduce(flights_.begin(), flights_.end());
  }

 private:
  void start(const Position& root, const SearchLimits& limits);
  void evaluate_root();
  void work(Worker& worker);
  int select_leaves(Worker& worker);
  bool may_start() const;
  bool select_leaf(Leaf& leaf);
  void evaluate(Worker& worker, int count);
  void take_in(const Leaf& leaf);
  void release(const Leaf& leaf);
  SearchResult result() const;

  const bool solver_;
  const float c_puct_;
  std::vector<Worker> workers_;
  const tbb::global_control parallelism_;  // allows the threads asked for, even above the cores
  tbb::task_arena arena_;

  mutable std::mutex mutex_;  // guards all below
  Tree tree_;
  std::vector<std::int32_t> flights_;  // per edge: descents under way through it
  std::int64_t under_way_ = 0;
  std::int64_t visits_ = 0;
  std::int64_t nodes_ = 0;
  std::optional<std::int64_t> most_visits_;
  std::optional<Clock::time_point> deadline_;
  const std::atomic<bool>* stop_ = nullptr;
  bool failed_ = false;
};

ParallelSearch::Impl::Impl(const Game& game, const SearchConfig& config, const Evaluator& evaluator,
                           const ParallelOptions& options)
    : solver_(config.solver()),
      c_puct_(static_cast<float>(config.c_puct())),
      parallelism_(tbb::global_control::max_allowed_parallelism, parallelism_for(options.threads)),
      arena_(std::max(1, options.threads)) {
  if (options.threads < 1 || options.leaves_per_batch < 1) {
    throw Error("a parallel search needs at least 1 thread and 1 leaf a batch, got " +
                std::to_string(options.threads) + " and " +
                std::to_string(options.leaves_per_batch));
  }
  for (int i = 0; i < options.threads; ++i) {
    workers_.emplace_back(game, evaluator, options.leaves_per_batch);
  }
}

void ParallelSearch::Impl::start(const Position& root, const SearchLimits& limits) {
  const std::scoped_lock lock(mutex_);
  deadline_.reset();
  if (limits.seconds) {
    // A year is as good as for ever, and fits the clock.
    const double seconds = std::min(*limits.seconds, 3.2e7);
    deadline_ = Clock::now() +
                std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  }
  most_visits_ = limits.visits;
  stop_ = limits.stop;
  tree_.clear();
  flights_.clear();
  under_way_ = visits_ = nodes_ = 0;
  failed_ = false;
  for (Worker& worker : workers_) worker.root->assign(root);
}

SearchResult ParallelSearch::Impl::search(const Position& root, const SearchLimits& limits) {
  check_limits(root, limits);
  start(root, limits);
  evaluate_root();
  // A task a worker. Should fewer threads come, the tasks that begin late find nothing left to do.
  arena_.execute([this] {
    tbb::task_group group;
    std::vector<tbb::task_handle> tasks;
    for (Worker& worker : workers_) {
      tasks.push_back(group.defer([this, &worker] {
        at_task_begin();
        work(worker);
      }));
    }
    before_spawning_tasks();
    for (tbb::task_handle& task : tasks) group.run(std::move(task));
    group.wait();
  });
  const std::scoped_lock lock(mutex_);
  return result();
}

void ParallelSearch::Impl::evaluate_root() {
  Worker& worker = workers_.front();
  Leaf& leaf = worker.leaves.front();
  leaf.restart();
  evaluate(worker, 1);
  const std::scoped_lock lock(mutex_);
  ++under_way_;
  take_in(leaf);
}

void ParallelSearch::Impl::work(Worker& worker) {
  for (;;) {
    const int count = select_leaves(worker);
    if (count == 0) return;
    int released = 0;
    try {
      evaluate(worker, count);
      const std::scoped_lock lock(mutex_);
      while (released < count) take_in(worker.leaves[released++]);
    } catch (...) {
      const std::scoped_lock lock(mutex_);
      failed_ = true;
      while (released < count) release(worker.leaves[released++]);
      throw;
    }
  }
}

int ParallelSearch::Impl::select_leaves(Worker& worker) {
  const std::scoped_lock lock(mutex_);
  int count = 0;
  // Descents that end inside the tree need no evaluation and leave their place to the next.
  while (count < static_cast<int>(worker.leaves.size()) && may_start()) {
    if (select_leaf(worker.leaves[count])) ++count;
  }
  return count;
}

bool ParallelSearch::Impl::may_start() const {
  if (failed_ || tree_.node(kRootNode).proven) return false;
  if (stop_ != nullptr && *stop_) return false;
  if (most_visits_ && visits_ + under_way_ >= *most_visits_) return false;
  return !deadline_ || Clock::now() < *deadline_;
}

/// Descends. True if the descent left the tree and now waits to be evaluated.
bool ParallelSearch::Impl::select_leaf(Leaf& leaf) {
  leaf.restart();
  NodeIndex index = kRootNode;
  while (index != kNoNode) {
    const Node& node = tree_.node(index);
    if (node.terminal() || node.proven) {
      nodes_ += back_up(tree_, leaf.path, node.network);
      ++visits_;
      return false;
    }
    const std::span<const Edge> edges = tree_.edges(node);
    const std::int32_t* flights = flights_.data() + node.first_edge;
    const int best = select_puct(
        edges, node.mean(node.mover), c_puct_, [&](int i) { return edges[i].prior; },
        [&](int i) { return flights[i]; });
    leaf.step(index, node.first_edge + best, edges[best].action);
    index = edges[best].child;
  }
  for (const Step& step : leaf.path) ++flights_[step.edge];
  ++under_way_;
  return true;
}

void ParallelSearch::Impl::evaluate(Worker& worker, int count) {
  for (int i = 0; i < count; ++i) {
    ask(*worker.root, *worker.scratch, *worker.batch, worker.leaves[i]);
  }
  if (worker.batch->queued() > 0) worker.batch->compute();
}

void ParallelSearch::Impl::take_in(const Leaf& leaf) {
  release(leaf);
  nodes_ += absorb(tree_, leaf, solver_);
  ++visits_;
  flights_.resize(tree_.num_edges(), 0);
}

void ParallelSearch::Impl::release(const Leaf& leaf) {
  for (const Step& step : leaf.path) --flights_[step.edge];
  --under_way_;
}

SearchResult ParallelSearch::Impl::result() const {
  const Node& root = tree_.node(kRootNode);
  SearchResult result = describe_root(tree_);
  result.visits = visits_;
  result.nodes = nodes_;
  if (root.proven) {
    finish_proven(tree_, result);
  } else {
    finish_puct(tree_, most_visited_edge(tree_.edges(root)), result);
  }
  return result;
}

std::vector<Action> ParallelSearch::Impl::principal_variation() const {
  if (tree_.empty()) return {};
  const Node& root = tree_.node(kRootNode);
  return tandem::principal_variation(
      tree_, root.proven ? best_proven_edge(tree_, root) : most_visited_edge(tree_.edges(root)));
}

std::optional<SearchSnapshot> ParallelSearch::Impl::snapshot() const {
  const std::scoped_lock lock(mutex_);
  if (tree_.empty()) return std::nullopt;
  SearchSnapshot snapshot{result(), {}};
  for (std::size_t i = 0; i < snapshot.result.actions.size(); ++i) {
    snapshot.lines.push_back(tandem::principal_variation(tree_, static_cast<int>(i)));
  }
  return snapshot;
}

ParallelSearch::ParallelSearch(const Game& game, const SearchConfig& config,
                               const Evaluator& evaluator, const ParallelOptions& options)
    : impl_(std::make_unique<Impl>(game, config, evaluator, options)) {}
ParallelSearch::~ParallelSearch() = default;

SearchResult ParallelSearch::search(const Position& root, const SearchLimits& limits) {
  return impl_->search(root, limits);
}
std::vector<Action> ParallelSearch::principal_variation() const {
  return impl_->principal_variation();
}
std::optional<SearchSnapshot> ParallelSearch::snapshot() const { return impl_->snapshot(); }
std::int64_t ParallelSearch::in_flight() const { return impl_->in_flight(); }

}  // namespace tandem
