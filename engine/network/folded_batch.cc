#include <algorithm>
#include <utility>
#include <vector>

#include <ATen/ATen.h>

#include "engine/network/folded_network.h"
#include "engine/network/threads.h"
#include "engine/network/wdl.h"

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

class FoldedBatch : public EvaluationBatch {
 public:
  FoldedBatch(const GameInfo& game, const FoldedNetwork& network,
              std::shared_ptr<const NetworkSnapshot> owner, int max_batch)
      : owner_(std::move(owner)),
        network_(network),
        shape_(game.features),
        layout_(game),
        policy_squares_(network.policy_squares(layout_)),
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

  std::size_t row_size() const { return shape_.size(); }

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
    const at::Tensor features =
        at::from_blob(features_.data() + first,
                      {padded, shape_.channels, shape_.height, shape_.width}, at::kFloat);
    const FoldedOutput output = network_.forward(features, policy_squares_);

    const float* policy = output.policy.data_ptr<float>();
    const float* wdl = output.wdl.data_ptr<float>();
    const auto& gather = layout_.gather;
    for (int i = 0; i < count; ++i, policy += output.policy.size(1), wdl += 3) {
      const Row& row = rows_[begin + i];
      for (int k = 0; k < row.num_actions; ++k) row.slot.logits[k] = policy[gather[*actions++]];
      *row.slot.values = values_of_wdl(wdl, row.mover, num_players_);
    }
    return actions;
  }

  const std::shared_ptr<const NetworkSnapshot> owner_;  ///< of network_
  const FoldedNetwork& network_;
  const FeatureShape shape_;
  const PolicyLayout layout_;
  const at::Tensor policy_squares_;
  const int num_players_;
  const int max_batch_;
  std::vector<float>
      features_;  ///< one row of planes a position; grows where more than max_batch are queued
  std::vector<Action> actions_;  ///< legal actions of all rows, one row after the other
  std::vector<Row> rows_;
  std::int64_t evaluations_ = 0;
};

}  // namespace

std::unique_ptr<EvaluationBatch> FoldedNetwork::new_batch(
    std::shared_ptr<const NetworkSnapshot> owner, const GameInfo& game, int max_batch) const {
  return std::make_unique<FoldedBatch>(game, *this, std::move(owner), max_batch);
}

}  // namespace tandem
