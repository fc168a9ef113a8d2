#include "engine/gtp/gtp_command.h"

#include <algorithm>

namespace tandem {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The line's words, after what the protocol does to every line.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  bool in_word = false;
  for (const char c : line) {
    if (c == '#') break;
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ' || c == '\t') {
      in_word = false;
    } else if (byte > ' ' && byte != 0x7f) {
      if (!in_word) words.emplace_back();
      words.back() += c;
      in_word = true;
    }
  }
  return words;
}

}  // namespace

std::optional<GtpCommand> parse_gtp_line(std::string_view line) {
  std::vector<std::string> words = words_of(line);
  if (words.empty()) return std::nullopt;
  GtpCommand command;
  auto next = words.begin();
  if (std::ranges::all_of(*next, is_digit)) command.id = std::move(*next++);
  if (next != words.end()) command.name = std::move(*next++);
  command.arguments.assign(std::make_move_iterator(next), std::make_move_iterator(words.end()));
  return command;
}

std::string gtp_response(bool success, std::string_view id, std::string_view text) {
  std::string response = success ? "=" : "?";
  response += id;
  response += ' ';
  for (const char c : text) {
    if (c == '\r' || (c == '\n' && response.back() == '\n')) continue;
    response += c;
  }
  while (response.back() == '\n') response.pop_back();
  return response + "\n\n";
}

std::optional<char> parse_gtp_colour(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "b" || lower == "black") return 'b';
  if (lower == "w" || lower == "white") return 'w';
  return std::nullopt;
}

}  // namespace tandem
