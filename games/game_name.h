// A game's canonical name, taken apart: how code that knows no game learns its komi, or names the
// same game on another board.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem {

/// "go(size=9,komi=7.5)" is the family "go" with the parameters size, "9", and komi, "7.5".
struct GameName {
  std::string family;
  std::vector<std::pair<std::string, std::string>> parameters;

  /// Takes GameInfo::name apart.
  static GameName parse(std::string_view canonical);

  /// The value of a parameter; null if the family has none of that name. It lives as long as this,
  /// so a temporary can't be asked.
  const std::string* find(std::string_view parameter) const&;
  const std::string* find(std::string_view parameter) const&& = delete;

  /// The parameter's value as a number; none if there is no such parameter, or it is a word.
  std::optional<double> number(std::string_view parameter) const;

  /// With another value of a parameter that it has. make_game() says whether there is such a game.
  GameName with(std::string_view parameter, std::string value) const;

  std::string text() const;
};

/// A number that counts in halves, as names write it: "7.5", "-3", "0"; none for other numbers.
std::optional<std::string> halves_text(double number);

}  // namespace tandem
