// The network of token sequences: a recurrent encoder-decoder with attention (Bahdanau, Cho and
// Bengio 2015, in the form of Luong, Pham and Manning 2015: "general" score, attention after the
// last decoder layer, no input feeding). Recurrent, because a search asks for one more token of a
// prefix that it has asked before: one step of a kept state, instead of the whole prefix again.
// Internal to engine/network.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "engine/network/network_body.h"

namespace tandem {

/// Of NetworkConfig, `channels` is the width d of embeddings and states, `blocks` the number of
/// encoder and of decoder layers, `head_channels` the width of what both heads read, `value_hidden`
/// the value head's hidden layer. Computes in float.
///
/// B rows or states, L source sentences, S source tokens with the end, T target tokens with the
/// beginning, A actions. Token 0 ends a source and begins a target.
class EncoderDecoder : public NetworkBody {
 public:
  EncoderDecoder(const GameInfo& game, const NetworkConfig& config);

  /// A batch of source sentences, read once.
  struct Memory {
    torch::Tensor keys;   ///< [L, S, d]
    torch::Tensor mask;   ///< [L, S] bool, true where there is no token
    torch::Tensor state;  ///< [L, blocks * d], before the first target token
  };

  /// `tokens` [L, S] int64 on the CPU, each row ended by a 0 and filled up with any tokens;
  /// `lengths` [L] int64, the end included.
  Memory encode(const torch::Tensor& tokens, const torch::Tensor& lengths) {
    return encode_embedded(source_embedding_(tokens), lengths);
  }

  /// The states after one more target token each: `state` [B, blocks * d], `tokens` [B] int64.
  torch::Tensor step(const torch::Tensor& state, const torch::Tensor& tokens);

  /// What to write next after each state, with the source that each state belongs to: `keys` [B, S,
  /// d], `mask` [B, S].
  NetworkOutput answer(const torch::Tensor& state, const torch::Tensor& keys,
                       const torch::Tensor& mask);

  /// `input.features` [B, 1, 1, W] as TokenShape says. Rows that follow each other with the same
  /// source and growing prefixes are read as one sentence, so a batch of whole games costs one pass
  /// over each. Drops elements of embeddings and of what the heads read.
  NetworkOutput forward(const NetworkInput& input, bool bf16, const Dropout& dropout) override;

  /// The source tokens of one row of features, and the target's.
  struct Row {
    std::vector<std::int64_t> source;  ///< with its end
    std::vector<std::int64_t> target;
  };
  Row read_row(const float* features) const;

  int state_width() const { return layers_ * width_; }
  int width() const { return width_; }
  int source_tokens() const { return shape_.source_length + 1; }

 private:
  Memory encode_embedded(torch::Tensor x, const torch::Tensor& lengths);
  torch::Tensor encode_layer(int layer, const torch::Tensor& x, const torch::Tensor& lengths);
  torch::Tensor attend(const torch::Tensor& states, const torch::Tensor& keys,
                       const torch::Tensor& mask);
  NetworkOutput heads(const torch::Tensor& read);

  const TokenShape shape_;
  const int width_;
  const int layers_;
  torch::nn::Embedding source_embedding_{nullptr};
  torch::nn::Embedding target_embedding_{nullptr};
  torch::nn::ModuleList forward_layers_;
  torch::nn::ModuleList backward_layers_;
  torch::nn::ModuleList join_layers_;  ///< both directions to width
  torch::nn::Linear start_{nullptr};
  torch::nn::ModuleList decoder_layers_;
  torch::nn::Linear query_{nullptr};
  torch::nn::Linear combine_{nullptr};
  torch::nn::Linear policy_{nullptr};
  torch::nn::Linear value_hidden_{nullptr};
  torch::nn::Linear value_output_{nullptr};
};

}  // namespace tandem
