// Judges of translations that need no network: an exact one, and the same one lying.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "games/translation/translation.h"
#include "mcts/judge.h"

namespace tandem {

/// The one right translation of a source sentence; none where there is none. Called from many
/// threads.
using Reference = std::function<std::optional<std::vector<Token>>(std::span<const Token> source)>;

/// Worth 1 if the target is the reference, else 0. With probability `lie` the verdict is turned
/// round: a function of (seed, source, target), so that asking again brings the same lie. A source
/// without reference is worth 0, lies apart: without any, the lies are all that is said.
std::unique_ptr<Judge> make_exact_judge(Reference reference, double lie = 0,
                                        std::uint64_t seed = 0);

}  // namespace tandem
