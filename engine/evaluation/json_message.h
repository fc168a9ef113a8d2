// JSON values in messages.
#pragma once

#include <string>

#include <fmt/format.h>

namespace tandem {

/// A value as it is written; lists and objects by their kind alone: they may be long, or nested
/// deeper than the stack.
template <class Json>
std::string shown(const Json& value) {
  return value.is_structured() ? fmt::format("an {}", value.type_name()) : value.dump();
}

}  // namespace tandem
