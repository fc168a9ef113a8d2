// What a NetworkSnapshot holds: one kind of network, laid out to play. Internal to engine/network.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/network/network.h"
#include "engine/network/safetensors.h"

namespace tandem {

/// Immutable; safe from many threads.
class NetworkSnapshotImpl {
 public:
  NetworkSnapshotImpl(const GameInfo& game, Precision precision);
  virtual ~NetworkSnapshotImpl() = default;

  std::uint64_t id() const { return id_; }
  Precision precision() const { return precision_; }
  /// The game that it was made for; it answers for all of its family.
  const GameInfo& game() const { return game_; }

  /// `owner` holds this, and is held by the batch. `game` is of the family. See
  /// make_network_evaluator() for `max_batch`.
  virtual std::unique_ptr<EvaluationBatch> new_batch(std::shared_ptr<const NetworkSnapshot> owner,
                                                     const GameInfo& game, int max_batch) const = 0;

 private:
  const std::uint64_t id_;
  const GameInfo game_;
  const Precision precision_;
};

/// `tensors` as of network_tensors(), complete for `config`; FP32 or BF16.
std::unique_ptr<const NetworkSnapshotImpl> make_folded_network(const GameInfo& game,
                                                               const NetworkConfig& config,
                                                               const TensorMap& tensors,
                                                               Precision precision);

/// Of a game of tokens; computes in float.
std::unique_ptr<const NetworkSnapshotImpl> make_token_network(const GameInfo& game,
                                                              const NetworkConfig& config,
                                                              const TensorMap& tensors);

}  // namespace tandem
