// Work shared by all threads of a task arena: each lane takes the next piece as it gets free.
#pragma once

#include <cstddef>
#include <functional>

namespace tandem {

/// Calls work(0) .. work(pieces - 1), begun in that order, on up to `lanes` threads of the calling
/// task arena (0: all of them). Returns when all are done; what they wrote is seen by the caller.
/// Rethrows what a piece throws; pieces not yet begun are then left out.
void run_in_lanes(int lanes, std::size_t pieces, const std::function<void(std::size_t)>& work);

}  // namespace tandem
