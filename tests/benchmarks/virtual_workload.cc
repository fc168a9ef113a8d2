// Alone in its file, so that the compiler knows no game and every call is truly virtual.
#include "tests/benchmarks/rollouts.h"

namespace tandem::benchmarks {

Workload virtual_workload() { return workload_for<Position>(); }

}  // namespace tandem::benchmarks
