// The same code on the games' own final classes. Connect Four keeps its class to its source file,
// so that is what this file includes.
#include "games/connect_four/connect_four.cc"
#include "games/tic_tac_toe/tic_tac_toe.h"
#include "tests/benchmarks/rollouts.h"

namespace tandem::benchmarks {

Workload tic_tac_toe_workload() { return workload_for<TicTacToePosition>(); }

Workload connect_four_workload() {
  return workload_for<ConnectFourPosition<connect_four::FixedGeometry<6, 7>>>();
}

}  // namespace tandem::benchmarks
