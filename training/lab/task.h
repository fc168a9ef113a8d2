// What all arms of one seed share: the languages, both directions as games, and the corpora.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/judges/exact_judge.h"
#include "games/game.h"
#include "proto/lab_config.pb.h"
#include "proto/run_config.pb.h"
#include "training/lab/language/corpus.h"
#include "training/lab/language/language.h"
#include "training/lab/sentence_pair.h"

namespace tandem {

/// Immutable; shared by threads.
struct LabTask {
  std::shared_ptr<const Language> language;
  std::shared_ptr<const Game> forward;   ///< source to target
  std::shared_ptr<const Game> backward;  ///< target to source
  Splits splits;
};

/// A function of config and seed: the languages are the config's, corpora are drawn with the seed.
/// Throws Error naming the field that can't be had.
LabTask make_task(const LabConfig& config, std::uint64_t seed);

/// The right translation, or none where a source isn't grammatical.
Reference reference_of(const LabTask& task);

/// What self-play and the trainer take: the lab's network, search and trainer settings for `game`,
/// MCTS-solver off, one group of at most `games` games at once.
RunConfig run_config_of(const LabConfig& config, const Game& game, std::uint64_t seed, int games);

SentencePair pair_of(const Sentence& sentence);
/// The way back.
SentencePair reversed(const SentencePair& pair);

}  // namespace tandem
