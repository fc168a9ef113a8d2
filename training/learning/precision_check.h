// The check that a network computed in bf16 answers as in fp32, made aloud at every start.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/network/agreement.h"
#include "games/game.h"
#include "proto/game_record.pb.h"

namespace tandem {

/// Compares a committed network in bf16 with itself in fp32, on up to `positions` positions of
/// `game` in `games`; records of other games are passed over.
Agreement check_bf16(const Game& game, const std::filesystem::path& checkpoint,
                     const std::vector<GameRecord>& games, int positions);

/// What is worse than expected (mean |value difference| 0.005, mean policy KL 0.001, same first
/// choice 99 %), in words; empty if all is well.
std::string agreement_warning(const Agreement& agreement);

}  // namespace tandem
