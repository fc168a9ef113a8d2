// Memory for large tables.
#pragma once

#include <cstddef>

namespace tandem {

/// Bytes that are 0 at first. The system gives a page when it is first touched, a huge one where it
/// can, so that a table that fills slowly begins at once and misses the address cache less.
class ZeroedPages {
 public:
  /// Throws std::bad_alloc.
  explicit ZeroedPages(std::size_t bytes);
  ~ZeroedPages();
  ZeroedPages(const ZeroedPages&) = delete;
  ZeroedPages& operator=(const ZeroedPages&) = delete;

  /// The first byte, on the boundary of a page.
  void* memory() const { return memory_; }

 private:
  std::size_t bytes_;
  void* memory_;
};

}  // namespace tandem
