// System 1 as it plays: an immutable snapshot of a policy/value network, and the Evaluator that
// runs it in batches. LibTorch stays behind this header; the trainable module is in
// network_module.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "games/game.h"
#include "mcts/evaluator.h"
#include "proto/run_config.pb.h"

namespace tandem {

class NetworkSnapshotImpl;

/// Weights that play, folded and laid out for one precision and device: any game of one family
/// (family.h), each at its own size. Immutable, shared by threads.
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
  std::shared_ptr<const Game> game;  ///< that it learned; where it learned several, the first
  std::vector<std::shared_ptr<const Game>> more_games;  ///< the others
  std::shared_ptr<const NetworkSnapshot> snapshot;
  int generation = 0;
};
LoadedNetwork load_network(const std::filesystem::path& checkpoint, Precision precision);

/// A network plays what it learned, and the same games on boards of other sizes. Why it can't play
/// `game`, in words ("this network plays connect_four(rows=6,columns=7), not tic_tac_toe"); none if
/// it can.
std::optional<std::string> why_unplayable(const LoadedNetwork& network, const GameInfo& game);

/// What people must know where the network can play `game` but never learned it, "" where it did.
std::string untrained_warning(const LoadedNetwork& network, const GameInfo& game);

/// Copies what plays out of a checkpoint folder, for shipping: `folder` then holds a manifest, with
/// every setting of the network written out, and the weights, without the trainer's state and
/// auxiliary heads. Throws Error naming the file.
void export_network(const std::filesystem::path& checkpoint, const std::filesystem::path& folder);

/// Evaluates positions with a snapshot, at most `max_batch` at once: more are run in several
/// passes. Throws Error if the game isn't of the snapshot's family. Short batches are padded up to
/// a few fixed sizes, so that oneDNN's compiled kernels are reused. Each batch object runs on the
/// calling thread alone. With cache_positions > 0 each batch object keeps its own evaluation cache
/// of that many positions, keyed by FeatureKey and snapshot.
std::unique_ptr<Evaluator> make_network_evaluator(const Game& game,
                                                  std::shared_ptr<const NetworkSnapshot> snapshot,
                                                  int max_batch, int cache_positions);

}  // namespace tandem
