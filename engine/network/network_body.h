// The kinds of network behind NetworkModule. Internal to engine/network.
#pragma once

#include <torch/torch.h>

#include <memory>

#include "engine/network/network_module.h"

namespace tandem {

inline constexpr const char* kSoftPolicy = "soft_policy";
inline constexpr const char* kReplyPolicy = "reply_policy";

/// Its registered parts become those of the NetworkModule.
class NetworkBody : public torch::nn::Module {
 public:
  virtual NetworkOutput forward(const NetworkInput& input, bool bf16, const Dropout& dropout) = 0;
};

/// Residual tower (He et al. 2016) on FeatureShape planes: 3x3 stem to `channels`, `blocks`
/// residual blocks, one of them (the middle one) with global pooling (per channel mean and max ->
/// linear -> per-channel bias; Wu 2019); policy head by the game's action map (1x1 convolution to
/// its planes, gathered per action; a linear layer from pooled features for global actions); value
/// head (1x1 convolution, per channel mean and max, two linear layers) to win/draw/loss. Batch norm
/// everywhere in the tower, foldable for inference. 1x1 convolutions are stored as the [out, in]
/// matrices of linear layers. On a canvas, padding is set to 0 after every convolution, norm and
/// bias, and norms and pooling see the boards' squares alone.
std::shared_ptr<NetworkBody> make_residual_tower(const GameInfo& game, const NetworkConfig& config,
                                                 bool auxiliary_heads);

/// See encoder_decoder.h.
std::shared_ptr<NetworkBody> make_encoder_decoder(const GameInfo& game,
                                                  const NetworkConfig& config);

}  // namespace tandem
