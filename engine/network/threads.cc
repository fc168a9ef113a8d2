#include "engine/network/threads.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <omp.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace tandem {

OneThread::OneThread() {
  // LibTorch sets the thread's count at its first use of the thread; that must not come after ours.
  at::get_num_threads();
  before_ = omp_get_max_threads();
  omp_set_num_threads(1);
}

OneThread::~OneThread() { omp_set_num_threads(before_); }

void prepare_process() {
  static const bool done = [] {
    using SetThreads = void (*)(int);
    if (const auto set =
            reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) {
      set(1);
    }
#ifdef __GLIBC__
    constexpr int kMapBytes = 32 << 20;  // the most that glibc takes
    constexpr int kKeepBytes = 1 << 30;
    mallopt(M_MMAP_THRESHOLD, kMapBytes);
    mallopt(M_TRIM_THRESHOLD, kKeepBytes);
#endif
    return true;
  }();
  static_cast<void>(done);
}

}  // namespace tandem
