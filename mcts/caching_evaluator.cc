#include "mcts/caching_evaluator.h"

#include <algorithm>
#include <vector>

#include "mcts/evaluation_cache.h"

namespace tandem {
namespace {

/// A position that waits for the inner batch.
struct Pending {
  EvaluationKey key;
  EvaluationSlot slot;
};

/// A later question for the same position.
struct Duplicate {
  int pending = 0;
  EvaluationSlot slot;
};

/// Finds a pending position by its key: open addressing, at most half full, emptied after every
/// batch.
class PendingIndex {
 public:
  static constexpr int kNone = -1;

  /// The number of the pending position with this key, or kNone.
  int find(const EvaluationKey& key, const std::vector<Pending>& pending) const {
    for (std::size_t place = first_place(key); places_[place] != kNone; place = next(place)) {
      if (pending[places_[place]].key == key) return places_[place];
    }
    return kNone;
  }

  /// The last of `pending` is new.
  void enter_last(const std::vector<Pending>& pending) {
    std::size_t from = pending.size() - 1;
    if (2 * pending.size() > places_.size()) {
      places_.assign(2 * places_.size(), kNone);
      from = 0;
    }
    for (std::size_t i = from; i < pending.size(); ++i) {
      std::size_t place = first_place(pending[i].key);
      while (places_[place] != kNone) place = next(place);
      places_[place] = static_cast<int>(i);
    }
  }

  void clear() { std::fill(places_.begin(), places_.end(), kNone); }

 private:
  std::size_t first_place(const EvaluationKey& key) const {
    return hash_of(key) & (places_.size() - 1);
  }
  std::size_t next(std::size_t place) const { return (place + 1) & (places_.size() - 1); }

  std::vector<int> places_ = std::vector<int>(64, kNone);  // a power of two
};

class CachingBatch : public EvaluationBatch {
 public:
  CachingBatch(std::unique_ptr<EvaluationBatch> inner, std::uint64_t network_id, int positions,
               int max_actions)
      : inner_(std::move(inner)), network_id_(network_id), cache_(positions, max_actions) {}

  Answer add(const Position& position, std::span<const Action> legal,
             const EvaluationSlot& whole_slot) override {
    const EvaluationKey key{position.feature_key(), network_id_};
    const EvaluationSlot slot{whole_slot.logits.first(legal.size()), whole_slot.values};
    if (cache_.lookup(key, slot)) return Answer::kReady;
    if (const int same = index_.find(key, pending_); same != PendingIndex::kNone) {
      duplicates_.push_back({same, slot});
      return Answer::kQueued;
    }
    if (inner_->add(position, legal, slot) == Answer::kReady) {
      cache_.insert(key, slot);
      return Answer::kReady;
    }
    pending_.push_back({key, slot});
    index_.enter_last(pending_);
    return Answer::kQueued;
  }

  void compute() override {
    inner_->compute();
    for (const Duplicate& duplicate : duplicates_) {
      const EvaluationSlot& answered = pending_[duplicate.pending].slot;
      std::copy(answered.logits.begin(), answered.logits.end(), duplicate.slot.logits.begin());
      *duplicate.slot.values = *answered.values;
    }
    for (const Pending& pending : pending_) cache_.insert(pending.key, pending.slot);
    duplicates_.clear();
    pending_.clear();
    index_.clear();
  }

  int queued() const override { return inner_->queued(); }
  std::int64_t evaluations() const override { return inner_->evaluations(); }

 private:
  const std::unique_ptr<EvaluationBatch> inner_;
  const std::uint64_t network_id_;
  EvaluationCache cache_;
  std::vector<Pending> pending_;
  std::vector<Duplicate> duplicates_;
  PendingIndex index_;
};

}  // namespace

std::unique_ptr<EvaluationBatch> CachingEvaluator::new_batch() const {
  return std::make_unique<CachingBatch>(inner_->new_batch(), network_id_, positions_, max_actions_);
}

}  // namespace tandem
