// What a call refuses with.
#pragma once

#include <string>

#include "games/error.h"

namespace tandem {

/// The message of the Error that `call` throws; empty if it throws none.
template <typename Call>
std::string refusal(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace tandem
