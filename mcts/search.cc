#include "mcts/search.h"

#include <algorithm>
#include <stdexcept>

#include "games/error.h"
#include "mcts/backup.h"
#include "mcts/gumbel_root.h"
#include "mcts/leaf.h"
#include "mcts/principal_variation.h"
#include "mcts/proof.h"
#include "mcts/puct.h"
#include "mcts/root_result.h"
#include "mcts/tree.h"

namespace tandem {

class Search::Impl {
 public:
  Impl(const Game& game, const SearchConfig& config);

  void begin(const Position& root, Random random, int ply, std::optional<int> visits,
             std::optional<double> noise);
  bool advance(EvaluationBatch& batch);
  SearchResult result();
  void stop();
  std::vector<Action> principal_variation() { return tandem::principal_variation(tree_, best()); }
  void apply(Action action);
  void clear() { tree_.clear(); }

 private:
  bool stands_at(const Position& position) const;
  bool finished() const;
  void prepare_root();
  Answer descend(EvaluationBatch& batch);
  int select_at(const Node& node, bool at_root);
  void take_in();
  int best();

  const SearchConfig config_;
  const bool gumbel_;
  const bool solver_;
  const SigmaScale scale_;
  const float c_puct_;

  Tree tree_;
  std::unique_ptr<Position> root_;
  std::unique_ptr<Position> scratch_;
  Leaf leaf_;
  bool queued_ = false;  // leaf_ waits for the batch
  bool over_ = true;

  // One search.
  Random random_{0};
  double noise_ = 0;
  bool samples_ = false;  // the move is drawn from the target
  double sample_at_ = 0;
  int budget_ = 1;
  int visits_ = 0;
  std::int64_t nodes_ = 0;
  GumbelRoot gumbel_root_;
  std::vector<float> root_priors_;  // PUCT, with noise
  std::vector<float> policy_;       // scratch of interior selection
};

Search::Impl::Impl(const Game& game, const SearchConfig& config)
    : config_(config),
      gumbel_(config.algorithm() == SearchConfig::GUMBEL),
      solver_(config.solver()),
      scale_{static_cast<float>(config.c_visit()), static_cast<float>(config.c_scale())},
      c_puct_(static_cast<float>(config.c_puct())),
      root_(game.initial_position()),
      scratch_(game.initial_position()),
      leaf_(game.info()),
      policy_(game.info().max_legal_actions) {
  if (gumbel_ && config.tree_reuse()) {
    throw Error(
        "search.tree_reuse works with search.algorithm: PUCT alone, because sequential halving "
        "needs equal visits: set tree_reuse to false or algorithm to PUCT");
  }
}

bool Search::Impl::stands_at(const Position& position) const {
  return root_->feature_key() == position.feature_key() &&
         root_->board_hash() == position.board_hash();
}

void Search::Impl::begin(const Position& root, Random random, int ply, std::optional<int> visits,
                         std::optional<double> noise) {
  if (root.is_terminal()) {
    throw Error("search was asked for a move in \"" + root.to_text() + "\": the game is over");
  }
  budget_ = visits.value_or(config_.visits());
  if (budget_ < 1) {
    throw Error("search needs at least 1 visit, got " + std::to_string(budget_) +
                " (0, the network alone, takes no search)");
  }
  noise_ = noise.value_or(config_.noise());
  if (!config_.tree_reuse() || !stands_at(root)) tree_.clear();
  root_->assign(root);
  random_ = random;
  samples_ = !gumbel_ && noise_ > 0 && ply < config_.sampled_plies();
  sample_at_ = samples_ ? random_.uniform() : 0;
  visits_ = 0;
  nodes_ = 0;
  queued_ = false;
  over_ = false;
  if (!tree_.empty()) prepare_root();
}

void Search::Impl::prepare_root() {
  const std::span<const Edge> edges = tree_.edges(tree_.node(kRootNode));
  if (gumbel_) {
    gumbel_root_.begin(edges, config_.gumbel_actions(), budget_ - visits_, noise_,
                       std::min(1.0, noise_ * config_.root_uniform_fraction()), random_);
  } else {
    root_priors_.resize(edges.size());
    const double fraction = std::min(1.0, noise_ * config_.dirichlet_fraction());
    mix_root_noise(edges, config_.dirichlet_alpha(), fraction, random_, root_priors_);
  }
}

bool Search::Impl::finished() const {
  return over_ || visits_ >= budget_ || (!tree_.empty() && tree_.node(kRootNode).proven);
}

bool Search::Impl::advance(EvaluationBatch& batch) {
  if (queued_ && !over_) take_in();
  queued_ = false;
  while (!finished()) {
    if (descend(batch) == Answer::kQueued) {
      queued_ = true;
      return true;
    }
  }
  over_ = true;
  return false;
}

void Search::Impl::take_in() {
  const bool first = tree_.empty();
  nodes_ += absorb(tree_, leaf_, solver_);
  ++visits_;
  if (first) prepare_root();
}

Answer Search::Impl::descend(EvaluationBatch& batch) {
  leaf_.restart();
  NodeIndex index = tree_.empty() ? kNoNode : kRootNode;
  while (index != kNoNode) {
    const Node& node = tree_.node(index);
    if (node.terminal() || node.proven) {
      nodes_ += back_up(tree_, leaf_.path, node.network);
      ++visits_;
      return Answer::kReady;
    }
    const std::uint32_t number = node.first_edge + select_at(node, index == kRootNode);
    const Edge& edge = tree_.edge(number);
    leaf_.step(index, number, edge.action);
    index = edge.child;
  }
  const Answer answer = ask(*root_, *scratch_, batch, leaf_);
  if (answer == Answer::kReady) take_in();
  return answer;
}

int Search::Impl::select_at(const Node& node, bool at_root) {
  const std::span<const Edge> edges = tree_.edges(node);
  if (gumbel_) {
    const float value = node.network[node.mover];
    return at_root ? gumbel_root_.select(edges, value, scale_)
                   : select_interior(edges, value, scale_,
                                     std::span<float>(policy_).first(edges.size()));
  }
  const float mean = node.mean(node.mover);
  if (!at_root) return select_puct(edges, mean, c_puct_);
  return select_puct(
      edges, mean, c_puct_, [&](int i) { return root_priors_[i]; }, [](int) { return 0; });
}

/// The move to play while the root isn't proven.
int Search::Impl::best() {
  if (tree_.empty()) {
    throw std::logic_error(
        "Search: asked for a result before the root was evaluated; advance() first");
  }
  const Node& root = tree_.node(kRootNode);
  if (root.proven) return best_proven_edge(tree_, root);
  return gumbel_ ? gumbel_root_.best(tree_.edges(root), root.network[root.mover], scale_)
                 : most_visited_edge(tree_.edges(root));
}

SearchResult Search::Impl::result() {
  const int best_edge = best();
  SearchResult result = describe_root(tree_);
  result.visits = visits_;
  result.nodes = nodes_;
  if (tree_.node(kRootNode).proven) {
    finish_proven(tree_, result);
    return result;
  }
  if (gumbel_) {
    finish_gumbel(tree_, scale_, best_edge, result);
    return result;
  }
  finish_puct(tree_, best_edge, result);
  if (samples_) {
    std::vector<float> target;
    for (const ActionResult& action : result.actions) target.push_back(action.target);
    result.chosen = result.actions[sample_action(target, sample_at_)].action;
  }
  return result;
}

void Search::Impl::stop() {
  over_ = true;
  queued_ = false;
}

void Search::Impl::apply(Action action) {
  root_->apply(action);
  over_ = true;
  queued_ = false;
  if (tree_.empty()) return;
  NodeIndex child = kNoNode;
  for (const Edge& edge : tree_.edges(tree_.node(kRootNode))) {
    if (edge.action == action) child = edge.child;
  }
  if (child == kNoNode || tree_.node(child).terminal()) {
    tree_.clear();
  } else {
    tree_.keep_subtree(child);
  }
}

Search::Search(const Game& game, const SearchConfig& config)
    : impl_(std::make_unique<Impl>(game, config)) {}
Search::~Search() = default;
Search::Search(Search&&) noexcept = default;
Search& Search::operator=(Search&&) noexcept = default;

void Search::begin(const Position& root, Random random, int ply, std::optional<int> visits,
                   std::optional<double> noise) {
  impl_->begin(root, random, ply, visits, noise);
}
bool Search::advance(EvaluationBatch& batch) { return impl_->advance(batch); }
SearchResult Search::result() const { return impl_->result(); }
void Search::stop() { impl_->stop(); }
std::vector<Action> Search::principal_variation() const { return impl_->principal_variation(); }
void Search::apply(Action action) { impl_->apply(action); }
void Search::clear() { impl_->clear(); }

SearchResult run_search(Search& search, EvaluationBatch& batch) {
  while (search.advance(batch)) batch.compute();
  return search.result();
}

}  // namespace tandem
