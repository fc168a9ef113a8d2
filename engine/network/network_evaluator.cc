#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <ATen/ATen.h>

#include "engine/network/folded_network.h"
#include "engine/network/network.h"
#include "engine/network/threads.h"
#include "mcts/caching_evaluator.h"

namespace tandem {
namespace {

/// oneDNN compiles kernels for every batch size that it meets: small batches are padded to one of
/// few sizes.
int padded_size(int count) {
  for (const int size : {1, 2, 4, 8}) {
    if (count <= size) return size;
  }
  const int step = count <= 64 ? 8 : count <= 256 ? 16 : 64;
  return (count + step - 1) / step * step;
}

/// Win minus loss probability for the side to move.
float mover_value(const float* wdl) {
  const float top = std::max({wdl[0], wdl[1], wdl[2]});
  const float win = std::exp(wdl[0] - top);
  const float draw = std::exp(wdl[1] - top);
  const float loss = std::exp(wdl[2] - top);
  return (win - loss) / (win + draw + loss);
}

class NetworkBatch : public EvaluationBatch {
 public:
  NetworkBatch(const GameInfo& game, std::shared_ptr<const NetworkSnapshot> snapshot, int max_batch)
      : snapshot_(std::move(snapshot)),
        network_(snapshot_->impl()),
        num_players_(game.num_players),
        max_batch_(max_batch) {
    rows_.reserve(max_batch);
    actions_.reserve(static_cast<std::size_t>(max_batch) * game.max_legal_actions);
    features_.resize(static_cast<std::size_t>(padded_size(max_batch)) * row_size());
  }

  Answer add(const Position& position, std::span<const Action> legal,
             const EvaluationSlot& slot) override {
    const std::size_t end = (rows_.size() + 1) * row_size();
    if (features_.size() < end) features_.resize(2 * end);
    position.encode(std::span(features_).subspan(end - row_size(), row_size()));
    actions_.insert(actions_.end(), legal.begin(), legal.end());
    rows_.push_back({slot, position.side_to_move(), static_cast<int>(legal.size())});
    return Answer::kQueued;
  }

  void compute() override {
    const OneThread one_thread;
    const c10::InferenceMode inference;
    const Action* actions = actions_.data();
    for (int begin = 0; begin < queued(); begin += max_batch_) {
      actions = compute_rows(begin, std::min(max_batch_, queued() - begin), actions);
    }
    evaluations_ += queued();
    rows_.clear();
    actions_.clear();
  }

  int queued() const override { return static_cast<int>(rows_.size()); }
  std::int64_t evaluations() const override { return evaluations_; }

 private:
  struct Row {
    EvaluationSlot slot;
    PlayerId mover;
    int num_actions;
  };

  std::size_t row_size() const { return network_.feature_shape().size(); }

  /// Answers rows [begin, begin + count), whose legal actions begin at `actions`; returns where the
  /// next row's begin.
  const Action* compute_rows(int begin, int count, const Action* actions) {
    const int padded = padded_size(count);
    const std::size_t first = begin * row_size();
    const std::size_t end = first + padded * row_size();
    if (features_.size() < end) features_.resize(end);
    // Padding is zero, except that a pass before the last is padded with rows that are still to be
    // answered.
    if (begin + count == queued()) {
      std::fill(features_.begin() + first + count * row_size(), features_.begin() + end, 0.0f);
    }
    const FeatureShape& shape = network_.feature_shape();
    const FoldedOutput output = network_.forward(at::from_blob(
        features_.data() + first, {padded, shape.channels, shape.height, shape.width}, at::kFloat));

    const float* policy = output.policy.data_ptr<float>();
    const float* wdl = output.wdl.data_ptr<float>();
    const auto& gather = network_.policy_layout().gather;
    for (int i = 0; i < count; ++i, policy += output.policy.size(1), wdl += 3) {
      const Row& row = rows_[begin + i];
      for (int k = 0; k < row.num_actions; ++k) row.slot.logits[k] = policy[gather[*actions++]];
      answer_value(row, mover_value(wdl));
    }
    return actions;
  }

  void answer_value(const Row& row, float value) const {
    *row.slot.values = {};
    (*row.slot.values)[row.mover] = value;
    if (num_players_ == 2) (*row.slot.values)[1 - row.mover] = -value;
  }

  const std::shared_ptr<const NetworkSnapshot> snapshot_;
  const NetworkSnapshotImpl& network_;
  const int num_players_;
  const int max_batch_;
  std::vector<float>
      features_;  ///< one row of planes a position; grows where more than max_batch are queued
  std::vector<Action> actions_;  ///< legal actions of all rows, one row after the other
  std::vector<Row> rows_;
  std::int64_t evaluations_ = 0;
};

class NetworkEvaluator : public Evaluator {
 public:
  NetworkEvaluator(const Game& game, std::shared_ptr<const NetworkSnapshot> snapshot, int max_batch)
      : game_(game.info()), snapshot_(std::move(snapshot)), max_batch_(max_batch) {}

  std::unique_ptr<EvaluationBatch> new_batch() const override {
    return std::make_unique<NetworkBatch>(game_, snapshot_, max_batch_);
  }

 private:
  const GameInfo game_;
  const std::shared_ptr<const NetworkSnapshot> snapshot_;
  const int max_batch_;
};

}  // namespace

std::unique_ptr<Evaluator> make_network_evaluator(const Game& game,
                                                  std::shared_ptr<const NetworkSnapshot> snapshot,
                                                  int max_batch, int cache_positions) {
  const std::uint64_t id = snapshot->id();
  auto evaluator = std::make_unique<NetworkEvaluator>(game, std::move(snapshot), max_batch);
  if (cache_positions <= 0) return evaluator;
  return std::make_unique<CachingEvaluator>(std::move(evaluator), game, id, cache_positions);
}

}  // namespace tandem
