// Exact values of positions, kept in a file so that a stopped run goes on where it was.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <unordered_map>
#include <vector>

#include "games/connect_four/solver.h"

namespace tandem {

class SuiteLabels {
 public:
  /// Reads the values that earlier runs wrote to `file`, one "key value" a line; a line torn by an
  /// interruption is dropped. Throws Error if the file is damaged or can't be written.
  SuiteLabels(const connect_four::Geometry& geometry, ConnectFourSolver& solver,
              std::filesystem::path file);

  /// The values of all legal actions, ascending; none if the solver was stopped. What had to be
  /// solved stands in the file when this returns.
  std::optional<std::vector<SolvedAction>> action_values(connect_four::Bitboard board);

  /// Whether action_values() would have nothing to solve.
  bool knows(connect_four::Bitboard board) const;

 private:
  void read();
  std::optional<int> value(connect_four::Bitboard board);

  connect_four::Geometry geometry_;
  ConnectFourSolver& solver_;
  std::filesystem::path file_;
  std::unordered_map<connect_four::Bits, int> values_;  ///< by canonical key
  std::ofstream out_;
};

}  // namespace tandem
