#include "tools/suites/connect_four_labels.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

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

ConnectFourLabels::ConnectFourLabels(const Geometry& geometry, ConnectFourSolver& solver,
                                     std::filesystem::path file)
    : geometry_(geometry), solver_(solver), file_(std::move(file)) {
  for (std::size_t i = 0; i < file_.lines().size(); ++i) {
    std::istringstream words(file_.lines()[i]);
    std::uint64_t key = 0;
    int value = 2;
    std::string rest;
    if (!(words >> key >> value) || value < -1 || value > 1 || words >> rest) {
      file_.refuse(i, "a key and a value -1, 0 or 1");
    }
    values_[key] = value;
  }
}

bool ConnectFourLabels::knows(Bitboard board) const {
  const auto moves = moves_of(geometry_, board);
  return std::all_of(moves.begin(), moves.end(), [&](const auto& move) {
    return !move.second || values_.contains(canonical_key(geometry_, *move.second));
  });
}

int ConnectFourLabels::value(Bitboard board) {
  const Bits key = canonical_key(geometry_, board);
  if (const auto known = values_.find(key); known != values_.end()) return known->second;
  const int value = solver_.value(board);
  values_[key] = value;
  file_.append(fmt::format("{} {}", key, value));
  return value;
}

std::vector<SolvedAction> ConnectFourLabels::action_values(Bitboard board) {
  std::vector<SolvedAction> values;
  for (const auto& [action, after] : moves_of(geometry_, board)) {
    values.push_back({action, after ? -value(*after) : 1});
  }
  return values;
}

}  // namespace tandem
