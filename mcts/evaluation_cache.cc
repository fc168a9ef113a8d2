#include "mcts/evaluation_cache.h"

#include <algorithm>

#include "games/error.h"

namespace tandem {
namespace {

constexpr int kWays = 4;

}  // namespace

std::uint64_t hash_of(const EvaluationKey& key) {
  std::uint64_t h = key.position.low * 0x9E3779B97F4A7C15ull;
  h = (h ^ (h >> 32) ^ key.position.high) * 0xD6E8FEB86659FD93ull;
  h = (h ^ (h >> 32)) * 0xD6E8FEB86659FD93ull;
  return h ^ (h >> 32);
}

EvaluationCache::EvaluationCache(int capacity, int max_actions)
    : ways_(std::min(capacity, kWays)), stride_(max_actions) {
  if (capacity < 1) {
    throw Error("an evaluation cache holds at least 1 position, got " + std::to_string(capacity));
  }
  sets_ = capacity / ways_;
  const auto entries = static_cast<std::size_t>(this->capacity());
  entries_.resize(entries);
  logits_ = std::make_unique_for_overwrite<float[]>(entries * stride_);
  hands_.resize(sets_);
}

int EvaluationCache::first_of_set(const EvaluationKey& key) const {
  // Multiply-shift: the hash's high bits pick one of any number of sets.
  return static_cast<int>(((hash_of(key) >> 32) * static_cast<std::uint64_t>(sets_)) >> 32) * ways_;
}

bool EvaluationCache::lookup(const EvaluationKey& key, const EvaluationSlot& slot) {
  const int first = first_of_set(key);
  for (int i = first; i < first + ways_; ++i) {
    Entry& entry = entries_[i];
    if (entry.actions == 0 || entry.key != key) continue;
    entry.read = true;
    std::copy_n(logits_of(i), entry.actions, slot.logits.begin());
    *slot.values = entry.values;
    return true;
  }
  return false;
}

int EvaluationCache::entry_to_replace(int first) {
  for (int i = first; i < first + ways_; ++i) {
    if (entries_[i].actions == 0) {
      ++size_;
      return i;
    }
  }
  std::uint8_t& hand = hands_[first / ways_];
  for (;;) {
    const int entry = first + hand;
    hand = static_cast<std::uint8_t>((hand + 1) % ways_);
    if (!entries_[entry].read) return entry;
    entries_[entry].read = false;
  }
}

void EvaluationCache::insert(const EvaluationKey& key, const EvaluationSlot& slot) {
  const int index = entry_to_replace(first_of_set(key));
  Entry& entry = entries_[index];
  entry.key = key;
  entry.values = *slot.values;
  entry.actions = static_cast<std::int32_t>(slot.logits.size());
  entry.read = false;
  std::copy(slot.logits.begin(), slot.logits.end(), logits_of(index));
}

}  // namespace tandem
