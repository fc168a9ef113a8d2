// A GTP engine at a pair of files, such as a terminal's or a controller's pipes.
#pragma once

#include <atomic>

#include "engine/gtp/gtp_engine.h"

namespace tandem {

/// Reads commands from the file `in` and writes responses to `out` until "quit" or the end of the
/// input; each response is written at once. Ends soon after *stop becomes true, with Interrupted.
/// Throws Error if a response can't be written.
void run_gtp_session(GtpEngine& engine, int in, int out, const std::atomic<bool>& stop);

}  // namespace tandem
