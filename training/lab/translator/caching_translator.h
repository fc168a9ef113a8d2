// A translator that remembers, in memory and, if asked, in a file that later programs go on from.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "training/lab/translator/translator.h"

namespace tandem {

/// Asks `translator` for each line once, however often and from however many threads it is asked
/// for: the lines that are new, without repetitions and 1,000 at a time, while other threads that
/// need new lines wait; lines that are known are answered at once. What was answered before an
/// Error or Interrupted is kept for the next call. Lines and translations stay in memory.
///
/// `file` holds translations of any commands, one JSON object a line,
///
///   {"command": ..., "crc": ..., "line": ..., "translation": ...}
///
/// and is appended to and synced after every 1,000 translations at most; "crc" is crc32c() of the
/// other three with a NUL after each. Lines of it that are no such object (cut off by a crash, or
/// changed) are told of on stderr, once for all, and asked for again. If it can't be appended to
/// any more, that is told on stderr too and the work goes on without. Translations hold for the
/// program as it was: delete the file when the program or its data change.
///
/// Throws Error if `file` can't be read or written, or is some other kind of file.
std::unique_ptr<Translator> make_caching_translator(
    std::unique_ptr<Translator> translator,
    const std::optional<std::filesystem::path>& file = std::nullopt);

}  // namespace tandem
