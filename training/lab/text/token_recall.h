// Which of the references' words a translation finds: the frequent ones, the rare ones, or those of
// a given set, such as words that training never showed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "engine/evaluation/proportion.h"

namespace tandem {

inline constexpr int kDeciles = 10;

/// The vocabulary in ten parts of about equal weight in the training text, frequent tokens first:
/// tokens are ordered by frequency (equal ones by their text), and a token before which a share s
/// of all training tokens lies is in decile floor(10 s). By weight and not by rank, because then a
/// text like the training text has about as many tokens in each decile, so each is measured about
/// as precisely; a tenth of the vocabulary by rank would hold nearly all tokens, or nearly none.
///
/// Decile 0 may be a handful of tokens and 9 most of the vocabulary. A token that is more than a
/// tenth of the text leaves the deciles after it empty.
class FrequencyDeciles {
 public:
  /// How often each token occurs in the training text, 0 or more times.
  explicit FrequencyDeciles(const std::unordered_map<std::string, std::int64_t>& training_counts);

  /// 0 .. 9; nothing for a token that training does not have.
  std::optional<int> decile_of(const std::string& token) const;

 private:
  std::unordered_map<std::string, int> deciles_;
};

/// Of the reference tokens in each decile: how many the hypothesis of the same sentence has too.
/// Statistics of a corpus are the sum of its sentences'.
struct DecileRecall {
  std::array<Proportion, kDeciles> deciles{};
  Proportion unseen;  ///< reference tokens that training does not have

  DecileRecall& operator+=(const DecileRecall& other);
};

/// Of one sentence. Counts are clipped: a token that stands m times in the hypothesis and n times
/// in the reference is found min(m, n) times of n.
DecileRecall decile_recall(std::span<const std::string> hypothesis,
                           std::span<const std::string> reference, const FrequencyDeciles& deciles);

/// The same for the reference tokens that are in a set.
Proportion set_recall(std::span<const std::string> hypothesis,
                      std::span<const std::string> reference,
                      const std::unordered_set<std::string>& tokens);

}  // namespace tandem
