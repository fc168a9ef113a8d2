#include "games/translation/translation.h"

#include <algorithm>
#include <charconv>
#include <numeric>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

/// What stands between single spaces: at least one word. Two spaces have an empty word between
/// them.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::optional<int> parse_number(std::string_view text) {
  int value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool plain = text == "0" || (!text.empty() && text.front() != '0' && text.front() != '-');
  if (code != std::errc{} || end != text.data() + text.size() || !plain) return {};
  return value;
}

/// Reads what to_text() writes by playing it.
class TextReader {
 public:
  TextReader(const TokenShape& shape, std::string_view text)
      : shape_(shape), text_(text), position_(shape) {}

  TranslationPosition read() {
    const std::vector<std::string_view> words = words_of(text_);
    if (words.back() != "?" && words.back() != ".") {
      throw refuse("expected \"?\" (unfinished) or \".\" (finished) at its end");
    }
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      words[i] == ">" ? end_source() : add_token(words[i]);
    }
    if (words.back() == ".") end_target();
    if (words.back() == "?" && position_.is_terminal()) {
      throw refuse(
          fmt::format("{} target tokens finish it, so it must end in \".\"", shape_.target_length));
    }
    return position_;
  }

 private:
  Error refuse(const std::string& reason) const {
    return Error(fmt::format("translation position \"{}\": {}", text_, reason));
  }

  void end_source() {
    if (position_.source_complete()) throw refuse("\">\" stands twice");
    if (position_.source().empty()) throw refuse("the source sentence is empty");
    position_.apply(kEndOfSentence);
  }

  void end_target() {
    if (!position_.source_complete()) throw refuse("\".\" ends a target, but there is no \">\"");
    if (!position_.is_terminal()) position_.apply(kEndOfSentence);
  }

  void add_token(std::string_view word) {
    const bool target = position_.source_complete();
    const int vocabulary = target ? shape_.target_vocabulary : shape_.source_vocabulary;
    const int most = target ? shape_.target_length : shape_.source_length;
    const std::optional<int> token = parse_number(word);
    if (!token || *token <= kEndOfSentence || *token >= vocabulary) {
      throw refuse(fmt::format("\"{}\" is no {} token, expected a number from 1 to {}", word,
                               target ? "target" : "source", vocabulary - 1));
    }
    const std::size_t size = target ? position_.target().size() : position_.source().size();
    if (size == static_cast<std::size_t>(most)) {
      throw refuse(
          fmt::format("there are more than {} {} tokens", most, target ? "target" : "source"));
    }
    position_.apply(*token);
  }

  const TokenShape& shape_;
  std::string_view text_;
  TranslationPosition position_;
};

class TranslationGame final : public Game {
 public:
  explicit TranslationGame(const TokenShape& shape) {
    info_.name = fmt::format(
        "translation(source_length={},target_length={},source_vocabulary={},target_vocabulary={})",
        shape.source_length, shape.target_length, shape.source_vocabulary, shape.target_vocabulary);
    info_.num_players = 1;
    info_.num_actions = std::max(shape.source_vocabulary, shape.target_vocabulary);
    info_.max_legal_actions = info_.num_actions;
    info_.max_game_length = shape.source_length + 1 + shape.target_length;
    info_.features = {1, 1, shape.source_length + 1 + shape.target_length};
    info_.tokens = shape;
    for (Action action = 0; action < info_.num_actions; ++action) {
      info_.action_map.push_back({.plane = action, .square = ActionPlace::kGlobal});
    }
    Symmetry identity{"identity", std::vector<int>(info_.features.squares()),
                      std::vector<Action>(info_.num_actions)};
    std::iota(identity.squares.begin(), identity.squares.end(), 0);
    std::iota(identity.actions.begin(), identity.actions.end(), 0);
    info_.symmetries.push_back(std::move(identity));
  }

  std::unique_ptr<Position> initial_position() const override {
    return std::make_unique<TranslationPosition>(*info_.tokens);
  }
  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    return std::make_unique<TranslationPosition>(TextReader(*info_.tokens, text).read());
  }
  std::string action_text(Action action) const override { return std::to_string(action); }
  std::optional<Action> parse_action(std::string_view text) const override {
    const std::optional<int> action = parse_number(text);
    if (!action || *action >= info_.num_actions) return {};
    return action;
  }
};

}  // namespace

TranslationPosition::TranslationPosition(const TokenShape& shape)
    : shape_(shape), source_(shape.source_length), target_(shape.target_length) {}

void TranslationPosition::assign(const Position& other) {
  const auto& from = static_cast<const TranslationPosition&>(other);
  phase_ = from.phase_;
  source_size_ = from.source_size_;
  target_size_ = from.target_size_;
  std::ranges::copy(from.source(), source_.begin());
  std::ranges::copy(from.target(), target_.begin());
}

int TranslationPosition::legal_actions(std::span<Action> out) const {
  if (is_terminal()) return 0;
  if (phase_ == Phase::kSource && source_size_ == source_.size()) {
    out[0] = kEndOfSentence;
    return 1;
  }
  // Only the source may not be empty.
  const int first = phase_ == Phase::kSource && source_size_ == 0 ? 1 : 0;
  const int end = phase_ == Phase::kSource ? shape_.source_vocabulary : shape_.target_vocabulary;
  std::iota(out.begin(), out.begin() + (end - first), first);
  return end - first;
}

void TranslationPosition::apply(Action action) {
  if (phase_ == Phase::kSource) {
    if (action == kEndOfSentence) {
      phase_ = Phase::kTarget;
    } else {
      source_[source_size_++] = static_cast<Token>(action);
    }
    return;
  }
  if (action != kEndOfSentence) target_[target_size_++] = static_cast<Token>(action);
  if (action == kEndOfSentence || target_size_ == target_.size()) phase_ = Phase::kFinished;
}

FeatureKey TranslationPosition::feature_key() const {
  // Two independent 64-bit hashes of everything there is.
  FeatureKey key{0x243F6A8885A308D3ull, 0x13198A2E03707344ull};
  const auto mix = [&key](std::uint64_t word) {
    key.high = (key.high ^ word) * 0x9E3779B97F4A7C15ull;
    key.high ^= key.high >> 29;
    key.low = (key.low ^ word) * 0xD1342543DE82EF95ull;
    key.low ^= key.low >> 32;
  };
  for (const Token token : source()) mix(token);
  mix(kEndOfSentence);
  mix(static_cast<std::uint64_t>(phase_) << 32);
  for (const Token token : target()) mix(token);
  mix(target_size_);
  return key;
}

void TranslationPosition::encode(std::span<float> out) const {
  std::ranges::fill(out, 0.0f);
  std::ranges::copy(source(), out.begin());
  out[source_.size()] = source_complete() ? 1.0f : 0.0f;
  std::ranges::copy(target(), out.begin() + source_.size() + 1);
}

std::string TranslationPosition::to_text() const {
  std::string text;
  for (const Token token : source()) text += fmt::format("{} ", token);
  if (source_complete()) text += "> ";
  for (const Token token : target()) text += fmt::format("{} ", token);
  return text + (is_terminal() ? "." : "?");
}

std::shared_ptr<const Game> make_translation(const TokenShape& shape) {
  return std::make_shared<const TranslationGame>(shape);
}

std::vector<Action> source_actions(std::span<const Token> source) {
  std::vector<Action> actions(source.begin(), source.end());
  actions.push_back(kEndOfSentence);
  return actions;
}

}  // namespace tandem
