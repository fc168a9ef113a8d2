// How a fuzz target says that a promise is broken: libFuzzer keeps the input and prints the stack.
#pragma once

#include <cstdlib>

namespace tandem {

inline void check(bool condition) {
  if (!condition) std::abort();
}

}  // namespace tandem
