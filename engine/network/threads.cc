#include "engine/network/threads.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <omp.h>

namespace tandem {

OneThread::OneThread() {
  // LibTorch sets the thread's count at its first use of the thread; that must not come after ours.
  at::get_num_threads();
  before_ = omp_get_max_threads();
  omp_set_num_threads(1);
}

OneThread::~OneThread() { omp_set_num_threads(before_); }

void keep_blas_to_one_thread() {
  // LibTorch has no call for this, and which BLAS it is linked with is the system's choice.
  static const bool done = [] {
    using SetThreads = void (*)(int);
    if (const auto set =
            reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) {
      set(1);
    }
    return true;
  }();
  static_cast<void>(done);
}

}  // namespace tandem
