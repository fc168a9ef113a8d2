#include "games/registry.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "games/breakthrough/breakthrough.h"
#include "games/connect_four/connect_four.h"
#include "games/dots_and_boxes/dots_and_boxes.h"
#include "games/error.h"
#include "games/go/go.h"
#include "games/gomoku/gomoku.h"
#include "games/hex/hex.h"
#include "games/othello/othello.h"
#include "games/pentago/pentago.h"
#include "games/tic_tac_toe/tic_tac_toe.h"
#include "games/translation/translation.h"

namespace tandem {
namespace {

/// A parameter is a number for `make`, and is written as a whole number, a word, or in halves.
struct Parameter {
  std::string name;
  int default_value;
  int min;
  int max;
  std::vector<std::string> words = {};  ///< if any: the value n is written words[n]
  bool halves = false;                  ///< the value counts halves: 15 is written 7.5
};

Parameter word_parameter(std::string name, std::vector<std::string> words) {
  const int last = static_cast<int>(words.size()) - 1;
  return {std::move(name), 0, 0, last, std::move(words)};
}

std::string value_text(const Parameter& parameter, int value) {
  if (!parameter.words.empty()) return parameter.words[static_cast<std::size_t>(value)];
  if (!parameter.halves) return std::to_string(value);
  return fmt::format("{}{}{}", value < 0 ? "-" : "", std::abs(value) / 2, value % 2 ? ".5" : "");
}

/// "whole number from 2 to 12", "multiple of 0.5 from -9 to 9", or "false or true".
std::string values_text(const Parameter& p) {
  if (!p.words.empty()) return fmt::format("{}", fmt::join(p.words, " or "));
  return fmt::format("a {} from {} to {}", p.halves ? "multiple of 0.5" : "whole number",
                     value_text(p, p.min), value_text(p, p.max));
}

/// A game by name, its parameters, and how to make it from their values (in the parameters' order).
struct Entry {
  std::string name;
  std::vector<Parameter> parameters;
  std::function<std::shared_ptr<const Game>(const std::vector<int>&)> make;
};

const std::vector<Entry>& entries() {
  static const std::vector<Entry> kEntries = {
      {"breakthrough",
       {{"rows", 8, kBreakthroughMinRows, kBreakthroughMaxRows},
        {"columns", 8, kBreakthroughMinColumns, kBreakthroughMaxColumns}},
       [](const std::vector<int>& v) { return make_breakthrough(v[0], v[1]); }},
      {"connect_four",
       {{"rows", 6, kConnectFourMinSide, kConnectFourMaxSide},
        {"columns", 7, kConnectFourMinSide, kConnectFourMaxSide}},
       [](const std::vector<int>& v) { return make_connect_four(v[0], v[1]); }},
      {"dots_and_boxes",
       {{"rows", 3, kDotsAndBoxesMinSide, kDotsAndBoxesMaxSide},
        {"columns", 3, kDotsAndBoxesMinSide, kDotsAndBoxesMaxSide}},
       [](const std::vector<int>& v) { return make_dots_and_boxes(v[0], v[1]); }},
      {"go",
       {{"size", 9, kGoMinSize, kGoMaxSize},
        {"komi", 15, -kGoMaxKomiHalves, kGoMaxKomiHalves, {}, /*halves=*/true},
        word_parameter("suicide", {"false", "true"})},
       [](const std::vector<int>& v) {
         return make_go({v[0], v[1], v[2] != 0});
       }},
      {"gomoku",
       {{"size", 15, kGomokuMinSize, kGomokuMaxSize},
        word_parameter("rule", {"freestyle", "exact"})},
       [](const std::vector<int>& v) {
         return make_gomoku(v[0], v[1] == 0 ? GomokuRule::kFreestyle : GomokuRule::kExact);
       }},
      {"hex",
       {{"size", 11, kHexMinSize, kHexMaxSize}, word_parameter("swap", {"false", "true"})},
       [](const std::vector<int>& v) { return make_hex(v[0], v[1] != 0); }},
      {"othello",
       {{"size", 8, kOthelloMinSize, kOthelloMaxSize}},
       [](const std::vector<int>& v) { return make_othello(v[0]); }},
      {"pentago", {}, [](const std::vector<int>&) { return make_pentago(); }},
      {"tic_tac_toe", {}, [](const std::vector<int>&) { return make_tic_tac_toe(); }},
      {"translation",
       {{"source_length", 12, 1, kTranslationMaxLength},
        {"target_length", 12, 1, kTranslationMaxLength},
        {"source_vocabulary", 64, 2, kTranslationMaxVocabulary},
        {"target_vocabulary", 64, 2, kTranslationMaxVocabulary}},
       [](const std::vector<int>& v) {
         return make_translation({v[0], v[1], v[2], v[3]});
       }},
  };
  return kEntries;
}

/// Levenshtein's distance: letters to insert, delete or replace to get from one word to the other.
int edit_distance(std::string_view a, std::string_view b) {
  std::vector<int> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

/// "connect_four(rows=6,columns=7)", with defaults.
std::string signature(const Entry& entry) {
  std::string text = entry.name;
  for (const Parameter& p : entry.parameters) {
    text += fmt::format("{}{}={}", &p == entry.parameters.data() ? "(" : ",", p.name,
                        value_text(p, p.default_value));
  }
  if (!entry.parameters.empty()) text += ")";
  return text;
}

const Entry& find_entry(std::string_view name) {
  const auto distance = [&](const Entry& e) { return edit_distance(name, e.name); };
  const auto nearest = std::ranges::min_element(entries(), {}, distance);
  if (distance(*nearest) == 0) return *nearest;
  std::string known;
  for (const Entry& entry : entries()) {
    if (!known.empty()) known += ", ";
    known += entry.name;
  }
  throw Error(fmt::format("unknown game \"{}\": did you mean \"{}\"? Known games: {}", name,
                          nearest->name, known));
}

/// The number that "-7.5", "7" or "5" says, in halves or in ones as the parameter counts; none for
/// anything else. Beyond int's range: its end.
std::optional<int> parse_number(const Parameter& parameter, std::string_view text) {
  bool and_a_half = false;
  if (parameter.halves && (text.ends_with(".5") || text.ends_with(".0"))) {
    and_a_half = text.ends_with(".5");
    text.remove_suffix(2);
  }
  constexpr int kEnd = std::numeric_limits<int>::max();
  const bool negative = text.starts_with('-');
  int value = 0;
  const char* const text_end = text.data() + text.size();
  const auto [end, code] = std::from_chars(text.data(), text_end, value);
  if (code == std::errc::invalid_argument || end != text_end) return std::nullopt;
  if (code != std::errc() || std::abs(static_cast<long>(value)) > kEnd / 2 - 1) {
    return negative ? -kEnd : kEnd;
  }
  if (!parameter.halves) return value;
  return 2 * value + (and_a_half ? (negative ? -1 : 1) : 0);
}

int parse_value(const Entry& entry, const Parameter& parameter, std::string_view text) {
  std::optional<int> value;
  if (parameter.words.empty()) {
    value = parse_number(parameter, text);
  } else if (const auto word = std::ranges::find(parameter.words, text);
             word != parameter.words.end()) {
    value = static_cast<int>(word - parameter.words.begin());
  }
  if (!value) {
    throw Error(fmt::format("game {}: parameter \"{}\" has value \"{}\", expected {}", entry.name,
                            parameter.name, text, values_text(parameter)));
  }
  if (*value < parameter.min || *value > parameter.max) {
    throw Error(fmt::format("game {}: parameter \"{}\" is {}, out of its range {} to {}",
                            entry.name, parameter.name, text, value_text(parameter, parameter.min),
                            value_text(parameter, parameter.max)));
  }
  return *value;
}

/// Reads "rows=5,columns=6" (what stands between the brackets); parameters not named keep their
/// defaults.
std::vector<int> parse_parameters(const Entry& entry, std::string_view text) {
  std::vector<std::optional<int>> given(entry.parameters.size());
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t comma = std::min(text.find(',', begin), text.size());
    const std::string_view item = text.substr(begin, comma - begin);
    begin = comma + 1;
    const std::size_t equals = item.find('=');
    if (equals == std::string_view::npos) {
      throw Error(
          fmt::format("game {}: expected parameter=value, got \"{}\"; write for example \"{}\"",
                      entry.name, item, signature(entry)));
    }
    const std::string_view name = item.substr(0, equals);
    const auto found = std::ranges::find(entry.parameters, name, &Parameter::name);
    if (found == entry.parameters.end()) {
      throw Error(fmt::format("game {} has no parameter \"{}\": it is {}", entry.name, name,
                              signature(entry)));
    }
    std::optional<int>& value = given[found - entry.parameters.begin()];
    if (value) {
      throw Error(fmt::format("game {}: parameter \"{}\" is given twice", entry.name, name));
    }
    value = parse_value(entry, *found, item.substr(equals + 1));
  }
  std::vector<int> values;
  for (std::size_t i = 0; i < given.size(); ++i) {
    values.push_back(given[i].value_or(entry.parameters[i].default_value));
  }
  return values;
}

std::vector<int> default_values(const Entry& entry) {
  std::vector<int> values;
  for (const Parameter& parameter : entry.parameters) values.push_back(parameter.default_value);
  return values;
}

}  // namespace

std::shared_ptr<const Game> make_game(std::string_view name) {
  const std::size_t bracket = name.find('(');
  const Entry& entry = find_entry(name.substr(0, bracket));
  if (bracket == std::string_view::npos) return entry.make(default_values(entry));
  if (!name.ends_with(')')) {
    throw Error(fmt::format("game \"{}\": the bracket after {} must be closed by a final )", name,
                            entry.name));
  }
  if (entry.parameters.empty()) {
    throw Error(fmt::format("game \"{}\": {} has no parameters", name, entry.name));
  }
  const std::string_view inside = name.substr(bracket + 1, name.size() - bracket - 2);
  return entry.make(parse_parameters(entry, inside));
}

std::vector<std::string> registered_games() {
  std::vector<std::string> lines;
  for (const Entry& entry : entries()) {
    std::string line = signature(entry);
    for (const Parameter& p : entry.parameters) {
      line += p.words.empty()
                  ? fmt::format("  {} {}..{}", p.name, value_text(p, p.min), value_text(p, p.max))
                  : fmt::format("  {} {}", p.name, fmt::join(p.words, "|"));
    }
    lines.push_back(line);
  }
  return lines;
}

}  // namespace tandem
