#include "games/game_name.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace tandem {

GameName GameName::parse(std::string_view canonical) {
  GameName name;
  const std::size_t bracket = canonical.find('(');
  name.family = canonical.substr(0, bracket);
  if (bracket == std::string_view::npos) return name;
  std::string_view rest = canonical.substr(bracket + 1);
  if (rest.ends_with(')')) rest.remove_suffix(1);
  while (!rest.empty()) {
    const std::string_view item = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(item.size() + 1, rest.size()));
    const std::size_t equals = std::min(item.find('='), item.size());
    name.parameters.emplace_back(item.substr(0, equals),
                                 item.substr(std::min(equals + 1, item.size())));
  }
  return name;
}

const std::string* GameName::find(std::string_view parameter) const& {
  for (const auto& [name, value] : parameters) {
    if (name == parameter) return &value;
  }
  return nullptr;
}

std::optional<double> GameName::number(std::string_view parameter) const {
  const std::string* value = find(parameter);
  if (value == nullptr) return std::nullopt;
  double number = 0;
  const char* const end = value->data() + value->size();
  const auto [rest, error] = std::from_chars(value->data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

GameName GameName::with(std::string_view parameter, std::string value) const {
  GameName other = *this;
  for (auto& [name, old] : other.parameters) {
    if (name == parameter) old = std::move(value);
  }
  return other;
}

std::string GameName::text() const {
  if (parameters.empty()) return family;
  std::string inside;
  for (const auto& [name, value] : parameters) {
    inside += fmt::format("{}{}={}", inside.empty() ? "" : ",", name, value);
  }
  return fmt::format("{}({})", family, inside);
}

std::optional<std::string> halves_text(double number) {
  if (!(std::abs(number) < 1e6) || 2 * number != std::round(2 * number)) return std::nullopt;
  const auto halves = static_cast<long>(2 * std::abs(number));
  return fmt::format("{}{}{}", number < 0 ? "-" : "", halves / 2, halves % 2 == 1 ? ".5" : "");
}

}  // namespace tandem
