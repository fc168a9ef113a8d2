// What a piece of work costs, whoever else uses the machine.
#pragma once

#include <ctime>

namespace tandem {

/// CPU time of the calling thread since it began.
inline double thread_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace tandem
