// System 1 as it plays: an immutable snapshot of a policy/value network, and the Evaluator that
// runs it in batches. LibTorch stays behind this header; the trainable module is in
// network_module.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "games/game.h"
#include "mcts/evaluator.h"
#include "proto/run_config.pb.h"

namespace tandem {

class NetworkSnapshotImpl;

/// Weights that play, folded and laid out for one precision and device. Immutable, shared by
/// threads.
class NetworkSnapshot {
 public:
  explicit NetworkSnapshot(std::unique_ptr<const NetworkSnapshotImpl> impl);
  ~NetworkSnapshot();

  /// Distinct for every snapshot made in this process: part of every cache key.
  std::uint64_t id() const;
  Precision precision() const;  ///< FP32 or BF16, never AUTO
  const NetworkSnapshotImpl& impl() const { return *impl_; }

 private:
  std::unique_ptr<const NetworkSnapshotImpl> impl_;
};

/// What this machine computes networks on, for people: "CPU, bf16 (avx512_bf16), LibTorch 1.13.1"
/// and the precision that AUTO stands for. Throws Error if BF16 was asked for and the processor
/// can't.
struct InferenceHardware {
  Precision precision;
  std::string description;
};
InferenceHardware choose_hardware(Precision requested);

/// Likewise for the trainer, which works on the CPU, whatever plays.
InferenceHardware choose_training_hardware(Precision requested);

/// Loads the network of a checkpoint folder (manifest.textproto and its safetensors file, length
/// and checksum verified). Throws Error naming the file and what is wrong with it.
struct LoadedNetwork {
  std::shared_ptr<const Game> game;
  std::shared_ptr<const NetworkSnapshot> snapshot;
  int generation = 0;
};
LoadedNetwork load_network(const std::filesystem::path& checkpoint, Precision precision);

/// Copies what plays out of a checkpoint folder, for shipping: `folder` then holds a manifest, with
/// every setting of the network written out, and the weights, without the trainer's state and
/// auxiliary heads. Throws Error naming the file.
void export_network(const std::filesystem::path& checkpoint, const std::filesystem::path& folder);

/// Evaluates positions with a snapshot, at most `max_batch` at once: more are run in several
/// passes. Short batches are padded up to a few fixed sizes, so that oneDNN's compiled kernels are
/// reused. Each batch object runs on the calling thread alone. With cache_positions > 0 each batch
/// object keeps its own evaluation cache of that many positions, keyed by FeatureKey and snapshot.
std::unique_ptr<Evaluator> make_network_evaluator(const Game& game,
                                                  std::shared_ptr<const NetworkSnapshot> snapshot,
                                                  int max_batch, int cache_positions);

}  // namespace tandem
