// The bytes that vocabularies are stored as, and what all vocabularies check.
//
// A line "tandem-subwords 1 KIND CRC" and then each token's text, a line each in the order of their
// numbers. CRC is the CRC-32C of all that follows the first line, in hexadecimal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "training/lab/parallel/subwords.h"

namespace tandem {

inline constexpr std::string_view kBpeKind = "bpe";
inline constexpr std::string_view kWordsKind = "words";

/// Of texts without line ends.
std::string subwords_bytes(std::string_view kind, const std::vector<std::string>& texts);

/// Throws Error unless a vocabulary can have this size. `kind` is for the message.
void check_vocabulary_size(std::string_view kind, int size);

/// Throws Error unless `token` can stand in a sentence of a vocabulary of this size.
void check_token(Token token, int size);

}  // namespace tandem
