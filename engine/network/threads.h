// Tandem computes networks with one thread in each of its own workers: LibTorch's, OpenMP's and the
// BLAS's threads would only fight them for cores, and would make results depend on their number.
#pragma once

namespace tandem {

/// While it lives, LibTorch and oneDNN use one thread for what the calling thread computes.
class OneThread {
 public:
  OneThread();
  ~OneThread();
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_;
};

/// Takes OpenBLAS's own threads away, where that is the BLAS: it starts one per core whatever
/// OpenMP says. For the whole process; called by whatever first makes a network.
void keep_blas_to_one_thread();

}  // namespace tandem
