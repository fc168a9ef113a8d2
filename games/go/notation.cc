#include "games/go/notation.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem::go {
namespace {

constexpr std::string_view kColumns = "abcdefghjklmnopqrst";
constexpr std::string_view kColours = "XO-";  // by Colour

constexpr std::string_view kParts =
    "expected rows, side to move, passes, ply and earlier boards, like \"-----/.../----- X 0 0 -\"";

/// Cuts the text at its spaces into exactly five words, none empty.
std::vector<std::string_view> split_parts(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::string_view rest = text;;) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    parts.push_back(rest.substr(0, end));
    if (parts.back().empty() || parts.size() > 5) break;
    if (end == rest.size()) break;
    rest.remove_prefix(end + 1);
  }
  if (parts.size() != 5 || parts.back().empty()) refuse_position(text, std::string(kParts));
  return parts;
}

std::vector<Colour> read_rows(int size, std::string_view rows, std::string_view text) {
  const std::size_t length = static_cast<std::size_t>(size * (size + 1) - 1);
  std::vector<Colour> points;
  for (std::size_t i = 0; i < std::min(rows.size(), length); ++i) {
    const int row = static_cast<int>(i) / (size + 1) + 1;
    const int column = static_cast<int>(i) % (size + 1) + 1;
    if (column == size + 1) {
      if (rows[i] == '/') continue;
      refuse_position(text, fmt::format("row {} from the top has more than {} points", row, size));
    }
    const std::size_t colour = kColours.find(rows[i]);
    if (rows[i] == '/') {
      refuse_position(
          text, fmt::format("row {} from the top has {} points, not {}", row, column - 1, size));
    }
    if (colour == std::string_view::npos) {
      refuse_position(text, fmt::format("row {} from the top, column {} is '{}'; write X, O or -",
                                        row, column, rows[i]));
    }
    points.push_back(static_cast<Colour>(colour));
  }
  if (rows.size() != length) {
    refuse_position(text, fmt::format("the rows are {} characters long; {} rows of {} points are "
                                      "{}, with a / between rows",
                                      rows.size(), size, size, length));
  }
  return points;
}

int read_number(std::string_view part, int max, const char* what, std::string_view text) {
  int number = -1;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
  if (error != std::errc() || number < 0 || number > max || part != std::to_string(number)) {
    refuse_position(text,
                    fmt::format("{} is \"{}\", expected a number from 0 to {}", what, part, max));
  }
  return number;
}

std::vector<std::uint64_t> read_hashes(std::string_view part, std::string_view text) {
  std::vector<std::uint64_t> hashes;
  if (part == "-") return hashes;
  for (std::size_t begin = 0; begin <= part.size();) {
    const std::size_t end = std::min(part.find(',', begin), part.size());
    const std::string_view word = part.substr(begin, end - begin);
    std::uint64_t hash = 0;
    std::from_chars(word.data(), word.data() + word.size(), hash, 16);
    if (word != fmt::format("{:016x}", hash)) {
      refuse_position(text, fmt::format("earlier board {} is \"{}\", expected 16 digits 0-9 a-f",
                                        hashes.size() + 1, word));
    }
    hashes.push_back(hash);
    begin = end + 1;
  }
  return hashes;
}

}  // namespace

void refuse_position(std::string_view text, const std::string& reason) {
  throw Error(fmt::format("go position \"{}\": {}", text, reason));
}

std::string write_position(int size, const PositionText& position) {
  std::string text;
  for (std::size_t i = 0; i < position.points.size(); ++i) {
    if (i > 0 && i % static_cast<std::size_t>(size) == 0) text += '/';
    text += kColours[position.points[i]];
  }
  text += fmt::format(" {} {} {} ", kColours[static_cast<std::size_t>(position.ply % 2)],
                      position.passes, position.ply);
  if (position.earlier_boards.empty()) text += '-';
  for (std::size_t i = 0; i < position.earlier_boards.size(); ++i) {
    text += fmt::format("{}{:016x}", i > 0 ? "," : "", position.earlier_boards[i]);
  }
  return text;
}

PositionText read_position(int size, int max_ply, std::string_view text) {
  const std::vector<std::string_view> parts = split_parts(text);
  PositionText position;
  position.points = read_rows(size, parts[0], text);
  position.passes = read_number(parts[2], 2, "the number of passes", text);
  position.ply = read_number(parts[3], max_ply, "the ply", text);
  if (position.passes > position.ply) {
    refuse_position(text, fmt::format("{} passes in {} plies", position.passes, position.ply));
  }
  const char side = kColours[static_cast<std::size_t>(position.ply % 2)];
  if (parts[1] != std::string_view(&side, 1)) {
    refuse_position(text, fmt::format("the side to move is \"{}\", but after {} plies it is {}",
                                      parts[1], position.ply, side));
  }
  position.earlier_boards = read_hashes(parts[4], text);
  const std::size_t most = static_cast<std::size_t>(position.ply - position.passes);
  if (position.earlier_boards.size() > most) {
    refuse_position(text, fmt::format("{} earlier boards, but only {} plies that weren't passes",
                                      position.earlier_boards.size(), most));
  }
  return position;
}

std::string point_text(int size, int point) {
  return fmt::format("{}{}", kColumns[static_cast<std::size_t>(point % size)], size - point / size);
}

std::optional<int> parse_point(int size, std::string_view text) {
  if (text.empty()) return std::nullopt;
  const std::size_t column = kColumns.find(text[0]);
  if (column >= static_cast<std::size_t>(size)) return std::nullopt;
  int row = 0;
  const std::string_view digits = text.substr(1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), row);
  if (error != std::errc() || row < 1 || row > size) return std::nullopt;
  const int point = (size - row) * size + static_cast<int>(column);
  if (point_text(size, point) != text) return std::nullopt;
  return point;
}

std::string board_display(int size, const std::vector<Colour>& points) {
  std::string text;
  for (int row = 0; row < size; ++row) {
    text += fmt::format("{:2}", size - row);
    for (int column = 0; column < size; ++column) {
      const Colour colour = points[static_cast<std::size_t>(row * size + column)];
      text += fmt::format(" {}", colour == kEmpty ? '.' : kColours[colour]);
    }
    text += '\n';
  }
  text += "  ";
  for (int column = 0; column < size; ++column) {
    text += fmt::format(" {}", kColumns[static_cast<std::size_t>(column)]);
  }
  return text + '\n';
}

}  // namespace tandem::go
