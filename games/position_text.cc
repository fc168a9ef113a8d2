#include "games/position_text.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

constexpr std::string_view kForms =
    "write \"startpos\", \"startpos moves A B\", \"fen TEXT\" or \"fen TEXT moves A B\"";

struct Word {
  std::string_view text;
  std::size_t begin;  // offset in the whole line
};

std::vector<Word> split_words(std::string_view text) {
  std::vector<Word> words;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find(' ', i), text.size());
    if (end > i) words.push_back({text.substr(i, end - i), i});
    i = end + 1;
  }
  return words;
}

/// The position that the words before "moves" (at index `moves_word`) describe.
std::unique_ptr<Position> parse_start(const Game& game, std::string_view text,
                                      const std::vector<Word>& words, std::size_t moves_word) {
  if (words.empty()) throw Error(fmt::format("the position is empty; {}", kForms));
  if (words[0].text == "startpos") {
    if (moves_word > 1) {
      throw Error(fmt::format("position \"{}\": expected \"moves\" after \"startpos\", got \"{}\"",
                              text, words[1].text));
    }
    return game.initial_position();
  }
  if (words[0].text == "fen") {
    if (moves_word == 1) throw Error(fmt::format("position \"{}\": no text after \"fen\"", text));
    const Word& last = words[moves_word - 1];
    const std::size_t end = last.begin + last.text.size();
    return game.parse_position(text.substr(words[1].begin, end - words[1].begin));
  }
  throw Error(fmt::format("position \"{}\" begins with \"{}\"; {}", text, words[0].text, kForms));
}

/// Plays the move called `word` on parsed.position and records it.
void play_word(const Game& game, std::string_view word, ParsedPosition& parsed) {
  const auto refuse = [&](const std::string& reason) {
    return Error(fmt::format("move {}, \"{}\", {}", parsed.moves.size() + 1, word, reason));
  };
  if (parsed.position->is_terminal()) {
    throw refuse(fmt::format("comes after the game has ended at {}", parsed.position->to_text()));
  }
  const std::optional<Action> action = game.parse_action(word);
  if (!action) throw refuse(fmt::format("is not a move of {}", game.info().name));
  std::vector<Action> legal(game.info().max_legal_actions);
  legal.resize(parsed.position->legal_actions(legal));
  if (!std::ranges::binary_search(legal, *action)) {
    throw refuse(fmt::format("is not legal at {}", parsed.position->to_text()));
  }
  parsed.position->apply(*action);
  parsed.moves.push_back(*action);
}

}  // namespace

ParsedPosition parse_position_text(const Game& game, std::string_view text) {
  const std::vector<Word> words = split_words(text);
  const std::size_t moves_word = std::ranges::find(words, "moves", &Word::text) - words.begin();
  ParsedPosition parsed;
  parsed.start = parse_start(game, text, words, moves_word);
  parsed.position = parsed.start->clone();
  for (std::size_t i = moves_word + 1; i < words.size(); ++i)
    play_word(game, words[i].text, parsed);
  return parsed;
}

std::string moves_text(const Game& game, const std::vector<Action>& moves) {
  std::string text = "startpos";
  if (!moves.empty()) text += " moves";
  for (const Action action : moves) text += fmt::format(" {}", game.action_text(action));
  return text;
}

}  // namespace tandem
