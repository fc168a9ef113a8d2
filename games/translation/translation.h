// Translation as a game of one player: write the target sentence token by token. The rules know
// when a sentence is finished and nothing of what it is worth, so a finished position has no
// outcome: a Judge (mcts/judge.h) says what it is worth.
//
// The source sentence is entered by moves too, before the translation begins: so a game's opening
// is its source, and whatever stores or replays games needs nothing more.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "games/game.h"

namespace tandem {

/// A token's number. Words belong to whoever makes the numbers.
using Token = std::uint16_t;

/// Ends a sentence, source or target; never stored in one.
inline constexpr Token kEndOfSentence = 0;

inline constexpr int kTranslationMaxLength = 255;
inline constexpr int kTranslationMaxVocabulary = 65535;

/// Action = token. The source takes 1 .. source_length tokens and then its end; the target 0 ..
/// target_length tokens and its end, which target_length tokens need not have.
///
/// Text: "7 3 ?" while the source is entered, "7 3 > 12 ?" while the target is written, "7 3 > 12
/// ." when it is finished.
class TranslationPosition final : public Position {
 public:
  explicit TranslationPosition(const TokenShape& shape);

  void assign(const Position& other) override;
  std::unique_ptr<Position> clone() const override {
    return std::make_unique<TranslationPosition>(*this);
  }

  PlayerId side_to_move() const override { return 0; }
  int legal_actions(std::span<Action> out) const override;
  void apply(Action action) override;
  bool is_terminal() const override { return phase_ == Phase::kFinished; }
  std::optional<Values> outcome() const override { return {}; }
  std::uint64_t board_hash() const override { return feature_key().low; }
  FeatureKey feature_key() const override;
  void encode(std::span<float> out) const override;
  std::string to_text() const override;
  std::string to_display() const override { return to_text() + "\n"; }

  bool source_complete() const { return phase_ != Phase::kSource; }
  /// Valid until the position changes.
  std::span<const Token> source() const { return {source_.data(), source_size_}; }
  std::span<const Token> target() const { return {target_.data(), target_size_}; }

 private:
  enum class Phase : std::uint8_t { kSource, kTarget, kFinished };

  TokenShape shape_;
  Phase phase_ = Phase::kSource;
  std::size_t source_size_ = 0;
  std::size_t target_size_ = 0;
  std::vector<Token> source_;  // as long as it may get, so that assign() allocates nothing
  std::vector<Token> target_;
};

/// Lengths from 1 to kTranslationMaxLength, vocabularies from 2 to kTranslationMaxVocabulary.
std::shared_ptr<const Game> make_translation(const TokenShape& shape);

/// The moves that enter a source sentence, its end included: the opening of a game.
std::vector<Action> source_actions(std::span<const Token> source);

}  // namespace tandem
