// Exact values of Connect Four positions, each kept in the work file: neighbours share them.
#pragma once

#include <filesystem>
#include <unordered_map>
#include <vector>

#include "games/connect_four/solver.h"
#include "tools/suites/work_file.h"

namespace tandem {

class ConnectFourLabels {
 public:
  /// `file` holds one "key value" a line. Throws Error if it is damaged or can't be written.
  ConnectFourLabels(const connect_four::Geometry& geometry, ConnectFourSolver& solver,
                    std::filesystem::path file);

  /// The values of all legal actions, ascending. What has been solved stands in the file when this
  /// returns, or throws Interrupted because the solver was stopped.
  std::vector<SolvedAction> action_values(connect_four::Bitboard board);

  /// Whether action_values() would have nothing to solve.
  bool knows(connect_four::Bitboard board) const;

 private:
  int value(connect_four::Bitboard board);

  connect_four::Geometry geometry_;
  ConnectFourSolver& solver_;
  WorkFile file_;
  std::unordered_map<connect_four::Bits, int> values_;  ///< by canonical key
};

}  // namespace tandem
