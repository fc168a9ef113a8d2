// The trainable network (LibTorch). Only engine/ and training/ sources include this header.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/network/network.h"
#include "engine/network/safetensors.h"
#include "games/game.h"
#include "proto/run_config.pb.h"

namespace tandem {

/// What the network answers for a batch of B positions of a game with A actions.
struct NetworkOutput {
  torch::Tensor policy;        ///< [B, A] logits, all actions, legal or not
  torch::Tensor wdl;           ///< [B, 3] logits of win, draw, loss for the side to move
  torch::Tensor soft_policy;   ///< [B, A] training-only head; undefined where the module has none
  torch::Tensor reply_policy;  ///< [B, A] training-only head; undefined where the module has none
};

/// Added to the variance by every batch norm.
inline constexpr double kNormEpsilon = 1e-5;

/// How a policy head's planes become one logit per action. Board actions are gathered from the
/// planes of the squares that any action uses, so that a game whose actions name few squares pays
/// for few.
struct PolicyLayout {
  explicit PolicyLayout(const GameInfo& game);

  int planes = 0;                     ///< of board actions
  int global_planes = 0;              ///< of global actions
  bool all_squares = true;            ///< or only `squares`
  std::vector<std::int64_t> squares;  ///< ascending, squares that the head computes
  /// Of each action: its place in the row [squares.size() * planes board logits, square by square,
  /// then global_planes global logits].
  std::vector<std::int64_t> gather;
};

/// Of one training step: each element is dropped with probability `rate`, by draws of `seed`.
struct Dropout {
  double rate = 0;
  std::uint64_t seed = 0;
};

class NetworkBody;

/// The policy/value network of a game: a residual tower for boards (residual_tower.cc), an
/// encoder-decoder for token sequences (encoder_decoder.h). Parameters are called
/// "stem.conv.weight", "blocks.0.first.norm.bias", "policy.features.weight" and so on, without a
/// prefix for the kind.
class NetworkModuleImpl : public torch::nn::Module {
 public:
  NetworkModuleImpl(const GameInfo& game, const NetworkConfig& config, bool auxiliary_heads);

  /// `features`: [B, C, H, W], in the parameters' type. With `bf16`, a tower's convolutions run
  /// in bfloat16 (weights stay float), batch-norm statistics and heads in float; an encoder-decoder
  /// computes in float, and is the only one that drops.
  NetworkOutput forward(const torch::Tensor& features, bool bf16 = false,
                        const Dropout& dropout = {});

 private:
  std::shared_ptr<NetworkBody> body_;  ///< its parts are registered here
};
TORCH_MODULE(NetworkModule);

/// Freezes the module's present weights and batch-norm statistics into what plays.
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
/// without auxiliary heads, and then manifest.textproto, which names it. Throws Error naming the
/// file.
void save_checkpoint_network(const std::filesystem::path& folder, const GameInfo& game,
                             const NetworkConfig& config, const NetworkModule& module,
                             int generation);

}  // namespace tandem
