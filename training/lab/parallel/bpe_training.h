// Learns BPE pieces by SentencePiece's program spm_train.
//
// A program, not the library: Debian's libsentencepiece brings a Protocol Buffers of its own that
// breaks, or is broken by, the one that Tandem and LibTorch use when both are in one process.
#pragma once

#include <string>
#include <vector>

namespace tandem {

/// The pieces in the order of their numbers, "</s>" and "<unk>" first, the others by falling
/// priority. A piece that begins a word begins with U+2581. `lines` have words with single spaces
/// between, and no U+2581.
///
/// The same for the same lines and size. Runs spm_train in a temporary folder and waits for it, a
/// second for 100,000 lines. Throws Error as learn_bpe() says, and if spm_train isn't installed,
/// fails or is killed.
std::vector<std::string> train_bpe(const std::vector<std::string>& lines, int size);

}  // namespace tandem
