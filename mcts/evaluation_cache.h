// A bounded memory of evaluations.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "games/game.h"
#include "mcts/evaluator.h"

namespace tandem {

/// What an answer belongs to: the whole key is compared, never a hash of it alone.
struct EvaluationKey {
  FeatureKey position;
  std::uint64_t network = 0;
  bool operator==(const EvaluationKey&) const = default;
};

/// Of the position alone: network ids depend on what else the process has loaded, and what a full
/// cache forgets must not.
std::uint64_t hash_of(const EvaluationKey& key);

/// Holds at most `capacity` positions, 4 to a set; a full set gives up the entry that went longest
/// unread by the clock rule (second chance). Answers come back bit for bit. An entry takes 48 bytes
/// and 4 for each of `max_actions` logits, of memory touched only as entries fill up.
class EvaluationCache {
 public:
  EvaluationCache(int capacity, int max_actions);

  /// Fills the slot if the answer is known. slot.logits is as long as the position's legal actions.
  bool lookup(const EvaluationKey& key, const EvaluationSlot& slot);

  /// Remembers an answered slot.
  void insert(const EvaluationKey& key, const EvaluationSlot& slot);

  int size() const { return size_; }
  int capacity() const { return ways_ * sets_; }

 private:
  struct Entry {
    EvaluationKey key;
    Values values{};
    std::int32_t actions = 0;  ///< 0: empty
    bool read = false;         ///< since the clock's hand last passed
  };

  int first_of_set(const EvaluationKey& key) const;
  int entry_to_replace(int first);
  float* logits_of(int entry) { return logits_.get() + static_cast<std::size_t>(entry) * stride_; }

  int ways_;
  int sets_;
  int stride_;
  int size_ = 0;
  std::vector<Entry> entries_;
  std::unique_ptr<float[]> logits_;
  std::vector<std::uint8_t> hands_;  // one clock a set
};

}  // namespace tandem
