// What all arms of one seed share: a source and a target language, both directions as games, and
// the text.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "games/game.h"
#include "proto/lab_config.pb.h"
#include "proto/run_config.pb.h"
#include "training/lab/sentence_pair.h"

namespace tandem {

using Sources = std::vector<std::vector<Token>>;

/// Sentences that no arm trains on. Its name stands before those of its measures (iteration.h).
struct TestSet {
  std::string name;
  std::vector<SentencePair> pairs;
};

/// Of each source its one right translation; none where there is none, or nobody knows it. Called
/// from many threads.
using Translate =
    std::function<std::vector<std::optional<std::vector<Token>>>(const Sources& sources)>;

/// Immutable; shared by threads.
struct LabTask {
  std::shared_ptr<const Game> forward;   ///< source to target
  std::shared_ptr<const Game> backward;  ///< target to source
  std::vector<SentencePair> seed_pairs;
  Sources loop_sources;                   ///< iterations * sources_per_iteration
  std::vector<SentencePair> fresh_pairs;  ///< likewise, with their right translations
  std::vector<TestSet> tests;             ///< not empty
  Translate translate;
  /// A target as people read it, words with a space between.
  std::function<std::string(std::span<const Token> target)> target_text;
  /// Whether target_text() gives tokens as they are counted, or a text with punctuation.
  bool text_is_tokens = true;
};

/// What self-play and the trainer take: the lab's network, search and trainer settings for `game`,
/// MCTS-solver off, one group of at most `games` games at once.
RunConfig run_config_of(const LabConfig& config, const Game& game, std::uint64_t seed, int games);

std::vector<SentencePair> reversed(std::vector<SentencePair> pairs);

/// Elements begin .. begin + count of a list, as far as there are any.
template <typename T>
std::vector<T> part_of(const std::vector<T>& all, std::size_t begin, std::size_t count) {
  begin = std::min(begin, all.size());
  const std::size_t end = std::min(begin + count, all.size());
  return {all.begin() + static_cast<std::ptrdiff_t>(begin),
          all.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace tandem
