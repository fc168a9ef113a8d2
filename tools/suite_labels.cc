#include "tools/suite_labels.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <utility>

#include "games/error.h"

namespace tandem {
namespace {

using namespace connect_four;

/// The boards after each legal column, ascending; none where that stone wins.
std::vector<std::pair<Action, std::optional<Bitboard>>> moves_of(const Geometry& geometry,
                                                                 Bitboard board) {
  std::vector<std::pair<Action, std::optional<Bitboard>>> moves;
  const Bits landing = landing_squares(geometry, board.all);
  const Bits wins = winning_squares(geometry, board.mover, board.all);
  for (Action column = 0; column < geometry.columns; ++column) {
    const Bits square = landing & column_bits(geometry, column);
    if (square == 0) continue;
    moves.emplace_back(column,
                       square & wins ? std::nullopt : std::optional<Bitboard>(board.after(square)));
  }
  return moves;
}

}  // namespace

SuiteLabels::SuiteLabels(const Geometry& geometry, ConnectFourSolver& solver,
                         std::filesystem::path file)
    : geometry_(geometry), solver_(solver), file_(std::move(file)) {
  if (std::filesystem::exists(file_)) read();
  out_.open(file_, std::ios::app);
  if (!out_) throw Error(fmt::format("can't write the work file {}", file_.string()));
}

void SuiteLabels::read() {
  std::ifstream in(file_);
  std::stringstream content;
  content << in.rdbuf();
  std::string text = content.str();
  const std::size_t whole = text.rfind('\n') + 1;  // 0 if there is no whole line
  if (whole < text.size()) std::filesystem::resize_file(file_, whole);
  content.str(text.substr(0, whole));

  std::string line;
  for (int number = 1; std::getline(content, line); ++number) {
    std::istringstream words(line);
    std::uint64_t key = 0;
    int value = 2;
    std::string rest;
    if (!(words >> key >> value) || value < -1 || value > 1 || words >> rest) {
      throw Error(
          fmt::format("{}:{}: \"{}\" is not a key and a value -1, 0 or 1; delete the file "
                      "to solve its positions anew",
                      file_.string(), number, line));
    }
    values_[key] = value;
  }
}

bool SuiteLabels::knows(Bitboard board) const {
  const auto moves = moves_of(geometry_, board);
  return std::all_of(moves.begin(), moves.end(), [&](const auto& move) {
    return !move.second || values_.contains(canonical_key(geometry_, *move.second));
  });
}

std::optional<int> SuiteLabels::value(Bitboard board) {
  const Bits key = canonical_key(geometry_, board);
  if (const auto known = values_.find(key); known != values_.end()) return known->second;
  const std::optional<int> value = solver_.value(board);
  if (!value) return std::nullopt;
  values_[key] = *value;
  out_ << key << ' ' << *value << '\n' << std::flush;
  if (!out_) throw Error(fmt::format("can't write the work file {}", file_.string()));
  return value;
}

std::optional<std::vector<SolvedAction>> SuiteLabels::action_values(Bitboard board) {
  std::vector<SolvedAction> values;
  for (const auto& [action, after] : moves_of(geometry_, board)) {
    if (!after) {
      values.push_back({action, 1});
      continue;
    }
    const std::optional<int> theirs = value(*after);
    if (!theirs) return std::nullopt;
    values.push_back({action, -*theirs});
  }
  return values;
}

}  // namespace tandem
