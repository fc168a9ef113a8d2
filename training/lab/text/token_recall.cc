#include "training/lab/text/token_recall.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tandem {
namespace {

/// Every different token of the reference, with how often it was found.
std::unordered_map<std::string, Proportion> recall_by_token(
    std::span<const std::string> hypothesis, std::span<const std::string> reference) {
  std::unordered_map<std::string, Proportion> recall;
  for (const std::string& token : reference) ++recall[token].total;
  for (const std::string& token : hypothesis) {
    const auto found = recall.find(token);
    if (found == recall.end()) continue;
    Proportion& counted = found->second;
    counted.hits = std::min(counted.hits + 1, counted.total);
  }
  return recall;
}

}  // namespace

FrequencyDeciles::FrequencyDeciles(
    const std::unordered_map<std::string, std::int64_t>& training_counts) {
  std::vector<std::pair<std::int64_t, std::string>> tokens;  // -count first, so that they sort
  std::int64_t total = 0;
  for (const auto& [token, count] : training_counts) {
    if (count == 0) continue;
    tokens.emplace_back(-count, token);
    total += count;
  }
  std::ranges::sort(tokens);
  std::int64_t before = 0;
  for (const auto& [negative_count, token] : tokens) {
    deciles_[token] = static_cast<int>(kDeciles * before / total);
    before -= negative_count;
  }
}

std::optional<int> FrequencyDeciles::decile_of(const std::string& token) const {
  const auto found = deciles_.find(token);
  if (found == deciles_.end()) return {};
  return found->second;
}

DecileRecall& DecileRecall::operator+=(const DecileRecall& other) {
  for (std::size_t i = 0; i < deciles.size(); ++i) deciles[i] += other.deciles[i];
  unseen += other.unseen;
  return *this;
}

DecileRecall decile_recall(std::span<const std::string> hypothesis,
                           std::span<const std::string> reference,
                           const FrequencyDeciles& deciles) {
  DecileRecall recall;
  for (const auto& [token, counted] : recall_by_token(hypothesis, reference)) {
    const std::optional<int> decile = deciles.decile_of(token);
    (decile ? recall.deciles[static_cast<std::size_t>(*decile)] : recall.unseen) += counted;
  }
  return recall;
}

Proportion set_recall(std::span<const std::string> hypothesis,
                      std::span<const std::string> reference,
                      const std::unordered_set<std::string>& tokens) {
  Proportion recall;
  for (const auto& [token, counted] : recall_by_token(hypothesis, reference)) {
    if (tokens.contains(token)) recall += counted;
  }
  return recall;
}

}  // namespace tandem
