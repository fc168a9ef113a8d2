// A source sentence with a translation, and the game that writes it down.
#pragma once

#include <memory>
#include <vector>

#include "games/game.h"
#include "games/translation/translation.h"
#include "proto/game_record.pb.h"

namespace tandem {

/// Token numbers, without the end.
struct SentencePair {
  std::vector<Token> source;
  std::vector<Token> target;
  bool operator==(const SentencePair&) const = default;
};

/// The record of a game of `game` (a translation game) that writes the target as if a search had
/// been sure of every token: what supervised training learns from. `reward` in [0, 1] is its
/// outcome. Throws Error if the pair doesn't fit the game.
GameRecord record_of_pair(const Game& game, const SentencePair& pair, double reward,
                          int generation = 0);

/// What a record's game translates, and how.
SentencePair pair_of_record(const Game& game, const GameRecord& record);

/// The position before the first target token. Throws Error if the source doesn't fit the game.
std::unique_ptr<Position> translation_start(const Game& game, const std::vector<Token>& source);

}  // namespace tandem
