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

/// Settings of the whole process that LibTorch has no call for; done once, by whatever first makes
/// a network. OpenBLAS, where that is the BLAS, loses its own threads: it starts one per core
/// whatever OpenMP says. The allocator keeps what is freed: a tensor of a batch is large enough to
/// be mapped from and returned to the system each time, and its page faults took a fifth of
/// training and a quarter of inference here.
void prepare_process();

}  // namespace tandem
