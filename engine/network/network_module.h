// The trainable network (LibTorch). Only engine/ and training/ sources include this header.
#pragma once

#include <torch/torch.h>

#include "games/game.h"
#include "proto/run_config.pb.h"

#include <memory>

#include "engine/network/network.h"

namespace tandem {

/// What the network answers for a batch of B positions of a game with A actions.
struct NetworkOutput {
  torch::Tensor policy;        ///< [B, A] logits, all actions, legal or not
  torch::Tensor wdl;           ///< [B, 3] logits of win, draw, loss for the side to move
  torch::Tensor soft_policy;   ///< [B, A] training-only head; undefined where the module has none
  torch::Tensor reply_policy;  ///< [B, A] training-only head; undefined where the module has none
};

/// Residual tower (He et al. 2016) on FeatureShape planes: 3x3 stem to `channels`, `blocks` residual blocks,
/// one of them (the middle one) with global pooling (per channel mean and max -> linear -> per-channel bias;
/// Wu 2019); policy head by the game's action map (1x1 convolution to its planes, gathered per action; a
/// linear layer from pooled features for global actions); value head to win/draw/loss. Batch norm
/// everywhere in the tower, foldable for inference.
class NetworkModuleImpl : public torch::nn::Module {
 public:
  NetworkModuleImpl(const GameInfo& game, const NetworkConfig& config, bool auxiliary_heads);

  /// `features`: [B, C, H, W] float. With `bf16`, the tower's convolutions run in bfloat16 (weights stay
  /// float), heads in float.
  NetworkOutput forward(const torch::Tensor& features, bool bf16 = false);

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};
TORCH_MODULE(NetworkModule);

/// Freezes the module's present weights and batch-norm statistics into what plays.
std::shared_ptr<const NetworkSnapshot> make_snapshot(const GameInfo& game, const NetworkConfig& config,
                                                     const NetworkModule& module, Precision precision);

}  // namespace tandem
