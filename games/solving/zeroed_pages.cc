#include "games/solving/zeroed_pages.h"

#include <sys/mman.h>

#include <new>

namespace tandem {

ZeroedPages::ZeroedPages(std::size_t bytes)
    : bytes_(bytes),
      memory_(mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
  if (memory_ == MAP_FAILED) throw std::bad_alloc();
  madvise(memory_, bytes, MADV_HUGEPAGE);  // only a wish
}

ZeroedPages::~ZeroedPages() { munmap(memory_, bytes_); }

}  // namespace tandem
