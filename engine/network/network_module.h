// The trainable network (LibTorch). Only engine/ and training/ sources include this header.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "engine/network/canvas.h"
#include "engine/network/network.h"
#include "engine/network/safetensors.h"
#include "games/game.h"
#include "proto/run_config.pb.h"

namespace tandem {

/// What the network answers for a batch of B positions of a game with A actions; of several games,
/// A is that of the one with most, and a row's logits of actions that its game doesn't have mean
/// nothing.
struct NetworkOutput {
  torch::Tensor policy;        ///< [B, A] logits, all actions, legal or not
  torch::Tensor wdl;           ///< [B, 3] logits of win, draw, loss for the side to move
  torch::Tensor soft_policy;   ///< [B, A] training-only head; undefined where the module has none
  torch::Tensor reply_policy;  ///< [B, A] training-only head; undefined where the module has none
};

/// Added to the variance by every batch norm.
inline constexpr double kNormEpsilon = 1e-5;

/// A batch of B positions: of one game, or of several of its family on one canvas.
struct NetworkInput {
  /// Positions of the game that the module was made for. Implicit: most batches are.
  NetworkInput(torch::Tensor features)  // NOLINT
      : features(std::move(features)) {}
  NetworkInput(torch::Tensor features, CanvasRows rows)
      : features(std::move(features)), rows(std::move(rows)) {}

  torch::Tensor features;  ///< [B, C, H, W], in the parameters' type; H x W may be a canvas
  std::optional<CanvasRows> rows;
};

/// Of one training step: each element is dropped with probability `rate`, by draws of `seed`.
struct Dropout {
  double rate = 0;
  std::uint64_t seed = 0;
};

class NetworkBody;

/// The policy/value network of a game and its family (family.h): a residual tower for boards
/// (residual_tower.cc), an encoder-decoder for token sequences (encoder_decoder.h). Parameters are
/// called "stem.conv.weight", "blocks.0.first.norm.bias", "policy.features.weight" and so on,
/// without a prefix for the kind; those of a tower are the same for boards of every size.
class NetworkModuleImpl : public torch::nn::Module {
 public:
  NetworkModuleImpl(const GameInfo& game, const NetworkConfig& config, bool auxiliary_heads);

  /// A position's answer is the same alone and on a canvas. With `bf16`, a tower's convolutions run
  /// in bfloat16 (weights stay float), batch-norm statistics and heads in float; an encoder-decoder
  /// computes in float, is the only one that drops, and takes no canvas.
  NetworkOutput forward(const NetworkInput& input, bool bf16 = false, const Dropout& dropout = {});

 private:
  std::shared_ptr<NetworkBody> body_;  ///< its parts are registered here
};
TORCH_MODULE(NetworkModule);

/// Freezes the module's present weights and batch-norm statistics into what plays `game` and its
/// family.
std::shared_ptr<const NetworkSnapshot> make_snapshot(const GameInfo& game,
                                                     const NetworkConfig& config,
                                                     const NetworkModule& module,
                                                     Precision precision);

/// A copy of the module's parameters and batch-norm statistics by name, on the CPU; without
/// auxiliary heads unless asked for.
TensorMap network_tensors(const NetworkModule& module, bool auxiliary_heads);

/// Copies `tensors`, read from the file `name`, into the module. Throws Error naming the file and
/// the tensor that is missing, unknown, or of another shape or type. Auxiliary heads may be missing
/// from the file or from the module.
void set_network_tensors(NetworkModule& module, const TensorMap& tensors, const std::string& name);

/// Writes `folder` in the form that load_network() reads and people ship: network.safetensors,
/// without auxiliary heads, and then manifest.textproto, which names it and the games that the
/// network learned. Throws Error naming the file.
void save_checkpoint_network(const std::filesystem::path& folder, const GameInfo& game,
                             const NetworkConfig& config, const NetworkModule& module,
                             int generation, std::span<const std::string> more_games = {});

}  // namespace tandem
